"""How long records are kept: the schedule in force, what must not be disposed of, and what was."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, PartnershipRow


class AdoptedSchedule(FinalPartnershipRow):
    """A retention schedule that the partnership took up, with its content. The newest from a day counts."""

    schedule_id = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField()
    from_date = models.DateField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class LegalHold(PartnershipRow):
    """A child's record that must be kept whatever the schedule says. Another person than who placed it lifts it."""

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    since = models.DateField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(why=""), name="governance_hold_says_why"),
            models.CheckConstraint(
                condition=models.Q(lifted_by__isnull=True) | ~models.Q(lifted_by=models.F("by")),
                name="governance_nobody_lifts_their_own",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_by__isnull=True, lifted_at__isnull=True, lifted_why="")
                | (models.Q(lifted_by__isnull=False, lifted_at__isnull=False) & ~models.Q(lifted_why="")),
                name="governance_lifted_who_when_why",
            ),
        ]


class RecordKind(models.TextChoices):
    """What a schedule has rules for."""

    CHILD = "child", _("A child’s whole record")
    CONCERN = "concern", _("A closed concern that was never about a known child")


class DisposalReview(PartnershipRow):
    """What a person decided about a record whose time had come: keep it until a day, or propose to dispose of it.

    ``record_id`` is no foreign key, and goes with the record when it is disposed of.
    """

    class State(models.TextChoices):
        """How far it has come."""

        KEPT = "kept", _("Kept until a day")
        PROPOSED = "proposed", _("To be disposed of when a second person agrees")
        DECLINED = "declined", _("The second person did not agree")

    kind = models.CharField(max_length=10, choices=RecordKind.choices)
    record_id = models.UUIDField()
    rule = models.CharField(max_length=60)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices)
    keep_until = models.DateField(null=True, blank=True)
    reason = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    declined_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    declined_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record_id"],
                condition=models.Q(state="proposed"),
                name="governance_one_proposal_a_record",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="governance_disposal_says_why"),
            models.CheckConstraint(
                condition=~models.Q(state="kept") | models.Q(keep_until__isnull=False),
                name="governance_kept_until_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(declined_by__isnull=True) | ~models.Q(declined_by=models.F("by")),
                name="governance_declined_by_another",
            ),
        ]


class Disposal(FinalPartnershipRow):
    """What is left of a record that was disposed of: that there was one, by which rule it went, how many rows of
    which kind, and who. Nothing of its content. A restore of an older backup disposes of it again (HZ-41)."""

    kind = models.CharField(max_length=10, choices=RecordKind.choices)
    record_id = models.UUIDField()
    schedule_id = models.CharField(max_length=60)
    rule = models.CharField(max_length=60)
    counts = models.JSONField()
    proposed_by = models.UUIDField()
    agreed_by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "record_id"], name="governance_disposed_once"),
            models.CheckConstraint(
                condition=~models.Q(agreed_by=models.F("proposed_by")), name="governance_two_people_dispose"
            ),
        ]
