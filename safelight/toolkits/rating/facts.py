"""What conditions look at, for one case or for many at once.

Answers are bit masks: bit i stands for the i-th listed indicator. For one case each field is a plain Python value; for
many it is a numpy array with one element a case. The same conditions read both, so there is only one set of rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

UNKNOWN = -1
"""An age, or a yes-or-no fact, that isn't known. Yes is 1 and no is 0."""


class Arithmetic(Protocol):
    """The few operations that differ between one case and many."""

    def where(self, condition: Any, yes: Any, no: Any) -> Any:
        """`yes` where the condition holds, else `no`."""

    def count(self, mask: Any) -> Any:
        """How many bits are set."""

    def at_least(self, value: Any, least: Any) -> Any:
        """The larger of the two."""


class OneCase:
    """Arithmetic on plain Python values."""

    def where(self, condition: Any, yes: Any, no: Any) -> Any:
        """`yes` when the condition holds, else `no`."""
        return yes if condition else no

    def count(self, mask: Any) -> Any:
        """How many bits are set."""
        return mask.bit_count()

    def at_least(self, value: Any, least: Any) -> Any:
        """The larger of the two."""
        return max(value, least)


@dataclass(slots=True)
class Facts:
    """A child's answers and circumstances.

    `answers` maps each answer word to the mask of listed indicators that have it; `added` maps (group, word) to the
    number of indicators that a professional added; `factors` is a mask in the toolkit's order of factors.
    """

    answers: dict[str, Any]
    age: Any = UNKNOWN
    learning_disability: Any = UNKNOWN
    open_to_social_care: Any = UNKNOWN
    scope_reason: Any = False
    factors: Any = 0
    added: dict[tuple[str, str], Any] = field(default_factory=dict)

    def read_as(self, words: Mapping[str, str]) -> Facts:
        """The same facts with each answer on the left counted as the one on the right."""
        answers = {word: mask for word, mask in self.answers.items() if word not in words}
        for word, counts_as in words.items():
            answers[counts_as] = answers.get(counts_as, 0) | self.answers.get(word, 0)
        added: dict[tuple[str, str], Any] = {}
        for (group, word), number in self.added.items():
            place = (group, words.get(word, word))
            added[place] = added.get(place, 0) + number
        return Facts(
            answers,
            self.age,
            self.learning_disability,
            self.open_to_social_care,
            self.scope_reason,
            self.factors,
            added,
        )


@dataclass(slots=True)
class Findings:
    """The facts and what has been worked out from them so far; conditions ask this.

    `rule` is a place in the list of rules; `band`, `level`, `act_on` and `ceiling` are places in the list of levels.
    `present_added`, `held_added` count added indicators by group. `notes` holds a flag for each note's code.
    """

    facts: Facts
    scores: dict[str, Any] = field(default_factory=dict)
    present: Any = 0
    held: Any = 0
    unknown: Any = 0
    present_added: dict[str, Any] = field(default_factory=dict)
    held_added: dict[str, Any] = field(default_factory=dict)
    outside: Any = False
    rule: Any = 0
    band: Any = 0
    level: Any = 0
    act_on: Any = 0
    ceiling: Any = 0
    floors: list[Any] = field(default_factory=list)
    ladder: list[Any] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)
    rows: list[Any] = field(default_factory=list)
    procedures: list[Any] = field(default_factory=list)
    raising: dict[tuple[str, str], Any] = field(default_factory=dict)
    pivots: Any = 0
