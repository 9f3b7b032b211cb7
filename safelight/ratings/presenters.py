"""What the pages about levels show, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from safelight.access import queries as access
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.assessments.models import Assessment
from safelight.assessments.queries import IndicatorView
from safelight.children import presenters as child_presenters
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.duties import clock
from safelight.duties.clock import Bucket
from safelight.duties.types import Closes, Duty
from safelight.ratings import actions, asking, levels, permissions, queries, wording
from safelight.ratings.levels import EXPLOITED, NONE, ORDER
from safelight.ratings.models import Decision, HarmNow, SafDecision, ViewLevel
from safelight.ratings.procedures import HARM, MASH_CALL, REASSESS, WORK
from safelight.ratings.queries import Rated, TrajectoryPoint
from safelight.ratings.reassessing import review_day
from safelight.toolkits.rating import engine
from safelight.toolkits.rating.suggestion import Reason, ReassessDates
from safelight.toolkits.schema import Procedure
from safelight.ui import formats
from safelight.ui.charts import LevelPoint, level_name

# Shown in a section of their own, so not among the reasons.
_ELSEWHERE = frozenset({"N-EXPLOITED-ASK", "N-LADDER", "N-HIGH-NARROW", "N-MEDIUM-ALONE", "N-OUT-OF-SCOPE"})
_ASKED_AT_ONCE = 4  # the first stands out, three follow, the rest is folded


def address(name: str, **ids: object) -> str:
    """The address of a page, or nothing where its room is not built."""
    try:
        return reverse(name, kwargs=ids)
    except NoReverseMatch:
        return ""


def of_assessment(name: str, assessment: Assessment) -> str:
    """The address of one of an assessment's pages."""
    return address(name, child_id=assessment.child_id, assessment_id=assessment.pk)


def matrix_line(assessment: Assessment, code: str, back: str = "") -> str:
    """Where one line of the matrix is answered; saving leads back to the page named ``back``."""
    page = of_assessment("assessments:risk_factors", assessment)
    more = f"&back={back}" if back else ""
    return f"{page}?line={code}{more}#line-{code}" if page else ""


def _cites(texts: Sequence[str]) -> dict[str, str] | None:
    words = wording.cited_texts(texts)
    return {"text": words} if words else None


def voice(child: Child, assessment: Assessment) -> dict[str, Any]:
    """The child's words, as this assessment has them, else the last that were written down."""
    if assessment.child_words:
        return {"quote": assessment.child_words, "name": children.short_name(child), "on": assessment.date}
    said = child_presenters.voice_said(child, children.latest_voice(child))
    if not said.get("quote") and assessment.child_words_missing:
        said["reason"] = assessment.child_words_missing
    return said


def entered(assessment: Assessment, lines: Sequence[IndicatorView]) -> dict[str, Any]:
    """What was answered so far, for the side of the own view: no level, no count by level."""
    return {
        "present": [line.label for line in lines if line.answer == "present"],
        "suspected": [line.label for line in lines if line.answer == "suspected"],
        "not_asked": sum(not line.answer for line in lines),
        "lines": len(lines),
        "not_asked_href": f"{of_assessment('assessments:risk_factors', assessment)}?show=not_asked",
    }


def own_view_choices(meanings: Mapping[str, str], chosen: str) -> list[dict[str, Any]]:
    """The own view's radios: four levels, and that worried without a level is an answer."""
    items: list[dict[str, Any]] = [
        {
            "value": level.value,
            "text": level.label,
            **({"hint": {"text": meanings[level.value]}} if meanings.get(level.value) else {}),
            "checked": chosen == level.value,
        }
        for level in ViewLevel
        if level != ViewLevel.CANNOT_SAY
    ]
    items.append({"divider": _("or")})
    items.append(
        {
            "value": ViewLevel.CANNOT_SAY.value,
            "text": ViewLevel.CANNOT_SAY.label,
            "hint": {"text": _("The concern is acted on all the same.")},
            "checked": chosen == ViewLevel.CANNOT_SAY.value,
        }
    )
    return items


def suggestion(user: User, assessment: Assessment, found: Rated) -> dict[str, Any]:
    """All that the suggestion page says before the decision."""
    return {
        "found": found,
        "level": found.suggestion.level,
        "act_on": found.act_on,
        "no_level": no_level(found) if found.suggestion.level == NONE else "",
        "reasons": reasons(found),
        "differs": differs(found),
        "asks": asks(assessment, found),
        "asked_at_once": _ASKED_AT_ONCE,
        "ceiling": _ceiling(found),
        "follows": _follows(found, user.partnership.jurisdiction),
        "harm_because": _listed([line for line in found.lines if line.harm and line.held]),
        "out_of_scope": next((r.text for r in found.suggestion.reasons if r.step == "N-OUT-OF-SCOPE"), ""),
        "record_call": address("overview:duty", child_id=assessment.child_id, key=f"{HARM}:{assessment.pk}"),
        "call": queries.closing_act(assessment.child_id, f"{HARM}:{assessment.pk}"),
    }


def no_level(found: Rated) -> str:
    """No level is never said without how much is open (RT-07, HZ-04)."""
    return _("No level yet: %(not_asked)d of %(all)d not asked, %(not_known)d not known.") % {
        "not_asked": found.not_asked,
        "all": len(found.lines),
        "not_known": found.not_known,
    }


def reasons(found: Rated) -> list[dict[str, Any]]:
    """Why, in sentences with where each stands; what is only ours says so."""
    shown = [_reason(found, each) for each in found.suggestion.reasons if each.step not in _ELSEWHERE]
    if found.carried:
        shown.append(
            {
                "lead": _("Still acted on.") + " ",
                "text": _("Present or suspected before, and not answered this time: %(lines)s. Only an answer ends it.")
                % {"lines": _listed(found.carried)},
                "ours": _("This is Safelight’s rule: not knowing never lowers a level."),
            }
        )
    return shown


def _reason(found: Rated, reason: Reason) -> dict[str, Any]:
    lead, more = "", ""
    if reason.step.startswith("rule"):
        level = found.suggestion.band
        lead = f"{level_name(level)}. " if level != NONE else ""
        group = level if level in ("medium", "high") else "low"
        behind = [line for line in found.lines if line.answer == "present" and line.level == group]
        if not behind:  # Medium by the number of low ones
            behind = [line for line in found.lines if line.answer == "present"]
        more = _(" Present: %(lines)s.") % {"lines": _listed(behind)} if behind else ""
    elif reason.step == "N-SUSPECTED":
        lead = _("Act as for %(level)s.") % {"level": level_name(found.act_on)} + " "
        suspected = [line for line in found.lines if line.answer == "suspected"]
        more = _(" Suspected: %(lines)s.") % {"lines": _listed(suspected)}
    elif reason.step == "N-MASH":
        lead = _("MASH must be contacted.") + " "
        more = " " + _("It stays due until recorded; nobody can set it aside.")
    elif reason.step == "N-SAF-DECISION":
        lead = _("Decide about early help.") + " "
    ours = "" if reason.cites else _("This is Safelight’s rule, not the toolkit’s.")
    cites = [{"text": wording.cited(reason.cites)}] if reason.cites else []
    return {"lead": lead, "text": reason.text + more, "cites": cites, "ours": ours}


def _listed(lines: Sequence[IndicatorView]) -> str:
    return "; ".join(f"“{line.label}”" for line in lines)


def differs(found: Rated) -> list[dict[str, Any]]:
    """Where the toolkit does not agree with itself, as far as it touches this child (RT-01)."""
    held = {line.code for line in found.lines if line.held}
    return [
        {
            "one": each.one_says,
            "one_cite": _cites(each.one_cites),
            "other": each.another_says,
            "other_cite": _cites(each.another_cites),
            "done": each.done,
        }
        for each in found.toolkit.wordings_differ
        if set(each.notes) & set(found.suggestion.notes) or set(each.indicators) & held
    ]


def _level_if(found: Rated, line: IndicatorView) -> str:
    case = found.case
    if line.is_other:
        others = tuple(
            replace(other, answer="present") if other.code == line.code else other for other in case.other_indicators
        )
        return engine.suggest(found.rules, replace(case, other_indicators=others)).level
    return engine.suggest(found.rules, replace(case, answers={**case.answers, line.code: "present"})).level


def asks(assessment: Assessment, found: Rated) -> list[dict[str, Any]]:
    """What nobody has answered and what would change the suggestion, each with its line: the nearest to what is held
    first, what is only for younger children last."""
    lines = {line.code: line for line in found.lines}
    held = [line.code for line in found.lines if line.held]
    graver = {pair[1] for pair in found.suggestion.ladder}
    open_codes = [line.code for line in found.lines if line.code in graver or line.code in found.suggestion.pivots]
    age = found.case.age_in_years()
    levels_if = {code: _level_if(found, lines[code]) for code in open_codes}

    def place(code: str) -> tuple[bool, int, int]:
        younger = asking.is_for_younger(lines[code].label, age)
        near = asking.nearness(found.toolkit.id, code, held, graver)
        return younger, -near, -ORDER.index(levels_if[code])

    return [
        {
            "line": lines[code].label,
            "question": lines[code].ask,
            "answer": {"suspected": _("Suspected"), "not_known": _("Not known")}.get(
                lines[code].answer, _("Not asked")
            ),
            "then": _("Same level; ask all the same")
            if levels_if[code] == found.suggestion.level
            else _("If so: %(level)s") % {"level": level_name(levels_if[code])},
            "level": level_name(levels_if[code]),
            "raises": levels_if[code] != found.suggestion.level,
            "href": matrix_line(assessment, code, back="ratings:suggestion"),
        }
        for code in sorted(open_codes, key=place)
    ]


def _ceiling(found: Rated) -> str:
    if found.out_of_scope:
        return ""
    return _(
        "The toolkit suggests %(level)s at most here. "
        "Exploited is never worked out: a person records evidence of abuse."
    ) % {"level": level_name(found.suggestion.ceiling)}


def _follows(found: Rated, jurisdiction: str) -> list[dict[str, str]]:
    by_code = {procedure.code: procedure for procedure in found.toolkit.procedures}
    # A level's work holds that of the levels below it; assessing again has its dates beneath.
    left_out = {"PR-01", "PR-08", *WORK.values()} - {WORK.get(found.act_on, "")}
    shown = [
        {"when": when_words(by_code[code]), "what": wording.procedure_title(by_code[code])}
        for code in found.suggestion.procedures
        if code in by_code and code not in left_out
    ]
    review_on = review_day(engine.reassess_dates(found.rules, found.act_on, found.case.date), jurisdiction)
    if review_on:
        shown.append({"when": _("By %(day)s") % {"day": formats.date(review_on)}, "what": _("Assess again")})
    return shown


def when_words(procedure: Procedure) -> str:
    """When a procedure is due, in a word or two."""
    due = procedure.due
    if due.when in ("same_day", "with_decision"):
        return _("Today")
    if due.when == "within" and due.days:
        words = (
            formats.with_count(due.days, _("working day"), _("working days"))
            if due.working
            else formats.with_count(due.days, _("day"), _("days"))
        )
        return _("Within %(days)s") % {"days": words}
    return _("Goes on")


def level_choices(user: User, child: Child, found: Rated, chosen: str) -> list[dict[str, Any]]:
    """The decision's radios. Nothing is chosen beforehand; each says what it does."""
    before = queries.in_force(child)
    manager = access.manager_of(user)
    name = manager.name if manager else _("a manager")
    offered = [NONE] if found.out_of_scope else [level for level in ORDER if level != NONE or _may_be_none(found)]
    return [
        {
            "value": level,
            "text": _level_words(level),
            "hint": {"text": _what_it_does(before, found, level, name)},
            "checked": chosen == level,
        }
        for level in offered
        if not actions.level_refused(found, level)
    ]


def levels_closed(found: Rated) -> list[str]:
    """Which levels can't be decided on these answers, and why, with the citation (RT-06)."""
    if found.out_of_scope:
        return []
    refused = {level: actions.level_refused(found, level) for level in ORDER if level != NONE}
    return [
        _("%(level)s cannot be chosen. %(why)s") % {"level": level_name(level), "why": why}
        for level, why in refused.items()
        if why
    ]


def _level_words(level: str) -> str:
    return _("No level yet") if level == NONE else level_name(level)


def _may_be_none(found: Rated) -> bool:
    return found.suggestion.level == NONE


def _what_it_does(before: levels.InForce, found: Rated, level: str, manager: str) -> str:
    suggested = found.suggestion.level
    acting = levels.higher(found.act_on, suggested, before.acting)
    if levels.needs_agreement(before, level=level, suggested=suggested, out_of_scope=found.out_of_scope):
        why = _("Lower than suggested.") if levels.below(level, suggested) else _("Lower than the level now.")
        return _("%(why)s Waits for %(manager)s to agree; %(level)s’s steps go on meanwhile.") % {
            "why": why,
            "manager": manager,
            "level": level_name(acting),
        }
    if level == EXPLOITED:
        return _("Evidence of abuse, which only a person records. Police and a strategy discussion today.")
    goes_on = ""
    if levels.below(level, found.act_on):
        goes_on = " " + _("%(level)s’s steps go on until the suspicion is ruled out.") % {
            "level": level_name(found.act_on)
        }
    if level == suggested:
        if level == NONE:
            return _("The concern is shared and looked at again.") + goes_on
        return _("As suggested.") + goes_on
    return _("Higher than suggested. Takes effect now; %(manager)s is shown it.") % {"manager": manager} + goes_on


def harm_choices(chosen: str) -> list[dict[str, Any]]:
    """The three answers to whether the child is being harmed now."""
    return [{"value": each.value, "text": each.label, "checked": chosen == each.value} for each in HarmNow]


def saf_choices(chosen: str) -> list[dict[str, Any]]:
    """The three answers to whether a SAF is needed."""
    return [{"value": each.value, "text": each.label, "checked": chosen == each.value} for each in SafDecision]


def categories(found: Rated, chosen: str) -> list[dict[str, Any]]:
    """The kinds of exploitation. Not yet known stands first, since it is an answer."""
    kinds = sorted(found.toolkit.categories, key=lambda kind: kind.code != "not-yet-known")
    return [{"value": kind.code, "text": kind.label, "selected": chosen == kind.code} for kind in kinds]


def duty_rows(
    found: Sequence[Duty], names: Mapping[object, str], now: datetime, user: User, review_on: date | None
) -> list[dict[str, Any]]:
    """Duties as rows: when, what, from whom, and the one button that closes each.

    What the call to MASH answers (``by_call``) has its one button in the red box, so that one act never has two.
    ``review_on`` is the day to assess again by, which leads; the last day is said beside it.
    """
    return [
        _duty_row(duty, names, now, user, review_on) for bucket in clock.buckets(found, now).values() for duty in bucket
    ]


def _duty_row(
    duty: Duty, names: Mapping[object, str], now: datetime, user: User, review_on: date | None
) -> dict[str, Any]:
    owner = names.get(duty.owner_id) or {"manager": _("the manager")}.get(duty.owner_role, "")
    who = _("For %(name)s.") % {"name": owner} if owner and duty.owner_id != user.pk else ""
    where = clock.bucket(duty, now)
    act = address("overview:duty", child_id=duty.child_id, key=duty.key) if duty.closes is not Closes.RECORD else ""
    href = act or duty.url
    return {
        "when": _("Overdue")
        if where is Bucket.OVERDUE
        else _("Today")
        if where is Bucket.TODAY
        else _("By %(day)s") % {"day": formats.short_date(review_on)}
        if duty.code == REASSESS and review_on is not None
        else _by_day(duty),
        "when_note": "",
        "overdue": where is Bucket.OVERDUE,
        "what": duty.title,
        "must": duty.must,
        "why": f"{duty.why} {who}".strip(),
        "steps": duty.steps,
        "by_call": duty.same_act == MASH_CALL,
        "action": {"text": duty.act_label, "href": href}
        if href and duty.act_label and duty.same_act != MASH_CALL
        else None,
    }


def _by_day(duty: Duty) -> str:
    return formats.short_date(clock.last_day_of(duty.due_at)) if duty.due_at else _("Goes on")


def reassess_dates(decision: Decision, in_force: queries.LevelInForce) -> ReassessDates:
    """When to assess again: by the level acted for, as the duty has it; nothing for a decision no longer in force."""
    if in_force.decision is None or in_force.decision.pk != decision.pk:
        return ReassessDates()
    rules = queries.rules_for(decision.assessment.definition)
    return engine.reassess_dates(rules, in_force.acting, decision.assessment.date)


def decided(decision: Decision) -> dict[str, Any]:
    """A decision as it was made: what was suggested, decided and why."""
    return {
        "level": level_name(decision.decided_level) if decision.decided_level != NONE else _("No level yet"),
        "suggested": level_name(decision.suggested_level) if decision.suggested_level != NONE else _("no level"),
        "act_on": level_name(decision.act_on),
        "not_asked": decision.not_asked,
        "harm": decision.get_harm_now_display() if decision.harm_now else "",
        "saf": decision.get_saf_decision_display() if decision.saf_decision else "",
        "agreement": getattr(decision, "agreement", None),
        "seen": getattr(decision, "seen", None),
    }


def take_with_you(user: User, decision: Decision, *, newest: bool) -> dict[str, str]:
    """Where the assessment is printed and a plan is drafted, for those who may, as far as these rooms are there."""
    ids = {"child_id": decision.child_id, "assessment_id": decision.assessment_id}
    pdf = address("outputs:assessment", **ids, form="assessment", extension="pdf")
    plan = address("plans:draft", child_id=decision.child_id)
    return {
        "pdf": pdf if user.may(Permission.PRINT) else "",
        "plan": plan if newest and user.may(Permission.DRAFT_PLAN) else "",
    }


def manager_may(user: User, decision: Decision, in_force: queries.LevelInForce) -> dict[str, bool]:
    """What this person may do about a decision as its manager: answer, decline, say that they have seen it."""
    another = permissions.may_answer(user, decision)
    answered = getattr(decision, "agreement", None) is not None
    newest = in_force.decision is not None and in_force.decision.pk == decision.pk
    above = queries.acted_above(decision, in_force)
    return {
        "may_answer": another and newest and not answered and (decision.needs_agreement or above),
        "may_decline": decision.needs_agreement,
        "may_mark_seen": another
        and decision.differs
        and not decision.needs_agreement
        and getattr(decision, "seen", None) is None,
    }


def level_points(points: Sequence[TrajectoryPoint]) -> list[LevelPoint]:
    """The points of the chart: the level acted for, since that is what was done."""
    return [
        LevelPoint(
            on=point.day,
            level=point.acting,
            suggested=point.suggested,
            by=point.by_name,
            present=(point.counts["high"], point.counts["medium"], point.counts["low"]),
        )
        for point in points
    ]


def _agreement_note(point: TrajectoryPoint, *, newest: bool) -> str:
    if not point.waiting:
        return _("not agreed") if point.declined else ""
    return _("waits for the manager") if newest else _("never agreed")


def level_rows(child: Child, points: Sequence[TrajectoryPoint]) -> list[dict[str, Any]]:
    """The table beside the chart, newest first."""
    changes = {"up": _("▲ Up"), "down": _("▼ Down"), "same": _("No change"), "first": _("First")}
    return [
        {
            "day": point.day,
            "acting": level_name(point.acting),
            "proposed": level_name(point.proposed) if point.proposed != NONE else _("No level yet"),
            "suggested": level_name(point.suggested) if point.suggested != NONE else _("No level yet"),
            "note": _agreement_note(point, newest=point is points[-1]),
            "by": point.by_name,
            "counts": _("%(high)d high, %(medium)d medium, %(low)d low present; %(suspected)d suspected")
            % {**point.counts, "suspected": point.suspected},
            "not_asked": point.not_asked,
            "change": changes[point.direction],
            "href": address("ratings:decision", child_id=child.pk, assessment_id=point.assessment_id),
        }
        for point in reversed(points)
    ]
