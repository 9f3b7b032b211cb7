"""What follows a plan while it runs: reviews, monthly targets, reports, rows taken into other plans, confirmations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, VersionedPartnershipRow
from safelight.plans.models.plan import Plan, PlanVersion


class Review(FinalPartnershipRow):
    """The plan was reviewed, at a meeting or apart from one; ``version`` is what it said afterwards (PL-08).

    ``meeting_id`` names a meeting without a key: meetings stand above plans.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    version = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="review")
    meeting_id = models.UUIDField(null=True, blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Target(VersionedPartnershipRow):
    """One small target for one month, and how it went. ``month`` is the first day of the month (PL-05)."""

    class Outcome(models.TextChoices):
        """How it went, as it was talked over at the end of the month."""

        OPEN = "", _("Not said yet")
        REACHED = "reached", _("Reached")
        PARTLY = "partly", _("Partly reached")
        NOT_REACHED = "not_reached", _("Not reached yet")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="targets")
    month = models.DateField()
    text = models.TextField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.OPEN, blank=True)
    outcome_words = models.TextField(blank=True)
    added_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["plan", "month"], name="plans_target_by_month")]


class TargetAgreement(FinalPartnershipRow):
    """What the young person, or the parents or carers, said of a target. The latest of each counts (PL-05)."""

    class Whose(models.TextChoices):
        """Whose agreement it is."""

        CHILD = "child", _("The young person")
        PARENTS = "parents", _("Parents or carers")

    class Answer(models.TextChoices):
        """What they said."""

        AGREED = "agreed", _("Agreed")
        NOT_AGREED = "not_agreed", _("Not agreed")
        NOT_ASKED = "not_asked", _("Not asked yet")

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="agreements")
    whose = models.CharField(max_length=10, choices=Whose.choices)
    answer = models.CharField(max_length=12, choices=Answer.choices)
    words = models.TextField(blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="agreed") | ~models.Q(words=""), name="plans_no_agreement_says_why"
            ),
        ]


class RowsTaken(FinalPartnershipRow):
    """Rows that were taken into a plan that the child has already: which rows, which plan, when (PL-06)."""

    class Into(models.TextChoices):
        """The plan that they went into."""

        CHILD_IN_NEED = "child_in_need", _("Child in need plan")
        CHILD_PROTECTION = "child_protection", _("Child protection plan")
        LOOKED_AFTER = "looked_after", _("Plan of a looked-after child")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="taken")
    into = models.CharField(max_length=20, choices=Into.choices)
    into_on = models.DateField()
    number = models.PositiveIntegerField()
    row_ids = models.JSONField(default=list)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class ProgressReport(VersionedPartnershipRow):
    """A report to the exploitation team: how the plan goes and what is new (PL-10). Once sent it stays as it is.

    ``facts`` is what the record said when it was made, as plain JSON; ``since`` is where the one before it ended.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reports")
    since = models.DateTimeField()
    until = models.DateTimeField()
    facts = models.JSONField(default=dict)
    progress = models.TextField(blank=True)
    new_issues = models.TextField(blank=True)
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    sent_to = models.CharField(max_length=300, blank=True)
    sent_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | (models.Q(sent_by__isnull=False) & ~models.Q(sent_to="")),
                name="plans_sent_report_says_to_whom",
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(sent_at__isnull=True), name="plans_one_open_report_a_plan"
            ),
        ]


class Confirmation(FinalPartnershipRow):
    """An agency says that it does what all agencies do while the plan runs (PL-19). The latest of each counts."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="confirmations")
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=300)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(person=""), name="plans_confirmation_names_somebody"),
        ]


class LowRiskPath(FinalPartnershipRow):
    """After a low decision: one agency makes the plan, or a professionals' meeting makes one of several (PL-11)."""

    class Path(models.TextChoices):
        """Who makes the plan."""

        SINGLE_AGENCY = "single_agency", _("One agency makes a plan with the young person")
        MEETING = "meeting", _("A professionals’ meeting makes a plan of several agencies")

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey("ratings.Decision", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=15, choices=Path.choices)
    why = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="plans_low_risk_path_says_why")]
