"""Suggests a level for one case. Pure: the date of the assessment is part of the case, and nothing is read or kept."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from .assessor import Assessor
from .case import Case, OtherIndicator
from .facts import UNKNOWN, Facts, OneCase
from .rules import Interval, Rules
from .suggestion import Citation, Reason, ReassessDates, Suggestion


class UnknownCodeError(ValueError):
    """The case names an indicator, a group, a factor or an answer that the toolkit doesn't have."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """How much is open: indicators not asked yet, and asked but not known. Added indicators count when not known."""

    not_asked: int
    not_known: int


def suggest(rules: Rules, case: Case) -> Suggestion:
    """The level that the toolkit's rules suggest, with every reason.

    Raises UnknownCodeError when the case holds a code or an answer that the toolkit doesn't have.
    """
    rating = rules.rating
    found = _assessor(rules).assess(facts_of(rules, case))
    rule = None if found.rule < 0 else rating.rules[found.rule]
    notes = [note for note in rating.notes if found.notes[note.code]]
    reasons = [Reason(note.code, note.text, citations(note.cites)) for note in notes]
    floors = [floor for floor, holds in zip(rating.floors, found.floors, strict=True) if holds]
    reasons[:0] = [Reason(floor.code, floor.text, citations(floor.cites)) for floor in floors]
    if rule is not None:
        reasons.insert(0, Reason(f"rule {rule.number}", rule.text, citations(rule.cites)))
    raising_added = [other for other in case.other_indicators if found.raising.get((other.level, other.answer), False)]
    return Suggestion(
        level=rating.levels[found.level],
        band=rating.levels[found.band],
        rule=None if rule is None else rule.number,
        counts=dict(found.scores),
        act_on=rating.levels[found.act_on],
        ceiling=rating.levels[found.ceiling],
        notes=tuple(note.code for note in notes),
        pivots=(*rules.codes_in(found.pivots), *(other.code for other in sorted(raising_added, key=by_number))),
        ladder=tuple((pair[0], pair[1]) for pair, holds in zip(rating.ladder, found.ladder, strict=True) if holds),
        summary_form=tuple(row.code for row, holds in zip(rules.summary_form, found.rows, strict=True) if holds),
        procedures=tuple(
            procedure.code for procedure, holds in zip(rating.procedures, found.procedures, strict=True) if holds
        ),
        reassess=reassess_dates(rules, rating.levels[found.act_on], case.date),
        reasons=tuple(reasons),
    )


def why_refused(rules: Rules, case: Case, level: str) -> Reason | None:
    """Why a person may not decide `level` for this child, or None when they may.

    A floor binds people in every band, as soon as any indicator is present or suspected.
    """
    found = _assessor(rules).assess(facts_of(rules, case))
    anything_held = found.held != 0 or any(found.held_added.values())
    for floor, holds in zip(rules.rating.floors, _assessor(rules).floors_binding(found), strict=True):
        if holds and anything_held and floor.refuses == level:
            return Reason(floor.code, floor.refusal, citations(floor.cites))
    return None


def unanswered(rules: Rules, case: Case) -> Unanswered:
    """How many indicators were not asked and how many are not known, to stand beside "no level"."""
    unknown = rules.words["unknown"]
    not_known = sum(answer in unknown for answer in case.answers.values())
    not_known += sum(other.answer in unknown for other in case.other_indicators)
    return Unanswered(sum(code not in case.answers for code in rules.indicators), not_known)


def facts_of(rules: Rules, case: Case) -> Facts:
    """A case as masks and numbers; raises UnknownCodeError."""
    words = rules.rating.answers
    answers = dict.fromkeys(words, 0)
    answered = 0
    for code, word in case.answers.items():
        bit = rules.bits.get(code)
        if bit is None:
            raise UnknownCodeError(f"{code} is not an indicator of {rules.toolkit}")
        if word not in words:
            raise UnknownCodeError(f"{word} is not an answer of {rules.toolkit}")
        answers[word] |= bit
        answered |= bit
    answers[rules.rating.unanswered] |= rules.all_mask ^ answered
    added: dict[tuple[str, str], int] = {}
    for other in case.other_indicators:
        if other.level not in rules.group_masks or other.answer not in words:
            raise UnknownCodeError(f"{other.code}: {rules.toolkit} has no such level or answer")
        added[other.level, other.answer] = added.get((other.level, other.answer), 0) + 1
    factors = 0
    for factor in case.factors:
        if factor not in rules.factors:
            raise UnknownCodeError(f"{factor} is not a vulnerability factor of {rules.toolkit}")
        factors |= 1 << rules.factors.index(factor)
    age = case.age_in_years()
    return Facts(
        answers=answers,
        age=UNKNOWN if age is None else age,
        learning_disability=_yes_no(case.learning_disability),
        open_to_social_care=_yes_no(case.open_to_social_care),
        scope_reason=bool((case.extended_scope_reason or "").strip()),
        factors=factors,
        added=added,
    )


def reassess_dates(rules: Rules, act_on: str, day: date) -> ReassessDates:
    """The dates to reassess by, from the day of the assessment; none where the toolkit sets no limit for the level."""
    limit = rules.reassessment.no_later_than.get(act_on)
    if limit is None:
        return ReassessDates()
    aim_from = day + timedelta(weeks=rules.reassessment.aim_from_weeks)
    return ReassessDates(aim_from, day + timedelta(weeks=rules.reassessment.aim_by_weeks), later(day, limit))


def later(day: date, interval: Interval) -> date:
    """The day an interval after `day`; a calendar month's missing day becomes its last."""
    day = day + timedelta(weeks=interval.weeks)
    year, month = day.year + (day.month - 1 + interval.months) // 12, (day.month - 1 + interval.months) % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def by_number(other: OtherIndicator) -> tuple[int, str]:
    """Sorts added indicators by number: X2 before X10."""
    return len(other.code), other.code


def citations(cites: list[str]) -> tuple[Citation, ...]:
    """The definition's citations as the suggestion carries them: `P step 4` is source P, section "step 4"."""
    return tuple(Citation(*cite.split(" ", 1)) for cite in cites)


@lru_cache(maxsize=32)
def _assessor(rules: Rules) -> Assessor:
    return Assessor(rules, OneCase())


def _yes_no(answer: bool | None) -> int:
    return UNKNOWN if answer is None else int(answer)
