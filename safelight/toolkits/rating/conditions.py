"""Turns a `Condition` of the definition into a function that answers it from `Findings`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from .definition import ANY_GROUP, Condition, Tri
from .facts import UNKNOWN, Arithmetic, Findings

if TYPE_CHECKING:
    from .rules import Rules

Test = Callable[[Findings], Any]
"""Answers a condition: True or False for one case, an array of them for many."""


def compile_condition(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    """A function that says whether the condition holds."""
    return _COMPILERS[condition.operator](condition, rules, arithmetic)


def _all(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    tests = [compile_condition(part, rules, arithmetic) for part in condition.parts]
    return lambda found: reduce(and_, (test(found) for test in tests))


def _any(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    tests = [compile_condition(part, rules, arithmetic) for part in condition.parts]
    return lambda found: reduce(or_, (test(found) for test in tests))


def _not(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    test = compile_condition(condition.parts[0], rules, arithmetic)
    return lambda found: test(found) ^ True


def _always(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    # True for one case, and an array of as many Trues as there are cases for many.
    return lambda found: found.facts.age == found.facts.age


def _compare(value: Any, condition: Condition) -> Any:
    return value >= condition.at_least if condition.at_least is not None else value == condition.equals


def _score(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    return lambda found: _compare(found.scores[condition.score or ""], condition)


def _held_in(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    groups = rules.rating.groups if condition.held_in == ANY_GROUP else [condition.held_in or ""]
    mask = reduce(or_, (rules.group_masks[group] for group in groups))

    def test(found: Findings) -> Any:
        added = sum(found.held_added.get(group, 0) for group in groups)
        return _compare(arithmetic.count(found.held & mask) + added, condition)

    return test


def _any_held(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    mask = rules.mask_of(condition.any_held or ())
    return lambda found: (found.held & mask) != 0


def _all_held(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    mask = rules.mask_of(condition.all_held or ())
    return lambda found: (found.held & mask) == mask


def _any_present(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    mask = rules.mask_of(condition.any_present or ())
    return lambda found: (found.present & mask) != 0


def _another_held_than(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    others = rules.all_mask ^ rules.mask_of([condition.another_held_than or ""])
    return lambda found: ((found.held & others) != 0) | _some(found.held_added.values())


def _another_present_than(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    others = rules.all_mask ^ rules.mask_of([condition.another_present_than or ""])
    return lambda found: ((found.present & others) != 0) | _some(found.present_added.values())


def _some(numbers: Iterable[Any]) -> Any:
    return sum(numbers) > 0


def _age_below(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    limit = condition.age_below
    return lambda found: (found.facts.age != UNKNOWN) & (found.facts.age < limit)


def _age_at_least(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    limit = condition.age_at_least
    return lambda found: found.facts.age >= limit


def _age_unknown(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    return lambda found: found.facts.age == UNKNOWN


def _code_of(answer: Tri | None) -> int:
    return UNKNOWN if answer == "unknown" else int(bool(answer))


def _learning_disability(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    wanted = _code_of(condition.learning_disability)
    return lambda found: found.facts.learning_disability == wanted


def _open_to_social_care(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    wanted = _code_of(condition.open_to_social_care)
    return lambda found: found.facts.open_to_social_care == wanted


def _extended_scope_reason(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    wanted = bool(condition.extended_scope_reason)
    return lambda found: found.facts.scope_reason == wanted


def _any_factor(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    mask = reduce(or_, (1 << rules.factors.index(code) for code in condition.any_factor or ()), 0)
    return lambda found: (found.facts.factors & mask) != 0


def _rule_is(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    place = [rule.number for rule in rules.rating.rules].index(condition.rule_is or 0)
    return lambda found: found.rule == place


def _band_is(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    rank = rules.rank(condition.band_is or "")
    return lambda found: found.band == rank


def _act_on_at_least(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    rank = rules.rank(condition.act_on_at_least or "")
    return lambda found: found.act_on >= rank


def _act_on_above_level(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    return lambda found: found.act_on > found.level


def _ladder_found(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    # Begins with False, once for each case, in case the toolkit has no pairs.
    return lambda found: reduce(or_, found.ladder, found.facts.age != found.facts.age)


def _note_given(condition: Condition, rules: Rules, arithmetic: Arithmetic) -> Test:
    return lambda found: found.notes[condition.note_given or ""]


_COMPILERS: dict[str, Callable[[Condition, Rules, Arithmetic], Test]] = {
    "all": _all,
    "any": _any,
    "not_": _not,
    "always": _always,
    "score": _score,
    "held_in": _held_in,
    "any_held": _any_held,
    "all_held": _all_held,
    "any_present": _any_present,
    "another_held_than": _another_held_than,
    "another_present_than": _another_present_than,
    "age_below": _age_below,
    "age_at_least": _age_at_least,
    "age_unknown": _age_unknown,
    "learning_disability": _learning_disability,
    "open_to_social_care": _open_to_social_care,
    "extended_scope_reason": _extended_scope_reason,
    "any_factor": _any_factor,
    "rule_is": _rule_is,
    "band_is": _band_is,
    "act_on_at_least": _act_on_at_least,
    "act_on_above_level": _act_on_above_level,
    "ladder_found": _ladder_found,
    "note_given": _note_given,
}
