"""The steps that follow the toolkit's five: the own view, then the suggestion and the decision."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.assessments import queries as assessments
from safelight.assessments.actions.ending import missing_voices
from safelight.assessments.closing import Closing, register_closing
from safelight.assessments.models import Assessment
from safelight.assessments.steps import Status, Step, StepState, register_step
from safelight.core.errors import Invalid
from safelight.ratings import actions, presenters, queries


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


def _asked(user: User, assessment: Assessment) -> bool:
    return (
        user.may(Permission.DECIDE_LEVEL)
        and queries.own_view(assessment) is None
        and queries.decision_on(assessment) is None
    )


def _context(user: User, assessment: Assessment, typed: Mapping[str, str] | None) -> Mapping[str, Any]:
    words = queries.kept_words(user, assessment) if typed is None else typed
    return {
        "own_view_choices": presenters.own_view_choices({}, words.get("own_level", "")),
        "own_view_reason": words.get("own_reason", ""),
        "entered": presenters.entered(assessment, assessments.indicators(assessment)),
    }


def _save(user: User, assessment: Assessment, typed: Mapping[str, str], now: datetime) -> None:
    try:
        actions.save_own_view(
            by=user, assessment=assessment, level=typed["own_level"], reason=typed["own_reason"], now=now
        )
    except Invalid as error:
        raise Invalid({f"own_{name}": text for name, text in error.errors.items()}) from error


def _keep(user: User, assessment: Assessment, control: str, value: str, now: datetime) -> None:
    actions.keep_words(by=user, assessment=assessment, field=control, value=value, now=now)


OWN_VIEW = Closing("ratings/own_view_part.html", actions.OWN_VIEW_WORDS, _asked, _context, _save, _keep)


def register() -> None:
    """Add the two steps, and the own view to the end of step 5."""
    register_closing(OWN_VIEW)
    register_step(Step(gettext_lazy("Your own view of the level"), "ratings:own_view", 60, own_view))
    register_step(Step(gettext_lazy("Suggestion and decision"), "ratings:suggestion", 70, decision))
