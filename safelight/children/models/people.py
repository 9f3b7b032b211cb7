"""The people around the child, how strong each tie is, and when each can be reached."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import PartnershipRow, VersionedPartnershipRow
from safelight.children.models.record import Child


class PersonAround(VersionedPartnershipRow):
    """Somebody in the child's life: family, a friend, a professional, or somebody who poses a risk."""

    class Kind(models.TextChoices):
        """Who they are to the child; the ecomap draws each in its own shape."""

        FAMILY = "family", _("Family")
        FRIEND = "friend", _("Friend")
        SERVICE = "service", _("Professional or service")
        RISK = "risk", _("Someone who poses a risk")

    class Tie(models.TextChoices):
        """How the tie is, in the child's eyes where the child has said so."""

        STRONG = "strong", _("Strong")
        STEADY = "steady", _("Steady")
        THIN = "thin", _("Thin")
        STRAINED = "strained", _("Strained")
        CONTROL = "control", _("Control")
        NOT_YET = "not_yet", _("Not yet")

    class Safe(models.TextChoices):
        """Whether contact with them is safe for the child. Not checked counts as unsafe (SH-06)."""

        SAFE = "safe", _("Safe")
        UNSAFE = "unsafe", _("Unsafe")
        NOT_CHECKED = "not_checked", _("Not checked")

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=200)
    relation = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    tie = models.CharField(max_length=10, choices=Tie.choices)
    to_know = models.TextField(blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.TextField(blank=True)
    has_parental_responsibility = models.BooleanField(default=False)
    chosen_by_child = models.BooleanField(default=False)
    contact_for_parents = models.BooleanField(default=False)
    safe = models.CharField(max_length=12, choices=Safe.choices, default=Safe.NOT_CHECKED)
    telephone_safe = models.CharField(max_length=12, choices=Safe.choices, default=Safe.NOT_CHECKED)
    email_safe = models.CharField(max_length=12, choices=Safe.choices, default=Safe.NOT_CHECKED)
    address_safe = models.CharField(max_length=12, choices=Safe.choices, default=Safe.NOT_CHECKED)
    # Who said so last of the person and of each way to reach them, and when: they are answered on one page.
    safe_checked_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    safe_checked_on = models.DateField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=models.Q(chosen_by_child=True, ended_on__isnull=True),
                name="children_one_primary_contact",
            ),
            models.UniqueConstraint(
                fields=["child"],
                condition=models.Q(contact_for_parents=True, ended_on__isnull=True),
                name="children_one_parents_contact",
            ),
            models.CheckConstraint(
                condition=models.Q(safe_checked_by__isnull=True, safe_checked_on__isnull=True)
                | models.Q(safe_checked_by__isnull=False, safe_checked_on__isnull=False),
                name="children_safe_who_and_when",
            ),
        ]

    @property
    def counts_as_safe(self) -> bool:
        """Only a person somebody has checked is safe; not checked counts as unsafe."""
        return self.safe == self.Safe.SAFE


class ReachableHours(PartnershipRow):
    """Hours of the week in which the child can reach a person. ``start`` equal to ``end`` is the whole day."""

    class Days(models.TextChoices):
        """The days it holds for."""

        EVERY_DAY = "every_day", _("Every day")
        WEEKDAYS = "weekdays", _("Monday to Friday")
        WEEKENDS = "weekends", _("Saturday and Sunday")
        MONDAY = "monday", _("Monday")
        TUESDAY = "tuesday", _("Tuesday")
        WEDNESDAY = "wednesday", _("Wednesday")
        THURSDAY = "thursday", _("Thursday")
        FRIDAY = "friday", _("Friday")
        SATURDAY = "saturday", _("Saturday")
        SUNDAY = "sunday", _("Sunday")

    person = models.ForeignKey(PersonAround, on_delete=models.CASCADE, related_name="hours")
    days = models.CharField(max_length=10, choices=Days.choices)
    start = models.TimeField()
    end = models.TimeField()
