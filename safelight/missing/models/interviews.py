"""The interview after a return, and what became of each recommendation (MS-04)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, VersionedPartnershipRow
from safelight.missing.models.episodes import Episode
from safelight.missing.states import InterviewState


class Interview(VersionedPartnershipRow):
    """One offer of an interview after a return, each step with its own time. ``number`` counts the offers.

    What was said stands in the child's own words in ``child_words``, apart from what the interviewer writes.
    """

    class State(models.TextChoices):
        """Where it stands."""

        DUE = InterviewState.DUE.value, _("Due")
        OFFERED = InterviewState.OFFERED.value, _("Offered")
        ACCEPTED = InterviewState.ACCEPTED.value, _("Accepted")
        COMPLETED = InterviewState.COMPLETED.value, _("Done")
        DECLINED = InterviewState.DECLINED.value, _("Declined")

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="interviews")
    number = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_by = models.CharField(max_length=300, blank=True)
    trusted = models.TextField(blank=True)
    independent = models.BooleanField(null=True, blank=True)
    not_independent_why = models.TextField(blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_words = models.TextField(blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    interviewer = models.CharField(max_length=300, blank=True)
    where = models.CharField(max_length=300, blank=True)
    child_words = models.TextField(blank=True)
    account = models.TextField(blank=True)
    pushes_and_pulls = models.TextField(blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["episode", "number"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "number"], name="missing_interviews_in_order"),
            models.CheckConstraint(
                condition=models.Q(state="due") | models.Q(offered_at__isnull=False),
                name="missing_interview_is_offered_first",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="completed") | models.Q(completed_at__isnull=False),
                name="missing_interview_done_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | models.Q(declined_at__isnull=False),
                name="missing_interview_declined_at_a_time",
            ),
        ]


class Recommendation(FinalPartnershipRow):
    """Something that the interview recommends. It becomes an action of the plan, or is followed up without one."""

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="recommendations")
    number = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["interview", "number"], name="missing_recommendations_in_order")]


class RecommendationFollowed(FinalPartnershipRow):
    """What became of a recommendation: an action of the plan, or why there is none."""

    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="followed")
    action = models.ForeignKey("plans.Action", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    why_none = models.TextField(blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(action__isnull=False) | ~models.Q(why_none=""),
                name="missing_recommendation_is_followed_or_says_why",
            ),
        ]
