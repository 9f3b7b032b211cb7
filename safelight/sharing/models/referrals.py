"""Offers of a child's work to another agency: referrals and transfers."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import VersionedPartnershipRow
from safelight.sharing import states
from safelight.sharing.states import Keeps, Kind, State

STATES = [
    (State.OFFERED, _("Offered")),
    (State.ACCEPTED, _("Accepted")),
    (State.REJECTED, _("Not accepted")),
    (State.WITHDRAWN, _("Taken back")),
    (State.DONE, _("Done")),
]
KINDS = [
    (Kind.REFERRAL, _("Referral: they also work with the child")),
    (Kind.TRANSFER, _("Transfer: they take over")),
]
KEEPS = [
    (Keeps.NOTHING, _("No")),
    (Keeps.UNTIL, _("Yes, until a day")),
    (Keeps.STAYS, _("Works with the child as before")),
]


def _both_or_neither(*names: str) -> models.Q:
    neither = models.Q(**{f"{name}__isnull": True for name in names})
    return neither | models.Q(**{f"{name}__isnull": False for name in names})


class Referral(VersionedPartnershipRow):
    """One offer to one agency. Until it is accepted the other side reads what stands here and nothing of the record.

    ``name``, ``date_of_birth``, ``why`` and ``asked`` are the sender's words. ``restriction`` is the restriction under
    which it was offered: only who is named in ``to_user`` may then answer.
    """

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="referrals")
    reference = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=KINDS)
    state = models.CharField(max_length=10, choices=STATES, default=State.OFFERED)
    from_agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    to_team = models.ForeignKey("access.Team", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    to_user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    restriction = models.ForeignKey(
        "children.Restriction", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    name = models.CharField(max_length=200)
    date_of_birth = models.DateField(null=True, blank=True)
    why = models.TextField()
    asked = models.TextField()
    urgent = models.BooleanField(default=False)
    sender_keeps = models.CharField(max_length=10, choices=KEEPS)
    keeps_until = models.DateField(null=True, blank=True)
    offered_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # Copied, so that the database itself can hold that the receiving agency answers.
    answered_for = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    worker = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)  # why it was not accepted, or taken back
    outcome = models.TextField(blank=True)  # what came of it, for the sender
    read_state = models.CharField(max_length=10, blank=True)  # the last answer that the sender said they have read

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="sharing_reference_once"),
            models.UniqueConstraint(
                fields=["child", "to_agency"], condition=models.Q(state="offered"), name="sharing_one_open_to_an_agency"
            ),
            models.UniqueConstraint(
                fields=["child"],
                condition=models.Q(state="offered", kind="transfer"),
                name="sharing_one_open_transfer",
            ),
            models.CheckConstraint(condition=~models.Q(from_agency=models.F("to_agency")), name="sharing_two_agencies"),
            models.CheckConstraint(condition=~models.Q(why="") & ~models.Q(asked=""), name="sharing_says_why"),
            models.CheckConstraint(
                condition=_both_or_neither("acknowledged_by", "acknowledged_at"), name="sharing_received_who_and_when"
            ),
            models.CheckConstraint(
                condition=_both_or_neither("answered_by", "answered_at", "answered_for"),
                name="sharing_answered_who_and_when",
            ),
            models.CheckConstraint(
                condition=_both_or_neither("withdrawn_by", "withdrawn_at"), name="sharing_withdrawn_who_and_when"
            ),
            models.CheckConstraint(condition=_both_or_neither("done_by", "done_at"), name="sharing_done_who_and_when"),
            models.CheckConstraint(
                condition=models.Q(answered_by__isnull=True) | ~models.Q(answered_by=models.F("offered_by")),
                name="sharing_nobody_answers_their_own",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_for__isnull=True) | models.Q(answered_for=models.F("to_agency")),
                name="sharing_the_receiver_answers",
            ),
            models.CheckConstraint(
                condition=models.Q(state="offered", answered_by__isnull=True, withdrawn_by__isnull=True)
                | models.Q(state="accepted", answered_by__isnull=False, worker__isnull=False, withdrawn_by__isnull=True)
                | models.Q(state="done", answered_by__isnull=False, worker__isnull=False, done_by__isnull=False)
                | models.Q(state="rejected", answered_by__isnull=False, worker__isnull=True)
                | models.Q(state="withdrawn", withdrawn_by__isnull=False, answered_by__isnull=True),
                name="sharing_state_as_it_happened",
            ),
            models.CheckConstraint(
                condition=models.Q(done_by__isnull=True) | models.Q(state="done"), name="sharing_done_when_done"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("rejected", "withdrawn"), reason="")
                & ~models.Q(state="done", outcome=""),
                name="sharing_gives_reasons",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="referral", sender_keeps="stays", keeps_until__isnull=True)
                | models.Q(kind="transfer", sender_keeps="nothing", keeps_until__isnull=True)
                | models.Q(kind="transfer", sender_keeps="until", keeps_until__isnull=False),
                name="sharing_says_what_the_sender_keeps",
            ),
            models.CheckConstraint(
                condition=models.Q(restriction__isnull=True) | models.Q(to_user__isnull=False),
                name="sharing_restricted_names_the_receiver",
            ),
        ]
        indexes = [
            models.Index(fields=["to_agency", "state"], name="sharing_by_receiver"),
            models.Index(fields=["offered_by", "state"], name="sharing_by_sender"),
            models.Index(fields=["child", "state"], name="sharing_by_child"),
        ]

    @property
    def reply_by(self) -> datetime:
        """The moment after which it is overdue while unanswered; derived, never stored."""
        return states.reply_by(self.offered_at, urgent=self.urgent, jurisdiction=self.partnership.jurisdiction)

    @property
    def escalated_at(self) -> datetime:
        """The moment from which it is both managers' to see to while unanswered."""
        return states.escalated_at(self.offered_at, urgent=self.urgent, jurisdiction=self.partnership.jurisdiction)
