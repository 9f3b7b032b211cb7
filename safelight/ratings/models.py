"""A professional's own view, the decision, and what the manager said to it. Each is written once, for good."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, PartnershipRow


class ViewLevel(models.TextChoices):
    """What a professional thinks before the toolkit speaks."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    EXPLOITED = "exploited", _("Exploited")
    CANNOT_SAY = "cannot_say", _("Worried, but I cannot say yet")


class DecidedLevel(models.TextChoices):
    """A level of risk, or that no indicator is present. None is not the same as safe."""

    NONE = "none", _("No level yet")
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    EXPLOITED = "exploited", _("Exploited")


class HarmNow(models.TextChoices):
    """Whether the child is being harmed now. Not known counts as yes."""

    YES = "yes", _("Yes, or I think so")
    NO = "no", _("No, and I can say why")
    NOT_KNOWN = "not_known", _("I don’t know")


class SafDecision(models.TextChoices):
    """Whether the area's early-help assessment (SAF) is needed (P B1)."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    HAS_PLAN = "has_plan", _("Has a plan; change it")


class OwnView(FinalPartnershipRow):
    """The level that the professional had in mind, saved before the suggestion could be seen (RA-19)."""

    assessment = models.OneToOneField("assessments.Assessment", on_delete=models.PROTECT, related_name="own_view")
    level = models.CharField(max_length=10, choices=ViewLevel.choices)
    reason = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "own view"
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="ratings_own_view_says_why")]

    def __str__(self) -> str:
        return self.level


class Decision(FinalPartnershipRow):
    """The level that a person decided, beside what was suggested, kept for ever with the reason.

    ``held`` are the indicators present or suspected, and those suspected before that nobody ruled out since.
    ``sequence`` orders the decisions about one child. ``mash_due`` says that MASH must be contacted: the level to
    act on is Medium or above and social care is not known to be involved.
    """

    assessment = models.OneToOneField("assessments.Assessment", on_delete=models.PROTECT, related_name="decision")
    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="decisions")
    sequence = models.PositiveIntegerField()
    suggested_level = models.CharField(max_length=10, choices=DecidedLevel.choices)
    act_on = models.CharField(max_length=10, choices=DecidedLevel.choices)
    ceiling = models.CharField(max_length=10, choices=DecidedLevel.choices)
    rule = models.PositiveSmallIntegerField(null=True, blank=True)
    result = models.JSONField()
    held = models.JSONField(default=list, blank=True)
    not_asked = models.PositiveSmallIntegerField()
    toolkit_id_and_sha = models.CharField(max_length=120)
    decided_level = models.CharField(max_length=10, choices=DecidedLevel.choices)
    reason = models.TextField()
    saf_decision = models.CharField(max_length=10, choices=SafDecision.choices, blank=True)
    saf_reason = models.TextField(blank=True)
    harm_now = models.CharField(max_length=10, choices=HarmNow.choices, blank=True)
    harm_why = models.TextField(blank=True)
    category = models.CharField(max_length=80, blank=True)
    needs_agreement = models.BooleanField()
    out_of_scope = models.BooleanField(default=False)
    mash_due = models.BooleanField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["child", "sequence"], name="ratings_decision_by_child")]
        constraints = [
            models.UniqueConstraint(fields=["child", "sequence"], name="ratings_decisions_in_order"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="ratings_decision_says_why"),
            models.CheckConstraint(
                condition=~models.Q(harm_now="no") | ~models.Q(harm_why=""), name="ratings_no_harm_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(saf_decision="") | ~models.Q(saf_reason=""), name="ratings_saf_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.decided_level

    @property
    def differs(self) -> bool:
        """Whether the person decided something else than was suggested."""
        return self.decided_level != self.suggested_level


class DecisionAgreement(FinalPartnershipRow):
    """A manager agreed or declined a decision. Never the person who decided (BE-04)."""

    class Outcome(models.TextChoices):
        """What the manager said."""

        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Declined")

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="agreement")
    # Copied from the decision, so that the database itself can hold the rule of four eyes.
    decided_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    comment = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(by=models.F("decided_by")), name="ratings_nobody_agrees_their_own"
            ),
            models.CheckConstraint(condition=~models.Q(comment=""), name="ratings_agreement_says_why"),
        ]

    def __str__(self) -> str:
        return self.outcome


class SeenByManager(FinalPartnershipRow):
    """A manager has seen a decision that differs from the suggestion."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="seen")
    decided_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "seen by managers"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(by=models.F("decided_by")), name="ratings_nobody_sees_their_own"
            ),
        ]

    def __str__(self) -> str:
        return str(self.decision_id)


class KeptWords(PartnershipRow):
    """What somebody has typed on the own view or the decision and not yet sent: nothing typed is lost (BE-09).

    Only that person is shown it. It goes when the view or the decision is saved, which keeps the words for good.
    """

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("access.User", on_delete=models.CASCADE, related_name="+")
    words = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "kept words"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "user"], name="ratings_kept_words_once"),
        ]

    def __str__(self) -> str:
        return str(self.assessment_id)
