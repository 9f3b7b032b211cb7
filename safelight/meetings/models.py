"""Meetings: who was there, what was said of each child, what was reviewed and agreed. What is said is appended, so that
two people who write at once lose nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, PartnershipRow, VersionedPartnershipRow
from safelight.meetings.states import FORUMS, Part, Presence, State, Type, WhatNow

TYPES = [
    (Type.STRATEGY.value, _("Strategy meeting")),
    (Type.FAMILY.value, _("Exploitation Family Meeting")),
    (Type.CSE_REVIEW.value, _("CSE review meeting")),
    (Type.NETWORK.value, _("Network meeting")),
    (Type.TEAM_AROUND.value, _("Team Around the Child")),
    (Type.CHILD_IN_NEED.value, _("Child in need meeting")),
    (Type.CHILD_PROTECTION.value, _("Child protection conference or core group")),
    (Type.OPERATIONAL.value, _("MACE or operational group")),
    (Type.MAPPA.value, _("MAPPA")),
    (Type.MARAC.value, _("MARAC")),
    (Type.FAMILY_GROUP.value, _("Family Group Conference")),
    (Type.GOLD.value, _("Gold Group")),
]
STATES = [
    (State.PLANNED.value, _("Planned")),
    (State.UNDER_WAY.value, _("Under way")),
    (State.CLOSED.value, _("Closed")),
    (State.CANCELLED.value, _("Cancelled")),
]
PRESENCES = [
    (Presence.NOT_SAID.value, _("Not said yet")),
    (Presence.ATTENDED.value, _("Here")),
    (Presence.APOLOGIES.value, _("Sent apologies")),
    (Presence.ABSENT.value, _("Not here")),
]
PARTS = [
    (Part.CHILD.value, _("The child")),
    (Part.PARENT.value, _("Parent or carer")),
    (Part.FAMILY.value, _("Family or friend")),
    (Part.PROFESSIONAL.value, _("Professional")),
    (Part.POLICE.value, _("Police")),
]
WHAT_NOW = [
    (WhatNow.CARRY_ON.value, _("Carry on")),
    (WhatNow.CHANGE.value, _("Carry on, with a change")),
    (WhatNow.DONE.value, _("Done")),
    (WhatNow.STOP.value, _("Stop: it was not done")),
]


class LevelAnswer(models.TextChoices):
    """What the meeting says of the level. The level itself is changed by a decision and by nothing else."""

    RIGHT = "right", _("The level is still right")
    REASSESS = "reassess", _("Assess again")


class Meeting(VersionedPartnershipRow):
    """When and where people meet, and who chairs. What is said of a child stands in that child's ``Case``.

    ``child`` is set where the meeting is about one child only: the whole of it then belongs to that record. ``link``
    and ``place`` are content: they never leave the record but to who is invited.
    """

    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="meetings", null=True, blank=True
    )
    reference = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=TYPES)
    state = models.CharField(max_length=10, choices=STATES, default=State.PLANNED.value)
    starts_at = models.DateTimeField()
    lasts = models.PositiveSmallIntegerField(default=60)  # minutes
    place = models.CharField(max_length=300, blank=True)
    link = models.CharField(max_length=500, blank=True)
    purpose = models.TextField(blank=True)
    chair = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    chair_name = models.CharField(max_length=200, blank=True)
    planned_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    opened_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["partnership", "state", "starts_at"], name="meetings_coming")]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="meetings_reference_once"),
            models.CheckConstraint(
                condition=~models.Q(kind=Type.FAMILY.value) | models.Q(child__isnull=False),
                name="meetings_family_about_one_child",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.CANCELLED.value) | ~models.Q(cancelled_why=""),
                name="meetings_cancelled_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[State.UNDER_WAY.value, State.CLOSED.value])
                | models.Q(opened_at__isnull=False),
                name="meetings_opened_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.CLOSED.value) | models.Q(closed_at__isnull=False),
                name="meetings_closed_when",
            ),
        ]


def _said_or_why(said: models.Q, item: str) -> models.Q:
    return said | ~models.Q(**{f"why_{item}": ""})


class Case(VersionedPartnershipRow):
    """A meeting's part about one child; without a child, what the meeting said in general.

    What is said is in rows of their own. When the part is closed, what it came to is copied here with a reason for
    each thing that is missing, so that the database itself holds that none is missing without one (MT-02, MT-06).
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="cases")
    child = models.ForeignKey(
        "children.Child", on_delete=models.PROTECT, related_name="meeting_cases", null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=TYPES)  # the meeting's, copied for the rules below
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    rows_reviewed = models.PositiveIntegerField(default=0)
    plan_reviewed = models.BooleanField(default=False)
    level_answer = models.CharField(max_length=10, choices=LevelAnswer.choices, blank=True)
    work_agreed = models.TextField(blank=True)
    volt_recorded = models.BooleanField(default=False)
    next_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    why_child = models.TextField(blank=True)
    why_parents = models.TextField(blank=True)
    why_plan = models.TextField(blank=True)
    why_level = models.TextField(blank=True)
    why_work = models.TextField(blank=True)
    why_volt = models.TextField(blank=True)
    why_next = models.TextField(blank=True)
    why_disruption = models.TextField(blank=True)
    why_contact = models.TextField(blank=True)
    why_outcome = models.TextField(blank=True)
    # What the plan said then: the version that this meeting's review made, by its id.
    plan_version_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "child"], name="meetings_child_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=models.Q(child__isnull=True), name="meetings_one_general_part"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True)
                | ~models.Q(kind=Type.FAMILY.value)
                | (
                    _said_or_why(models.Q(plan_reviewed=True), "plan")
                    & _said_or_why(~models.Q(level_answer=""), "level")
                    & _said_or_why(models.Q(volt_recorded=True), "volt")
                    & _said_or_why(models.Q(next_on__isnull=False), "next")
                ),
                name="meetings_family_closed_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True)
                | models.Q(child__isnull=True)
                | (_said_or_why(~models.Q(level_answer=""), "level") & _said_or_why(~models.Q(work_agreed=""), "work")),
                name="meetings_case_closed_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True)
                | ~models.Q(kind__in=sorted(FORUMS))
                | _said_or_why(~models.Q(outcome=""), "outcome"),
                name="meetings_forum_says_outcome",
            ),
        ]


class Attendee(PartnershipRow):
    """Somebody who is asked to a meeting, or came (BE-05).

    ``person_id`` is the id of somebody around the child, without a key: a key that may be empty would draw the rows
    of other people out of the record when one person is disposed of.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendees")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    person_id = models.UUIDField(null=True, blank=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)
    agency = models.CharField(max_length=200, blank=True)
    part = models.CharField(max_length=12, choices=PARTS)
    invited_at = models.DateTimeField(null=True, blank=True)
    presence = models.CharField(max_length=10, choices=PRESENCES, default=Presence.NOT_SAID.value, blank=True)
    added_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"], condition=models.Q(user__isnull=False), name="meetings_user_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "person_id"],
                condition=models.Q(person_id__isnull=False),
                name="meetings_person_once",
            ),
        ]

    @property
    def name_and_role(self) -> str:
        """``Dawn Denholm, mum``."""
        return f"{self.name}, {self.role}" if self.role else self.name


class Said(FinalPartnershipRow):
    """The base of what is written down in a meeting: in order, by whom, when, and never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="%(class)ss")
    number = models.PositiveIntegerField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["number"]


class Contribution(Said):
    """What somebody said: of a row of the plan (``action_id``), or in general."""

    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="said", null=True, blank=True)
    speaker = models.CharField(max_length=200)
    part = models.CharField(max_length=12, choices=PARTS, default=Part.PROFESSIONAL.value)
    action_id = models.UUIDField(null=True, blank=True)
    words = models.TextField()
    police = models.BooleanField(default=False)  # police information: not for the family's copies

    class Meta(Said.Meta):
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="meetings_contributions_in_order"),
            models.CheckConstraint(condition=~models.Q(words=""), name="meetings_contribution_says_something"),
        ]


class RowReview(Said):
    """What the meeting said of one row of the plan. The row itself is changed through the plan: one record."""

    action_id = models.UUIDField()
    row_text = models.TextField()
    what_now = models.CharField(max_length=10, choices=WHAT_NOW)
    rag_before = models.CharField(max_length=5, blank=True)
    rag = models.CharField(max_length=5, blank=True)
    due_before = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)

    class Meta(Said.Meta):
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="meetings_reviews_in_order")]


class Entry(Said):
    """Something that the meeting came to. The newest of a kind counts; decisions and corrections all do."""

    class Kind(models.TextChoices):
        """What it is about."""

        LEVEL = "level", _("Level of risk")
        WORK = "work", _("Work agreed")
        CONTACT = "contact", _("Named contact")
        DISRUPTION = "disruption", _("Disruption strategies")
        NEXT = "next", _("Next meeting")
        OUTCOME = "outcome", _("Outcome")
        DECISION = "decision", _("Decision")
        CORRECTION = "correction", _("Correction")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    answer = models.CharField(max_length=10, choices=LevelAnswer.choices, blank=True)
    words = models.TextField(blank=True)
    who = models.CharField(max_length=200, blank=True)
    day = models.DateField(null=True, blank=True)
    time = models.TimeField(null=True, blank=True)
    police = models.BooleanField(default=False)

    class Meta(Said.Meta):
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="meetings_entries_in_order"),
            models.CheckConstraint(
                condition=models.Q(kind="next") | ~models.Q(words=""), name="meetings_entry_says_something"
            ),
        ]


class VoltEntry(Said):
    """A victim, offender, location or theme that was named (MT-02). Kept with a reason when it is taken out."""

    class Kind(models.TextChoices):
        """Which of the four."""

        VICTIM = "victim", _("Victims")
        OFFENDER = "offender", _("Offenders")
        LOCATION = "location", _("Locations")
        THEME = "theme", _("Themes")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField()
    known = models.TextField(blank=True)
    # Kept general on purpose: who said so may be in danger (“a relative”, never a name).
    source = models.CharField(max_length=200, blank=True)

    class Meta(Said.Meta):
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="meetings_volt_in_order"),
            models.CheckConstraint(condition=~models.Q(words=""), name="meetings_volt_says_something"),
        ]


class VoltTakenOut(FinalPartnershipRow):
    """That an entry was a mistake, and why. The entry stays readable."""

    entry = models.OneToOneField(VoltEntry, on_delete=models.PROTECT, related_name="taken_out")
    why = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="meetings_taken_out_says_why")]
