"""Reads good cases quickly into numbers; of anything unusual it says only that it isn't sure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from safelight.toolkits.rating.rules import Rules

from .cases import CASE_KEYS, OLDEST_AGE, read_date, read_others

MOST_ADDED = 100
"""Cases with more added indicators than this take the plain path."""

_MOST_DAYS = 4096
_MOST_ADDED_BEFORE = 256
_NOTHING: dict[str, Any] = dict.fromkeys(CASE_KEYS)


Added = tuple[tuple[str, str, str], ...]
"""Added indicators as (group, word, code)."""

Row = tuple[int, bytes, int, int, str, Added]
"""A good case in numbers: colons, masks, state, factors, day, added indicators.

`colons` is how many colons its JSON has when no key is given twice and nothing is written with a backslash. `masks` are
the answers' masks as bytes, one after the other. `state` packs the age plus one, learning disability, social care and
whether there is a reason.
"""


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
        self._days: dict[str, int] = {}
        self._added_before: dict[tuple[str, str, str], Added] = {}

    def read(self, cases: Iterable[Any]) -> list[Row | None]:
        """Each case in numbers, or None when it is bad or too unusual to be sure."""
        rows: list[Row | None] = []
        bits_of, factor_of, toolkit = self._bits_of, self._factor_of, self._rules.toolkit
        length, known_days = self._length, self._days.get
        for case in cases:
            try:
                its_toolkit, day, birth, age, disability, social_care, reason, recognised, answers, others = {
                    **_NOTHING,
                    **case,
                }.values()
                masks = sum(map(bits_of, answers.items()))
                colons = len(case) + len(answers)
                today = known_days(day) or self._day(day)
                if birth is not None:
                    lived = today - (known_days(birth) or self._day(birth))
                    good = lived >= 0 and age is None
                    state = (lived // 10000 + 1) << 5
                elif age is None:
                    good, state = True, 0
                else:
                    good = age.__class__ is int and 0 <= age <= OLDEST_AGE
                    state = (age + 1) << 5
                if disability is not None:
                    good = good and disability.__class__ is bool
                    state |= 16 if disability else 8
                if social_care is not None:
                    good = good and social_care.__class__ is bool
                    state |= 4 if social_care else 2
                if reason is not None:
                    state |= reason.strip() != ""
                    colons += reason.count(":")
                factors = 0
                if recognised:
                    factors = sum(map(factor_of, recognised))
                    good = good and factors.bit_count() == len(recognised)
                added: Added = ()
                if others is not None:
                    added, more = self._added(others)
                    colons += more
                good = good and its_toolkit == toolkit and (recognised is None or recognised.__class__ is list)
                rows.append((colons, masks.to_bytes(length, "little"), state, factors, day, added) if good else None)
            except (KeyError, TypeError, AttributeError, ValueError):
                rows.append(None)
        return rows

    def _added(self, others: Any) -> tuple[Added, int]:
        """The added indicators, and how many colons their JSON has. Raises ValueError when there are too many."""
        if len(others) > MOST_ADDED:
            raise ValueError("too many for the fast path")
        alone = others[0] if len(others) == 1 else None
        if alone is not None and len(alone) == 4:
            # Most cases with an added indicator have one, and code, level and answer were seen before.
            label = alone["label"]
            known = self._added_before.get((alone["code"], alone["level"], alone["answer"]))
            if known is not None and label.__class__ is str and label.strip():
                return known, 4 + label.count(":")
        added = tuple((other.level, other.answer, other.code) for other in read_others(others, self._rules))
        if alone is not None and len(self._added_before) < _MOST_ADDED_BEFORE and alone.get("answer") is not None:
            self._added_before[alone["code"], alone["level"], alone["answer"]] = added
        return added, sum(len(other) + other["label"].count(":") for other in others)

    def _day(self, value: str) -> int:
        """A day as the number YYYYMMDD, whose differences give whole years. Raises CaseFaultError."""
        day = read_date(value, "")
        if len(self._days) >= _MOST_DAYS:
            self._days.clear()
        number = day.year * 10000 + day.month * 100 + day.day
        self._days[value] = number
        return number
