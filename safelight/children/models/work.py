"""What the child says, what is strong, contact with the child, and what the child was promised."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, PartnershipRow
from safelight.children.models.people import PersonAround
from safelight.children.models.record import Child
from safelight.children.models.safety import Channel


class Voice(FinalPartnershipRow):
    """Wishes and feelings in somebody's own words; a missing voice says why it is missing (CH-10)."""

    class Whose(models.TextChoices):
        """Whose voice it is."""

        CHILD = "child", _("The child")
        PARENTS = "parents", _("Parents or carers")

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="voices")
    whose = models.CharField(max_length=10, choices=Whose.choices)
    words = models.TextField(blank=True)
    missing_reason = models.TextField(blank=True)
    said_on = models.DateField()
    said_to = models.CharField(max_length=200, blank=True)
    # What it was said for: "assessment", "plan", "contact", or nothing in particular. The id joins nothing.
    occasion_kind = models.CharField(max_length=30, blank=True)
    occasion_id = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(~models.Q(words="") & models.Q(missing_reason=""))
                | (models.Q(words="") & ~models.Q(missing_reason="")),
                name="children_voice_or_why_not",
            ),
        ]
        indexes = [models.Index(fields=["child", "whose", "said_on"], name="children_voices_by_child")]


class Strength(PartnershipRow):
    """What protects the child, what adds risk, what pushes and what pulls (CH-09, CH-15)."""

    class Kind(models.TextChoices):
        """Which of the four."""

        PROTECTIVE = "protective", _("What is strong")
        RISK = "risk", _("What adds risk")
        PUSH = "push", _("What pushes the child away from safety")
        PULL = "pull", _("What pulls the child towards harm")

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="strengths")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    noted_on = models.DateField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(code="") | ~models.Q(words=""), name="children_strength_says_something"
            ),
        ]


class ContactNote(FinalPartnershipRow):
    """A visit, a call or a try that found nobody. There is no state "not engaging": it closes nothing (PR-13)."""

    class Kind(models.TextChoices):
        """What it was."""

        VISIT = "visit", _("Visit")
        CALL = "call", _("Call")
        MESSAGE = "message", _("Message")
        ATTEMPT = "attempt", _("Tried, did not reach them")

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="contact_notes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    happened_at = models.DateTimeField()
    with_whom = models.CharField(max_length=200, blank=True)
    # Somebody around the child, where it was one of them, and by which way they were reached.
    person = models.ForeignKey(PersonAround, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    # It had happened before anybody could decide whether it was safe (SH-04): what happened is always written down.
    before_decision = models.BooleanField(default=False)
    words = models.TextField()
    # Where a try found nobody: what services will do differently, for it is they who have not yet found a way.
    next_way = models.TextField(blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["child", "happened_at"], name="children_contacts_by_child")]


class Promise(PartnershipRow):
    """Something that the child was told would happen, by a day. It is a duty until it is kept (CH-13)."""

    class Kind(models.TextChoices):
        """A promise to the child, or the contact that follows a hard conversation."""

        PROMISE = "promise", _("Promise")
        FOLLOW_UP = "follow_up", _("Contact after a hard conversation")

    class Outcome(models.TextChoices):
        """How it ended."""

        KEPT = "kept", _("Kept")
        TOLD_WHY = "told_why", _("Could not be kept, and the child was told why")

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="promises")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField()
    made_on = models.DateField()
    due_on = models.DateField()
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    outcome_note = models.TextField(blank=True)
    ended_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="", ended_by__isnull=True, ended_at__isnull=True)
                | (~models.Q(outcome="") & models.Q(ended_by__isnull=False, ended_at__isnull=False)),
                name="children_promise_ended_who_when",
            ),
        ]
        indexes = [models.Index(fields=["child", "outcome", "due_on"], name="children_promises_open")]
