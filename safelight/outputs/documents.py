"""What is printed about a child, taken from the record: an assessment's forms and the safety plan.

Everything is of one child, from rooms that were asked whether the reader sees that child. What a form says of the
child is what was kept when the assessment was completed; for a draft it is the record of today.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

from safelight.access.models import User
from safelight.assessments import background
from safelight.assessments import queries as assessments
from safelight.assessments.models import Answer as Answered
from safelight.assessments.models import Assessment
from safelight.assessments.models import State as AssessmentState
from safelight.assessments.presenters.words import EFFECTIVENESS_WORDS
from safelight.children import queries as children
from safelight.children.models import Child, Voice
from safelight.children.statements import statements_of
from safelight.core import clock
from safelight.outputs.content import Answer
from safelight.outputs.forms.data import (
    AgencyPrint,
    AssessmentPrint,
    ChildPrint,
    ConcernPrint,
    EffectivenessPrint,
    FactorPrint,
    IndicatorLevel,
    IndicatorPrint,
    InvolvementsPrint,
    Level,
    LevelPrint,
    OtherIndicatorPrint,
    OwnWords,
    PlanOutcomePrint,
    PlanPrint,
    PlanRowPrint,
    Stamp,
    StatementPrint,
    UncoveredPrint,
)
from safelight.outputs.forms.pages import CARRIED_FORWARD, written_date
from safelight.plans import queries as plans
from safelight.plans.models import Plan, PlanVersion, Rag
from safelight.plans.states import ActionState, PlanState
from safelight.ratings import levels
from safelight.ratings import queries as ratings
from safelight.ratings.models import Decision, OwnView, ViewLevel
from safelight.ratings.reassessing import review_day
from safelight.ratings.wording import cited
from safelight.toolkits.rating import engine
from safelight.toolkits.rating.suggestion import Citation
from safelight.toolkits.schema import Toolkit

DRAFT = "Draft: not completed"
ABANDONED = "Abandoned: never completed"
WITHDRAWN = "Withdrawn: not to be relied on"
WAITS_FOR_MANAGER = "Not in effect: it waits for a manager to agree it. Until then what stood before goes on."
DECLINED = "Not in effect: the manager declined it."
WITHDRAWN_LEVEL = "Not in effect: the assessment was withdrawn."
OURS = "This is Safelight's rule, not the toolkit's."
FOR_PROFESSIONALS = "For professionals only"

_STATES = {
    AssessmentState.DRAFT: DRAFT,
    AssessmentState.ABANDONED: ABANDONED,
    AssessmentState.WITHDRAWN: WITHDRAWN,
}
# The details form's own options, by what the record says of social care; for anything else its words are printed.
_SOCIAL_CARE = {
    Child.SocialCare.LOOKED_AFTER: "Looked After Child",
    Child.SocialCare.CARE_LEAVER: "Care Leaver",
    Child.SocialCare.CHILD_PROTECTION: "Child Protection Plan",
    Child.SocialCare.CHILD_IN_NEED: "Child in Need",
}
_PLAN_STATES = {
    PlanState.DRAFT: "Draft: not agreed",
    PlanState.SUBMITTED: "Sent to the manager: not agreed",
    PlanState.RETURNED: "Returned by the manager: not agreed",
    PlanState.AGREED: "Agreed",
    PlanState.IN_FORCE: "Agreed and in force",
    PlanState.SUPERSEDED: "Replaced by a later version",
    PlanState.CLOSED: "Closed",
}
_ACTION_STATES = {
    ActionState.PROPOSED: "Not agreed yet",
    ActionState.AGREED: "Not begun",
    ActionState.UNDER_WAY: "Under way",
    ActionState.DONE: "Done",
    ActionState.NOT_DONE: "Not done",
}


def stamp_for(user: User, child: Child, now: datetime, state: str | None = None) -> Stamp:
    """What each page says of the copy: whose role and agency printed it and when, never a person's name."""
    return Stamp(
        reference=child.reference,
        printed_at=now,
        by_role=user.job_title or ", ".join(sorted(str(role.label) for role in user.roles)),
        by_agency=user.agency.name if user.agency else user.partnership.name,
        state=state,
        demo=user.partnership.is_demo,
    )


def assessment_print(user: User, assessment: Assessment, now: datetime) -> AssessmentPrint:
    """An assessment as its forms print it; a draft, an abandoned and a withdrawn one say so on each page.

    A suggestion stands on it only once the professional's own view is saved (RA-19).
    """
    kit = assessments.toolkit(assessment)
    facts = assessment.details or assessments.facts_of(assessment.child, assessment.date)
    lines = assessments.indicators(assessment)
    decision = ratings.decision_on(assessment)
    return AssessmentPrint(
        stamp=stamp_for(user, assessment.child, now, _STATES.get(AssessmentState(assessment.state))),
        child=_child(facts),
        involvements=_involvements(facts),
        assessed_on=assessment.date,
        assessor=", ".join(part for part in (assessment.professional, assessment.service) if part),
        review_on=_review_on(decision),
        words=_words_of(assessment),
        factors={
            each.code: FactorPrint(
                recognised=each.recognised, comment=each.comment, carried_forward=each.carried_forward
            )
            for each in assessments.factors(assessment)
            if each.asked
        },
        indicators={line.code: _given(line) for line in lines if not line.is_other},
        others=tuple(
            OtherIndicatorPrint(
                code=line.code, level=cast(IndicatorLevel, line.level), label=line.label, given=_given(line)
            )
            for line in lines
            if line.is_other
        ),
        summaries={
            "low": _typed(assessment, "low_summary"),
            "medium": _typed(assessment, "medium_summary"),
            "high": _typed(assessment, "high_summary"),
        },
        behaviours=_typed(assessment, "analysis_behaviours"),
        places=_typed(assessment, "analysis_associates"),
        perpetrators=_typed(assessment, "analysis_perpetrators"),
        police=_typed(assessment, "analysis_police"),
        category=_category(kit, assessment),
        other_exploitation=_other_exploitation(kit, assessment),
        level=_level(assessment, decision),
        effectiveness={
            code: EffectivenessPrint(
                answer=str(EFFECTIVENESS_WORDS[given["answer"]]) if given.get("answer") else None, why=given.get("why")
            )
            for code, given in assessment.effectiveness.items()
            if given.get("answer") or given.get("why")
        },
        agencies=tuple(
            AgencyPrint(
                name=asked.name, outcome=asked.get_outcome_display(), asked_on=asked.asked_on, words=asked.words
            )
            for asked in assessments.agencies_asked(assessment)
        ),
        concerns=tuple(
            ConcernPrint(reference=each.reference, logged_on=clock.london_day(each.at), by=each.by, words=each.words)
            for each in background.logged_before(user, assessment, alone=True)
        ),
    )


def plan_print(user: User, plan: Plan, now: datetime, version: PlanVersion | None = None) -> PlanPrint:
    """The plan as it stands, or as one version of it stood: the whole record of it, for professionals.

    The family's copies hold only the actions that were chosen for them (SH-06), so this one says whom it is for.
    """
    said = plans.plan_print(plan, version)
    state = f"Version {said.number}. {_PLAN_STATES[PlanState(said.state)]}. {FOR_PROFESSIONALS}"
    child = plan.child
    return PlanPrint(
        stamp=stamp_for(user, child, now, state),
        child=_child(assessments.facts_of(child, clock.london_day(now))),
        author=said.author,
        author_role=said.author_role,
        meeting_date=said.meeting_on,
        meeting_time=said.meeting_time,
        decided=cast(Level, said.level) if said.level else None,
        words=OwnWords(
            **_latest_said(child, Voice.Whose.CHILD, "child"),
            **_latest_said(child, Voice.Whose.PARENTS, "parents"),
            statements=_statements(child),
        ),
        made_with=said.made_with,
        outcomes=tuple(
            PlanOutcomePrint(number=outcome.number, label=outcome.label, rows=tuple(map(row_print, outcome.rows)))
            for outcome in said.outcomes
        ),
        uncovered=tuple(UncoveredPrint(label=label, why=why) for label, why in said.uncovered),
        agreed_by=said.agreed_by,
        agreed_on=clock.london_day(said.agreed_on) if said.agreed_on else None,
    )


def _child(facts: dict[str, Any]) -> ChildPrint:
    name, known_as = facts["name"], facts["known_as"]
    if known_as and known_as not in {name, facts["given_name"]}:
        name = f"{name} (known as {known_as})"
    born: date | str | None = None
    if facts["date_of_birth"]:
        born = date.fromisoformat(facts["date_of_birth"])
    elif facts["age"] is not None:
        born = f"Not known, about {facts['age']}"
    return ChildPrint(
        name=name,
        date_of_birth=born,
        address=facts["address"],
        parental_responsibility=facts["parental_responsibility"],
        telephone=facts["telephone"],
    )


def _involvements(facts: dict[str, Any]) -> InvolvementsPrint:
    option = _SOCIAL_CARE.get(facts["social_care_status"])
    return InvolvementsPrint(
        social_care=(option,) if option else (),
        social_care_words=str(Child.SocialCare(facts["social_care_status"]).label),
        social_worker=facts["social_worker"],
        ccm_number=facts["local_reference"],
        youth_justice_officer=facts["youth_justice_officer"],
        lead_professional=facts["lead_professional"],
        school=facts["school"],
        other_services=facts["other_services"],
    )


def _words_of(assessment: Assessment) -> OwnWords:
    """What the assessment has of the child's and the family's words; in a draft, else the last that were said."""
    said: dict[str, Any] = {}
    for whose, name in ((Voice.Whose.CHILD, "child"), (Voice.Whose.PARENTS, "parents")):
        words, missing = getattr(assessment, f"{name}_words"), getattr(assessment, f"{name}_words_missing")
        if words or missing or not assessments.is_draft(assessment):
            said |= {name: words, f"{name}_missing_because": missing}
        else:
            said |= _latest_said(assessment.child, whose, name)
    return OwnWords(**said, statements=_statements(assessment.child))


def _statements(child: Child) -> tuple[StatementPrint, ...]:
    return tuple(
        StatementPrint(about=each.about, words=each.words, by=each.by, on=each.on) for each in statements_of(child)
    )


def _latest_said(child: Child, whose: str, name: str) -> dict[str, str | None]:
    voice = children.latest_voice(child, whose)
    if voice is None:
        return {}
    if voice.words:
        return {name: f"{voice.words}\n(Said on {written_date(voice.said_on)}.)"}
    return {f"{name}_missing_because": voice.missing_reason}


def _given(line: assessments.IndicatorView) -> IndicatorPrint:
    return IndicatorPrint(
        answer=Answer(Answered(line.answer).value) if line.answer else Answer.NOT_ASKED,
        evidence=line.evidence,
        source=line.source,
        when=line.when_text,
        carried_forward=line.carried_forward,
    )


def _typed(assessment: Assessment, name: str) -> str:
    """A text of the assessment itself; one that nobody has confirmed since the last assessment says so."""
    text: str = getattr(assessment, name)
    return f"{text}\n({CARRIED_FORWARD})" if text and name in assessment.carried_fields else text


def _category(kit: Toolkit, assessment: Assessment) -> str | None:
    label = next((each.label for each in kit.categories if each.code == assessment.category), None)
    return f"{label}\n({CARRIED_FORWARD})" if label and "category" in assessment.carried_fields else label


def _other_exploitation(kit: Toolkit, assessment: Assessment) -> tuple[str, ...]:
    labels = [each.label for each in kit.other_exploitation if each.code in assessment.other_forms]
    return tuple(part for part in (*labels, _typed(assessment, "other_forms_words")) if part)


def _review_on(decision: Decision | None) -> date | None:
    """The day by which to assess again, for the level that was to be acted for."""
    if decision is None:
        return None
    rules = ratings.rules_for(decision.assessment.definition)
    acting = levels.higher(decision.decided_level, decision.act_on)
    dates = engine.reassess_dates(rules, acting, decision.assessment.date)
    return review_day(dates, decision.partnership.jurisdiction)


def _level(assessment: Assessment, decision: Decision | None) -> LevelPrint:
    view = ratings.own_view(assessment)
    if view is None:
        return LevelPrint()
    own = LevelPrint(own_view=_own_view(view), own_view_reason=view.reason)
    if decision is None:
        found = ratings.rated(assessment)
        result = {
            **found.suggestion.as_json(),
            "carried": [{"label": line.label} for line in found.carried],
        }
        return replace(
            own,
            suggested=cast(Level, found.suggestion.level),
            act_on=cast(Level, found.act_on),
            reasons=_reasons(result),
        )
    return replace(
        own,
        suggested=cast(Level, decision.suggested_level),
        act_on=cast(Level, decision.act_on),
        reasons=_reasons(decision.result),
        decided=cast(Level, decision.decided_level),
        decided_reason=decision.reason,
        decided_by=decision.by.name_and_role,
        decided_on=clock.london_day(decision.at),
        not_in_effect=_not_in_effect(assessment, decision),
        agreed_by=_agreed_by(decision),
        harm_now=decision.get_harm_now_display() if decision.harm_now else None,
        harm_why=decision.harm_why,
        early_help=decision.get_saf_decision_display() if decision.saf_decision else None,
        early_help_why=decision.saf_reason,
    )


def _own_view(view: OwnView) -> str:
    """A level's code, which the form's words are found by; "cannot say" in its own words."""
    return str(view.get_level_display()) if view.level == ViewLevel.CANNOT_SAY else view.level


def _not_in_effect(assessment: Assessment, decision: Decision) -> str | None:
    if assessment.state == AssessmentState.WITHDRAWN:
        return WITHDRAWN_LEVEL
    if not decision.needs_agreement:
        return None
    return {levels.AGREED: None, levels.DECLINED: DECLINED}.get(ratings.outcome_of(decision), WAITS_FOR_MANAGER)


def _agreed_by(decision: Decision) -> str:
    agreement = getattr(decision, "agreement", None)
    if agreement is None:
        return "Not yet" if decision.needs_agreement else "Not needed for this decision"
    outcome = "" if agreement.outcome == levels.AGREED else "Declined by "
    return f"{outcome}{agreement.by.name_and_role}, {written_date(clock.london_day(agreement.at))}\n{agreement.comment}"


def _reasons(result: dict[str, Any]) -> tuple[str, ...]:
    """The suggestion's reasons as they were kept, each with where it stands; and what was still acted on."""
    said = []
    for reason in result["reasons"]:
        cites = cited([Citation(each["source"], each["section"]) for each in reason["cites"]])
        said.append(f"{reason['text']} ({cites})" if cites else f"{reason['text']} {OURS}")
    if result.get("carried"):
        lines = "; ".join(each["label"] for each in result["carried"])
        said.append(f"Present or suspected before, not answered this time, and still acted on: {lines}. {OURS}")
    return tuple(said)


def row_print(row: plans.RowCopy) -> PlanRowPrint:
    """One action of a plan as its columns print it."""
    measured = f"\nHow we will know: {row.measure}" if row.measure else ""
    return PlanRowPrint(
        action=f"{row.action}{measured}",
        action_alone=row.action,
        measure=row.measure,
        rag=str(Rag(row.rag).label) if row.rag else None,
        who=row.who,
        when=_lines(
            row.when_text,
            f"By {written_date(row.due_on)}" if row.due_on else "",
            f"Best within {row.window_hours} hours; still worth doing after" if row.window_hours else "",
        ),
        review_at=row.review_at,
        today=row.today,
        progress=_lines(
            _ACTION_STATES[ActionState(row.state)], str(Rag(row.rag).label) if row.rag else "", row.progress
        ),
    )


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
