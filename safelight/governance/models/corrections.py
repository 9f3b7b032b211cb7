"""A person's request that something in a record be put right (UK GDPR article 16)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import PartnershipRow


class Correction(PartnershipRow):
    """What somebody says is wrong, and what came of it. What stood before an edit is kept in the record's history;
    where nothing is changed, the person's own statement stands beside the fact."""

    class State(models.TextChoices):
        """What was answered."""

        RECEIVED = "received", _("To answer")
        ACCEPTED = "accepted", _("Put right")
        REFUSED = "refused", _("Not changed; their statement stands beside it")

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="+")
    # Which fact: a field of the child's record, or in words where it stands elsewhere.
    fact = models.CharField(max_length=200)
    says = models.TextField()
    asked_by = models.CharField(max_length=200)
    received_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    reason = models.TextField(blank=True)
    statement = models.TextField(blank=True)
    edit = models.ForeignKey("children.ChildEdit", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answered_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="received", answered_by__isnull=True, answered_at__isnull=True)
                | (~models.Q(state="received") & models.Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="governance_correction_who_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | (~models.Q(reason="") & ~models.Q(statement="")),
                name="governance_refused_has_statement",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted") | ~models.Q(reason=""),
                name="governance_put_right_says_how",
            ),
        ]
