"""Levels of a great many cases at once, from stored answers held as bit masks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from .assessor import Assessor
from .facts import UNKNOWN, Facts
from .rules import Rules

MOST_INDICATORS = 64
"""A mask is one 64-bit number."""

_BLOCK = 1 << 14
"""Cases worked on at a time, so that they stay in the processor's cache."""

Masks = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int16]


class ManyCases:
    """Arithmetic on numpy arrays. Levels and rule places are small, so one byte each is enough."""

    def where(self, condition: Any, yes: Any, no: Any) -> Any:
        """`yes` where the condition holds, else `no`."""
        return np.where(condition, _small(yes), _small(no))

    def count(self, mask: Any) -> Any:
        """How many bits of each mask are set."""
        return np.bitwise_count(mask).astype(np.int16)

    def at_least(self, value: Any, least: Any) -> Any:
        """The larger of the two."""
        return np.maximum(value, least)


def _small(value: Any) -> Any:
    return np.int8(value) if isinstance(value, int) and -128 <= value < 128 else value


def levels_in_bulk(
    rules: Rules,
    answers: Mapping[str, Masks],
    *,
    age: Numbers | None = None,
    learning_disability: Numbers | None = None,
    scope_reason: npt.NDArray[np.bool_] | None = None,
    added: Mapping[tuple[str, str], Numbers] | None = None,
) -> npt.NDArray[np.int8]:
    """The suggested level of each case, as its place in the definition's `levels`.

    `answers` maps each answer word to the masks of listed indicators that have it (bit i is the i-th indicator); words
    that carry no points may be left out. Ages are whole years and yes-or-no facts 1 or 0, -1 where unknown; None means
    unknown for all. `added` counts indicators that a professional added, by (group, word).
    Raises ValueError when the toolkit lists more than 64 indicators.
    """
    if len(rules.indicators) > MOST_INDICATORS:
        raise ValueError(f"bulk work can't hold more than {MOST_INDICATORS} indicators")
    assessor = Assessor(rules, ManyCases())
    cases = len(next(iter(answers.values())))
    levels = np.empty(cases, dtype=np.int8)
    for start in range(0, cases, _BLOCK):
        part = slice(start, min(start + _BLOCK, cases))
        size = part.stop - part.start
        facts = Facts(
            answers={word: masks[part] for word, masks in answers.items()},
            age=np.full(size, UNKNOWN, np.int16) if age is None else age[part],
            learning_disability=UNKNOWN if learning_disability is None else learning_disability[part],
            scope_reason=False if scope_reason is None else scope_reason[part],
            added={place: numbers[part] for place, numbers in (added or {}).items()},
        )
        levels[part] = assessor.levels(facts)
    return levels
