"""An assessment, its answers, who was asked, and every value that was typed over."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, PartnershipRow, VersionedPartnershipRow
from safelight.core.errors import WrongState


class State(models.TextChoices):
    """Where an assessment stands. A completed one never changes; withdrawn says that it should not be relied on."""

    DRAFT = "draft", _("Draft")
    COMPLETED = "completed", _("Completed")
    ABANDONED = "abandoned", _("Abandoned")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Answer(models.TextChoices):
    """The four answers. A line without any has not been asked yet, which is not the same as not known."""

    PRESENT = "present", _("Present")
    SUSPECTED = "suspected", _("Suspected")
    NOT_PRESENT = "not_present", _("Not present")
    NOT_KNOWN = "not_known", _("Not known")


HELD = (Answer.PRESENT, Answer.SUSPECTED)


class Level(models.TextChoices):
    """The level at which an indicator stands on the form."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class Assessment(VersionedPartnershipRow):
    """One assessment of one child with one version of a toolkit.

    ``version`` counts the saves. ``field_versions`` says, by field, at which save it was last written and from
    which opened page, as ``[7, "page"]``, so that two people who edit different fields never meet, and those who
    edit the same one are told (BE-08).
    """

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="assessments")
    definition = models.ForeignKey("toolkits.Definition", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    previous = models.ForeignKey("self", on_delete=models.PROTECT, related_name="followed_by", null=True, blank=True)

    # Step 1.
    date = models.DateField()
    professional = models.CharField(max_length=400, blank=True)
    service = models.CharField(max_length=400, blank=True)
    child_words = models.TextField(blank=True)
    child_words_missing = models.TextField(blank=True)
    parents_words = models.TextField(blank=True)
    parents_words_missing = models.TextField(blank=True)
    effectiveness = models.JSONField(default=dict, blank=True)
    other_forms = models.JSONField(default=list, blank=True)
    other_forms_words = models.TextField(blank=True)

    # Steps 3 and 4.
    low_summary = models.TextField(blank=True)
    medium_summary = models.TextField(blank=True)
    high_summary = models.TextField(blank=True)

    # Step 5.
    analysis_behaviours = models.TextField(blank=True)
    analysis_associates = models.TextField(blank=True)
    analysis_perpetrators = models.TextField(blank=True)
    analysis_police = models.TextField(blank=True)
    category = models.CharField(max_length=80, blank=True)

    field_versions = models.JSONField(default=dict, blank=True)
    carried_fields = models.JSONField(default=list, blank=True)

    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)  # the child's record as it was on completion (BE-02)

    # Why it was abandoned or withdrawn. A withdrawn one keeps everything that it said.
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ended_reason = models.TextField(blank=True)
    moved_from = models.OneToOneField("self", on_delete=models.PROTECT, related_name="moved_to", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "author"],
                condition=models.Q(state="draft"),
                name="assessments_one_draft_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "abandoned"], completed_at__isnull=True)
                | (models.Q(state__in=["completed", "withdrawn"]) & models.Q(completed_at__isnull=False)),
                name="assessments_completed_has_when",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "completed"], ended_at__isnull=True)
                | (
                    models.Q(state__in=["abandoned", "withdrawn"])
                    & models.Q(ended_at__isnull=False)
                    & models.Q(ended_by__isnull=False)
                    & ~models.Q(ended_reason="")
                ),
                name="assessments_ended_has_why",
            ),
        ]
        indexes = [
            models.Index(fields=["child", "state", "completed_at"], name="assessments_by_child"),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"

    def saved_at(self, field: str) -> int:
        """The save at which a field was last written; 0 when it never was."""
        return int(self.field_versions.get(field, [0, ""])[0])

    def saved_from(self, field: str) -> str:
        """The opened page from which a field was last written; empty when that is not known."""
        return str(self.field_versions.get(field, [0, ""])[1])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert it; later changes go through ``save_over``, which asks for the version that was read."""
        if not self._state.adding:
            raise WrongState("an assessment is changed through save_over")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: an assessment is abandoned or withdrawn, never deleted."""
        raise WrongState("an assessment is never deleted")


class _DraftRow(PartnershipRow):
    """A row that may change only while its assessment is a draft. A database trigger holds it as well."""

    class Meta:
        abstract = True

    def _of(self) -> Assessment:
        """The assessment that the row belongs to; each kind of row has its own key to it."""
        assessment: Assessment = getattr(self, "assessment")  # noqa: B009
        return assessment

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row while the assessment is a draft."""
        if self._of().state != State.DRAFT:
            raise WrongState("a completed assessment never changes")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: an answer is changed, never removed."""
        raise WrongState("what was answered is kept")


class IndicatorAnswer(_DraftRow):
    """What was answered for one indicator, and what it rests on. ``level`` and ``label`` stand for X ones too."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    code = models.CharField(max_length=10)
    level = models.CharField(max_length=10, choices=Level.choices)
    label = models.TextField()
    is_other = models.BooleanField(default=False)
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True)
    evidence = models.TextField(blank=True)
    source = models.TextField(blank=True)
    when_text = models.TextField(blank=True)
    carried_forward = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code"], name="assessments_indicator_once"),
        ]

    def __str__(self) -> str:
        return self.code


class FactorAnswer(_DraftRow):
    """Whether one vulnerability factor was recognised, and the comment."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="factor_answers")
    code = models.CharField(max_length=4)
    recognised = models.BooleanField(default=False)
    comment = models.TextField(blank=True)
    carried_forward = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code"], name="assessments_factor_once"),
        ]

    def __str__(self) -> str:
        return self.code


class AgencyAsked(_DraftRow):
    """An agency that was asked for what it knows: answered, not yet, or why not (RA-14)."""

    class Outcome(models.TextChoices):
        """How far the asking has come."""

        WAITING = "waiting", _("Asked, no answer yet")
        ANSWERED = "answered", _("Answered")
        NOT_ASKED = "not_asked", _("Not asked, or cannot answer")

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="agencies_asked")
    name = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    asked_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="waiting") | ~models.Q(words=""),
                name="assessments_agency_says_what_or_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DraftEdit(PartnershipRow):
    """A value that gave way to another, or that could not be taken because somebody else saved first.

    ``since`` and ``version`` are the saves between which ``value`` stood, so that what a page was showing when it
    was opened can be told again. A conflict waits until its writer has chosen; the row stays either way.
    """

    class Kind(models.TextChoices):
        """Why the value was put aside."""

        REPLACED = "replaced", _("Replaced by a later one")
        CONFLICT = "conflict", _("Not taken, since somebody else saved first")

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="draft_edits")
    field = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.TextField(blank=True)
    before = models.TextField(blank=True)
    theirs = models.TextField(blank=True)
    since = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    settled = models.CharField(max_length=10, choices=[("mine", _("Mine")), ("theirs", _("Theirs"))], blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["assessment", "field", "version"], name="assessments_edit_by_field")]

    def __str__(self) -> str:
        return f"{self.field} {self.kind}"


class HighTick(FinalPartnershipRow):
    """A high indicator was held in a draft. Unticking it does not take this away (RA-17)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="high_ticks")
    code = models.CharField(max_length=10)
    label = models.TextField()
    answer = models.CharField(max_length=12, choices=Answer.choices)
    first_held_at = models.DateTimeField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code"], name="assessments_high_tick_once"),
        ]

    def __str__(self) -> str:
        return self.code
