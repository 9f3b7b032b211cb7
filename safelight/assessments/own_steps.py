"""The toolkit's five steps, and when each counts as done."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from safelight.access.models import User
from safelight.assessments import queries
from safelight.assessments.actions.ending import missing_voices
from safelight.assessments.models import Assessment
from safelight.assessments.steps import Status, Step, StepState, register_step


def details(user: User, assessment: Assessment) -> StepState:
    """Done when both voices, or why they are missing, are written, and a reassessment judges the present help."""
    missing = missing_voices(assessment)
    judged = assessment.previous_id is None or all(
        assessment.effectiveness.get(each.code, {}).get("answer") for each in queries.toolkit(assessment).effectiveness
    )
    if not missing and judged and assessment.professional:
        return StepState(Status.DONE)
    note = _("The child’s words are missing") if "child_words" in missing else ""
    return StepState(Status.BEGUN if assessment.field_versions.keys() & _DETAILS else Status.NOT_YET, note)


_DETAILS = {"date", "child_words", "parents_words", "child_words_missing", "parents_words_missing"}


def vulnerability(user: User, assessment: Assessment) -> StepState:
    """Done when a factor was recognised and nothing carried forward waits; there is no way to say that none is."""
    found = queries.factors(assessment)
    waiting = sum(factor.carried_forward for factor in found)
    recognised = sum(factor.recognised for factor in found)
    if waiting:
        return StepState(Status.BEGUN, _to_confirm(waiting))
    if not recognised:
        begun = any(name.startswith("factor.") for name in assessment.field_versions)
        return StepState(Status.BEGUN if begun else Status.NOT_YET, _("None recognised so far") if begun else "")
    return StepState(
        Status.DONE,
        ngettext("%(count)d recognised", "%(count)d recognised", recognised) % {"count": recognised},
    )


def risk(user: User, assessment: Assessment) -> StepState:
    """Done when every line has an answer that somebody gave or confirmed."""
    lines = queries.indicators(assessment)
    without = sum(not line.answer for line in lines)
    waiting = sum(line.carried_forward and bool(line.answer) for line in lines)
    if without == len(lines):
        return StepState(Status.NOT_YET)
    if without:
        return StepState(Status.BEGUN, _("%(count)d not asked yet") % {"count": without})
    if waiting:
        return StepState(Status.BEGUN, _to_confirm(waiting))
    return StepState(Status.DONE)


def summary(user: User, assessment: Assessment) -> StepState:
    """Filled by the system; done as soon as the lines that it is filled from are."""
    state = risk(user, assessment)
    if state.status == Status.NOT_YET:
        return StepState(Status.CANNOT_START, _("Filled in from step 3"))
    return state


def analysis(user: User, assessment: Assessment) -> StepState:
    """Done when the category is chosen and at least one of the four boxes has words."""
    texts = [
        assessment.analysis_behaviours,
        assessment.analysis_associates,
        assessment.analysis_perpetrators,
        assessment.analysis_police,
    ]
    if any(texts) and assessment.category and not assessment.carried_fields:
        return StepState(Status.DONE)
    return StepState(Status.BEGUN if any(texts) or assessment.category else Status.NOT_YET)


def _to_confirm(count: int) -> str:
    return _("%(count)d carried forward, to confirm") % {"count": count}


def register() -> None:
    """Add the five steps."""
    for order, name, page, state in (
        (10, gettext_lazy("Step 1: details"), "details", details),
        (20, gettext_lazy("Step 2: vulnerability factors"), "vulnerability_factors", vulnerability),
        (30, gettext_lazy("Step 3: risk factors"), "risk_factors", risk),
        (40, gettext_lazy("Step 4: summary"), "summary", summary),
        (50, gettext_lazy("Step 5: analysis"), "analysis", analysis),
    ):
        register_step(Step(name, f"assessments:{page}", order, state, on_the_way=page != "summary"))
