"""Warnings before a visit, and decisions about contact that stood still because it may not be safe."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, PartnershipRow
from safelight.children.models.people import PersonAround
from safelight.children.models.record import Child


class WarningNote(PartnershipRow):
    """Something that whoever visits has to know, until a day (BE-06). It ends on that day; the entry stays."""

    class Kind(models.TextChoices):
        """What it warns of."""

        DOG = "dog", _("A dog or another animal")
        PERSON = "person", _("Somebody at the address")
        WEAPON = "weapon", _("A weapon")
        OTHER = "other", _("Something else")

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="warning_notes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    since = models.DateField()
    # The last day on which it stands.
    until = models.DateField()
    told_person = models.BooleanField()
    not_told_why = models.TextField(blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="children_warning_says_what"),
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="children_warning_ends"),
            models.CheckConstraint(
                condition=models.Q(told_person=True) | ~models.Q(not_told_why=""), name="children_warning_told_or_why"
            ),
        ]
        indexes = [models.Index(fields=["child", "until"], name="children_warnings_by_child")]


class WarningReview(FinalPartnershipRow):
    """Somebody looked again at a warning: it goes on until another day, or it ends, with the reason."""

    class Outcome(models.TextChoices):
        """What becomes of the warning."""

        EXTENDED = "extended", _("It still holds: extend it")
        ENDED = "ended", _("It no longer holds: end it")

    note = models.ForeignKey(WarningNote, on_delete=models.PROTECT, related_name="reviews")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField()
    until_before = models.DateField()
    until_after = models.DateField(null=True, blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="children_warning_review_says_why"),
            models.CheckConstraint(
                condition=models.Q(outcome="extended", until_after__isnull=False)
                | models.Q(outcome="ended", until_after__isnull=True),
                name="children_warning_extended_until",
            ),
        ]


class Channel(models.TextChoices):
    """A way of reaching somebody. Each may be unsafe though the person is not: a phone that an abuser gave."""

    TELEPHONE = "telephone", _("Telephone")
    EMAIL = "email", _("E-mail")
    ADDRESS = "address", _("Visit or letter")


class ContactHaltDecision(FinalPartnershipRow):
    """A safeguarding lead or manager decided whether contact goes on though it may not be safe (SH-04).

    About one person around the child, or the child's own telephone (``person`` empty). ``go_on`` false keeps the halt.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="halt_decisions")
    person = models.ForeignKey(
        PersonAround, on_delete=models.PROTECT, related_name="halt_decisions", null=True, blank=True
    )
    # Empty: contact with the person at all. Otherwise one way of reaching them.
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    go_on = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="children_halt_says_why")]
        indexes = [models.Index(fields=["child", "at"], name="children_halts_by_child")]
