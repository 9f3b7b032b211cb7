"""Reads good cases quickly into numbers; of anything unusual it says only that it isn't sure."""

from __future__ import annotations

from typing import Any, NamedTuple

from safelight.toolkits.rating.rules import Rules

from .cases import CASE_KEYS, OLDEST_AGE, REQUIRED_KEYS, read_date, read_others

MOST_ADDED = 100
"""Cases with more added indicators than this take the plain path."""

_MOST_SHAPES = 512
_MOST_DAYS = 4096
_ALLOWED = frozenset(CASE_KEYS)


class Row(NamedTuple):
    """A good case in numbers.

    `colons` is how many colons its JSON has when no key is given twice and nothing is written with a backslash.
    `masks` are the answers' masks as bytes, one after the other. `state` packs the age plus one, learning disability,
    social care and whether there is a reason. `added` holds the added indicators as (group, word, code).
    """

    colons: int
    masks: bytes
    state: int
    factors: int
    day: str
    added: tuple[tuple[str, str, str], ...]


class Reader:
    """Reads cases of one toolkit."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self.words = [word for word in rules.rating.answers if word != rules.rating.unanswered]
        self.octets = (len(rules.indicators) + 7) // 8
        self._length = self.octets * len(self.words)
        self._answer_bits = {
            (code, word): bit << (8 * self.octets * place)
            for place, word in enumerate(self.words)
            for code, bit in rules.bits.items()
        }
        self._answer_bits.update({(code, rules.rating.unanswered): 0 for code in rules.bits})
        self._bits_of = self._answer_bits.__getitem__
        self._factor_of = {code: 1 << place for place, code in enumerate(rules.factors)}.__getitem__
        self._shapes: set[tuple[str, ...]] = set()
        self._days: dict[str, int] = {}

    def read(self, case: Any) -> Row | None:
        """The case in numbers, or None when it is bad or too unusual to be sure."""
        try:
            return self._read(case)
        except (KeyError, TypeError, AttributeError, ValueError):
            return None

    def _read(self, case: Any) -> Row | None:
        shape = tuple(case)
        if shape not in self._shapes and not self._learn(shape):
            return None
        answers = case["answers"]
        if case["toolkit"] != self._rules.toolkit:
            return None
        masks = sum(map(self._bits_of, answers.items()))
        colons = len(shape) + len(answers)
        get = case.get
        day = case["date"]
        today = self._days.get(day) or self._day(day)
        birth = get("date_of_birth")
        age = get("age")
        if birth is not None:
            lived = today - (self._days.get(birth) or self._day(birth))
            if lived < 0 or age is not None:
                return None
            state = (lived // 10000 + 1) << 5
        elif age is None:
            state = 0
        elif age.__class__ is int and 0 <= age <= OLDEST_AGE:
            state = (age + 1) << 5
        else:
            return None
        for place, fact in ((3, get("learning_disability")), (1, get("open_to_social_care"))):
            if fact is True:
                state |= 2 << place
            elif fact is False:
                state |= 1 << place
            elif fact is not None:
                return None
        reason = get("extended_scope_reason")
        if reason is not None:
            state |= reason.strip() != ""
            colons += reason.count(":")
        recognised = get("factors")
        factors = 0
        if recognised is not None:
            factors = sum(map(self._factor_of, recognised))
            if recognised.__class__ is not list or factors.bit_count() != len(recognised):
                return None
        others = get("other_indicators")
        added: tuple[tuple[str, str, str], ...] = ()
        if others is not None:
            if len(others) > MOST_ADDED:
                return None
            added = tuple((other.level, other.answer, other.code) for other in read_others(others, self._rules))
            colons += sum(len(other) + other["label"].count(":") for other in others)
        return Row(colons, masks.to_bytes(self._length, "little"), state, factors, day, added)

    def _learn(self, shape: tuple[str, ...]) -> bool:
        """Whether a case may have these keys; remembered, for most cases of a file have the same."""
        good = _ALLOWED.issuperset(shape) and all(key in shape for key in REQUIRED_KEYS)
        if good and len(self._shapes) < _MOST_SHAPES:
            self._shapes.add(shape)
        return good

    def _day(self, value: str) -> int:
        """A day as the number YYYYMMDD, whose differences give whole years. Raises CaseFaultError."""
        day = read_date(value, "")
        if len(self._days) >= _MOST_DAYS:
            self._days.clear()
        number = day.year * 10000 + day.month * 100 + day.day
        self._days[value] = number
        return number
