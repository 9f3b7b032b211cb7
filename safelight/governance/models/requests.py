"""A request for what is held about a child, what was gathered for it, and what was blacked out and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, PartnershipRow, VersionedPartnershipRow
from safelight.governance.redaction import Kind
from safelight.governance.states import RequestState


class RequestedBy(models.TextChoices):
    """Who asks."""

    YOUNG_PERSON = "young_person", _("The young person")
    PARENT = "parent", _("A person with parental responsibility")
    REPRESENTATIVE = "representative", _("Somebody who acts for the young person")


class Reason(models.TextChoices):
    """Why words or a whole part are not given (Data Protection Act 2018, schedules 2 and 3)."""

    THIRD_PARTY = "third_party", _("About somebody else")
    CONFIDENCE = "confidence", _("Told in confidence by somebody else")
    PRIVILEGE = "privilege", _("Legal advice or a court case")
    SERIOUS_HARM = "serious_harm", _("Could cause serious harm to somebody")
    CHILD_ABUSE_DATA = "child_abuse_data", _("Child abuse data that it is not in the child’s interest to give")


STATES = [
    (RequestState.RECEIVED.value, _("Received")),
    (RequestState.PREPARING.value, _("Being prepared")),
    (RequestState.IN_REVIEW.value, _("With the second reviewer")),
    (RequestState.RETURNED.value, _("Returned by the reviewer")),
    (RequestState.AGREED.value, _("Agreed, not sent yet")),
    (RequestState.SENT.value, _("Sent")),
    (RequestState.REFUSED.value, _("Refused")),
    (RequestState.WITHDRAWN.value, _("Withdrawn")),
]


class SubjectAccessRequest(VersionedPartnershipRow):
    """Somebody asks for what is held about one child. ``due_on`` is never kept: it follows from ``received_on``."""

    reference = models.CharField(max_length=20)
    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=STATES, default=RequestState.RECEIVED.value)
    requested_by = models.CharField(max_length=20, choices=RequestedBy.choices)
    requester_name = models.CharField(max_length=200)
    # Why they may ask: age and understanding, parental responsibility, the authority that was shown.
    authority = models.TextField(blank=True)
    scope = models.TextField(blank=True)
    received_on = models.DateField()
    opened_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    identity_how = models.TextField(blank=True)
    identity_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    identity_at = models.DateTimeField(null=True, blank=True)
    # The child's own view of the request, or why the child was not asked: one of the two, never neither.
    child_view = models.TextField(blank=True)
    child_not_asked = models.TextField(blank=True)
    child_view_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    child_view_at = models.DateTimeField(null=True, blank=True)
    extended_why = models.TextField(blank=True)
    extended_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)
    officer = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    gathered_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # What the reviewer read, as a hash: only that may leave.
    agreed_sha256 = models.CharField(max_length=64, blank=True)
    sent_how = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.TextField(blank=True)
    ended_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="governance_request_ref_once"),
            models.CheckConstraint(
                condition=models.Q(agreed_by__isnull=True) | ~models.Q(agreed_by=models.F("officer")),
                name="governance_nobody_agrees_their_own",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["agreed", "sent"])
                | (
                    models.Q(agreed_by__isnull=False, officer__isnull=False, identity_at__isnull=False)
                    & models.Q(child_view_at__isnull=False)
                    & ~models.Q(agreed_sha256="")
                ),
                name="governance_nothing_leaves_unreviewed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["refused", "withdrawn"]) | ~models.Q(ended_why=""),
                name="governance_request_ended_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(extended_at__isnull=True) | ~models.Q(extended_why=""),
                name="governance_extended_says_why",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "received_on"], name="governance_requests_open")]


class BundleEntry(PartnershipRow):
    """One entry of what was gathered. ``text`` never changes after: places in it are counted from its start."""

    request = models.ForeignKey(SubjectAccessRequest, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()
    room = models.CharField(max_length=40)
    source = models.CharField(max_length=60)
    source_id = models.CharField(max_length=64)
    dated = models.DateField(null=True, blank=True)
    heading = models.CharField(max_length=200)
    text = models.TextField()
    withheld = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    withheld_why = models.TextField(blank=True)
    withheld_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="governance_entries_in_order"),
            models.CheckConstraint(
                condition=models.Q(withheld="") | models.Q(withheld_by__isnull=False),
                name="governance_withheld_by_somebody",
            ),
        ]


class Redaction(PartnershipRow):
    """A place in an entry: proposed, then accepted with a reason or declined, by a person."""

    class State(models.TextChoices):
        """What a person has said of it."""

        OPEN = "open", _("To decide")
        ACCEPTED = "accepted", _("Blacked out")
        DECLINED = "declined", _("Left to read")

    entry = models.ForeignKey(BundleEntry, on_delete=models.PROTECT, related_name="redactions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    who = models.CharField(max_length=400)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    decided_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="governance_place_has_words"),
            models.CheckConstraint(
                condition=~models.Q(state="accepted")
                | (~models.Q(reason="") & models.Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="governance_blacked_out_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="governance_left_to_read_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["entry", "state", "start"], name="governance_redactions")]


class SubjectAccessReview(FinalPartnershipRow):
    """What the second person said of an answer: agreed, or returned with what has to change."""

    class Outcome(models.TextChoices):
        """What the reviewer did."""

        AGREED = "agreed", _("Agreed")
        RETURNED = "returned", _("Returned")

    request = models.ForeignKey(SubjectAccessRequest, on_delete=models.PROTECT, related_name="reviews")
    # Copied from the request, so that the database itself can hold the rule of four eyes.
    officer = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    comment = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(by=models.F("officer")), name="governance_nobody_reviews_their_own"
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="returned") | ~models.Q(comment=""), name="governance_return_says_why"
            ),
        ]
