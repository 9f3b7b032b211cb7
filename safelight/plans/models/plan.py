"""A safety plan: its versions, its actions (one record of each, wherever it shows), gaps and approvals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, VersionedPartnershipRow
from safelight.plans.states import ActionState, PlanState


def _choices(states: type[PlanState] | type[ActionState]) -> list[tuple[str, str]]:
    return [(state.value, state.value.replace("_", " ").capitalize()) for state in states]


class Rag(models.TextChoices):
    """How an action is going, as its owner sees it."""

    NONE = "", _("Not said yet")
    RED = "red", _("Red: not moving")
    AMBER = "amber", _("Amber: moving")
    GREEN = "green", _("Green: working")


class CopyFor(models.TextChoices):
    """Whose copy of the plan an action stands on. None is chosen for anybody (PL-13, HZ-08)."""

    PROFESSIONALS = "professionals", _("Professionals")
    CHILD = "child", _("The young person")
    PARENTS = "parents", _("Parents or carers")


class Plan(VersionedPartnershipRow):
    """One child's plan on one template. ``number``, ``state`` and ``written_by`` are those of its newest version.

    While a newer version is written, ``in_force_number`` names the one that still holds; its words stand in its
    ``PlanVersion``, and the rows here are those of the newest.
    """

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="plans")
    definition = models.ForeignKey("toolkits.Definition", on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(
        "ratings.Decision", on_delete=models.PROTECT, related_name="plans", null=True, blank=True
    )
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    manager = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    number = models.PositiveIntegerField(default=1)
    in_force_number = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=_choices(PlanState), default=PlanState.DRAFT.value)
    role = models.CharField(max_length=200, blank=True)
    meeting_on = models.DateField(null=True, blank=True)
    meeting_time = models.TimeField(null=True, blank=True)
    # How the child and the family took part; a missing voice is shown with its reason (PL-06, CH-10).
    made_with = models.TextField(blank=True)
    started_at = models.DateTimeField()
    version_started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["submitted", "agreed", "in_force"])
                | models.Q(submitted_at__isnull=False),
                name="plans_submitted_has_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | ~models.Q(closed_why=""), name="plans_closed_says_why"
            ),
            models.UniqueConstraint(
                fields=["child"],
                condition=models.Q(state__in=["draft", "submitted", "returned", "agreed", "in_force"]),
                name="plans_one_open_plan_a_child",
            ),
        ]


class Action(VersionedPartnershipRow):
    """One thing that somebody will do. It keeps its identity through every version and list that shows it.

    ``source_code`` is the template's or the toolbox's code (``P3.4.2``, ``PD.6.1``), empty for an action of our own.
    ``covers`` are the factor and indicator codes that it answers. An action with ``window_hours`` secures evidence:
    ``window_from`` is when the thing happened, as far as is known, and ``handled_by`` who may touch it (PL-12).
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    outcome = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    source_code = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    who = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    when_text = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    review_at = models.CharField(max_length=300, blank=True)
    measure = models.TextField(blank=True)
    progress = models.TextField(blank=True)
    rag = models.CharField(max_length=5, choices=Rag.choices, default=Rag.NONE, blank=True)
    state = models.CharField(max_length=10, choices=_choices(ActionState), default=ActionState.PROPOSED.value)
    window_hours = models.PositiveIntegerField(null=True, blank=True)
    window_from = models.DateTimeField(null=True, blank=True)
    handled_by = models.CharField(max_length=300, blank=True)
    urgent = models.BooleanField(default=False)
    covers = models.JSONField(default=list, blank=True)
    copies_for = models.JSONField(default=list, blank=True)
    kept_from = models.JSONField(default=dict, blank=True)  # copy → reason
    added_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_why = models.TextField(blank=True)

    class Meta:
        ordering = ["outcome", "position"]
        indexes = [models.Index(fields=["plan", "outcome", "position"], name="plans_action_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True) | ~models.Q(removed_why=""),
                name="plans_removed_action_says_why",
            ),
        ]


class ActionNote(FinalPartnershipRow):
    """What was said of an action at one moment: progress, RAG, state. The history of the action.

    ``due_on`` is the new day, where one was set with it.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="notes")
    due_on = models.DateField(null=True, blank=True)
    rag = models.CharField(max_length=5, choices=Rag.choices, blank=True)
    state = models.CharField(max_length=10, choices=_choices(ActionState))
    text = models.TextField(blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="not_done") | ~models.Q(text=""), name="plans_not_done_says_why"
            ),
        ]


class ActionEdit(FinalPartnershipRow):
    """A value that gave way to another, or that met one saved before it: it stays readable (BE-08).

    ``version`` is the action's version that the saving made, or at which the value was put aside.
    """

    class Kind(models.TextChoices):
        """What became of the value."""

        REPLACED = "replaced", _("Replaced")
        PUT_ASIDE = "put_aside", _("Put aside: somebody else had saved first")

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="edits")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    field = models.CharField(max_length=30)
    value = models.JSONField(null=True)
    version = models.PositiveIntegerField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Gap(FinalPartnershipRow):
    """Why a recognised factor or indicator has no action of its own for now (PL-03). The latest of a code counts."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="gaps")
    code = models.CharField(max_length=24)
    why = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="plans_gap_says_why")]
        indexes = [models.Index(fields=["plan", "code", "at"], name="plans_gap_by_code")]


class PlanVersion(FinalPartnershipRow):
    """What one version said when it was sent, agreed or superseded: rows, gaps and header, for good (PL-08).

    ``sequence`` orders what was kept of one plan, 1 first.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    sequence = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=_choices(PlanState))
    content = models.JSONField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "sequence"], name="plans_versions_in_order"),
        ]


class Approval(FinalPartnershipRow):
    """A manager agreed or returned a version. Never the person who wrote it (BE-04)."""

    class Outcome(models.TextChoices):
        """What the manager did."""

        AGREED = "agreed", _("Agreed")
        RETURNED = "returned", _("Returned")

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="approvals")
    # Who wrote the version and who sent it, copied so that the database itself can hold the rule of four eyes.
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    comment = models.TextField(blank=True)
    row_comments = models.JSONField(default=dict, blank=True)  # action id → what the manager says of the row
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(by=models.F("written_by")), name="plans_nobody_approves_their_own"
            ),
            models.CheckConstraint(
                condition=~models.Q(by=models.F("sent_by")), name="plans_nobody_approves_what_they_sent"
            ),
            models.UniqueConstraint(fields=["version"], name="plans_one_answer_a_version"),
            models.CheckConstraint(
                condition=~models.Q(outcome="returned") | ~models.Q(comment=""), name="plans_return_says_why"
            ),
        ]
