"""The steps that follow the toolkit's five: the own view, then the suggestion and the decision."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safelight.access.models import User
from safelight.assessments.actions.ending import missing_voices
from safelight.assessments.models import Assessment
from safelight.assessments.steps import Status, Step, StepState, register_step
from safelight.ratings import queries


def own_view(user: User, assessment: Assessment) -> StepState:
    """Done once it is kept; it can be given at any time, with however many lines not asked."""
    return StepState(Status.DONE if queries.own_view(assessment) else Status.NOT_YET)


def decision(user: User, assessment: Assessment) -> StepState:
    """Closed until the own view is kept, so that the suggestion does not come first (RA-19)."""
    if queries.decision_on(assessment):
        return StepState(Status.DONE)
    if queries.own_view(assessment) is None:
        return StepState(Status.CANNOT_START, _("After your own view"))
    missing = missing_voices(assessment)
    return StepState(Status.NOT_YET, _("A voice is missing in step 1") if missing else "")


def register() -> None:
    """Add the two steps."""
    register_step(Step(gettext_lazy("Your own view of the level"), "ratings:own_view", 60, own_view))
    register_step(Step(gettext_lazy("Suggestion and decision"), "ratings:suggestion", 70, decision))
