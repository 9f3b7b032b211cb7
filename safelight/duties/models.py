"""What people did about duties. The duties themselves are derived from the records and never stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow


class Outcome(models.TextChoices):
    """What somebody did about a duty."""

    DONE = "done", _("Done")
    SET_ASIDE = "set_aside", _("Set aside")
    PASSED_ON = "passed_on", _("Passed on")
    ACCEPTED = "accepted", _("Accepted from a colleague")


CLOSING = (Outcome.DONE, Outcome.SET_ASIDE)


class DutyAct(FinalPartnershipRow):
    """One act on one duty. ``child_id`` is no foreign key: children stand above this room."""

    child_id = models.UUIDField()
    key = models.CharField(max_length=200)
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    note = models.TextField(blank=True)
    answers = models.JSONField(default=dict, blank=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_role = models.CharField(max_length=200, blank=True)
    contact_at = models.DateTimeField(null=True, blank=True)
    contact_reference = models.CharField(max_length=100, blank=True)
    passed_to = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["child_id", "at"], name="duties_act_by_child")]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "key"],
                condition=models.Q(outcome__in=["done", "set_aside"]),
                name="duties_closed_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="set_aside") | ~models.Q(note=""),
                name="duties_set_aside_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="passed_on") | models.Q(passed_to__isnull=False),
                name="duties_passed_on_to_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(passed_to__isnull=True) | models.Q(outcome="passed_on"),
                name="duties_passed_to_only_when_passed_on",
            ),
            models.CheckConstraint(
                condition=models.Q(contact_name="", contact_at__isnull=True)
                | (~models.Q(contact_name="") & models.Q(contact_at__isnull=False)),
                name="duties_contact_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.outcome}"
