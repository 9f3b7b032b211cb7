"""Applies rating rules to facts: one case or many, by the same steps."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from .conditions import Test, compile_condition
from .definition import Condition, Reading
from .facts import UNKNOWN, Arithmetic, Facts, Findings
from .rules import Rules


class Assessor:
    """Rules compiled once for one kind of arithmetic."""

    def __init__(self, rules: Rules, arithmetic: Arithmetic) -> None:
        self.rules = rules
        self.arithmetic = arithmetic
        rating = rules.rating
        self._rules = [(self._compile(rule.when), rules.rank(rule.level)) for rule in rating.rules]
        self._floors = [
            (self._compile(floor.when), rules.rank(floor.refuses), rules.rank(floor.becomes)) for floor in rating.floors
        ]
        self._outside = self._compile(rating.scope.outside_when)
        self._notes = [(note.code, self._compile(note.when)) for note in rating.notes]
        self._kept_outside = set(rating.scope.other_notes)
        self._ladder = [(rules.bits[lesser], rules.bits[graver]) for lesser, graver in rating.ladder]
        self._rows = [self._compile(row) for row in rules.row_conditions()]
        self._procedures = [self._compile(procedure.when) for procedure in rating.procedures]

    def _compile(self, condition: Condition) -> Test:
        return compile_condition(condition, self.rules, self.arithmetic)

    def assess(self, facts: Facts) -> Findings:
        """Everything that the rules say about these facts."""
        found = Findings(facts, self.scores(facts))
        self._gather_held(found)
        where = self.arithmetic.where
        found.outside = self._outside(found)
        found.rule = self._rule(found)
        found.band = where(found.outside, 0, self._band(found))
        found.level = where(found.outside, 0, self._level(found))
        found.act_on = self._reading(found, self.rules.rating.act_on)
        found.ceiling = self._reading(found, self.rules.rating.ceiling)
        inside = found.outside ^ True
        found.floors = [
            holds & (found.band == refuses) & inside
            for holds, (_test, refuses, _becomes) in zip(self.floors_binding(found), self._floors, strict=True)
        ]
        found.ladder = [
            ((found.held & lesser) != 0) & ((found.unknown & graver) != 0) & inside for lesser, graver in self._ladder
        ]
        for code, test in self._notes:
            if code == self.rules.rating.scope.note:
                found.notes[code] = test(found) & found.outside
            elif code in self._kept_outside:
                found.notes[code] = test(found)
            else:
                found.notes[code] = test(found) & inside
        found.rows = [test(found) & inside for test in self._rows]
        found.procedures = [test(found) & inside for test in self._procedures]
        self._find_pivots(found, inside)
        return found

    def floors_binding(self, found: Findings) -> list[Any]:
        """For each floor whether its condition holds, whatever the band."""
        return [test(found) for test, _refuses, _becomes in self._floors]

    def levels(self, facts: Facts) -> Any:
        """The suggested level's place alone: what bulk work asks for."""
        found = Findings(facts, self.scores(facts))
        return self.arithmetic.where(self._outside(found), 0, self._level(found))

    def scores(self, facts: Facts) -> dict[str, Any]:
        """Each score's sum of points."""
        count = self.arithmetic.count
        scores: dict[str, Any] = {}
        for score, parts in self.rules.rating.scores.items():
            total: Any = 0
            for part in parts:
                if part.each_factor is not None:
                    total = total + count(facts.factors) * part.each_factor
                    continue
                mask = self.rules.group_masks[part.group or ""]
                for word, points in part.points.items():
                    number = count(facts.answers.get(word, 0) & mask) + facts.added.get((part.group or "", word), 0)
                    total = total + (number if points == 1 else number * points)
            scores[score] = total
        return scores

    def _gather_held(self, found: Findings) -> None:
        words, facts = self.rules.words, found.facts
        present, suspected = words["present"], words["suspected"]
        found.present = _union(facts, present)
        found.held = found.present | _union(facts, suspected)
        found.unknown = _union(facts, words["unknown"])
        for (group, word), number in facts.added.items():
            if word in present:
                found.present_added[group] = found.present_added.get(group, 0) + number
            if word in present or word in suspected:
                found.held_added[group] = found.held_added.get(group, 0) + number

    def _rule(self, found: Findings) -> Any:
        """The place of the first rule that holds, -1 outside the scope."""
        where = self.arithmetic.where
        place: Any = len(self._rules) - 1
        for earlier in range(len(self._rules) - 2, -1, -1):
            place = where(self._rules[earlier][0](found), earlier, place)
        return where(found.outside, -1, place)

    def _band(self, found: Findings) -> Any:
        """The level of the first rule that holds."""
        where = self.arithmetic.where
        band: Any = self._rules[-1][1]
        for test, rank in reversed(self._rules[:-1]):
            band = where(test(found), rank, band)
        return band

    def _level(self, found: Findings) -> Any:
        """The band after the floors."""
        where = self.arithmetic.where
        band = self._band(found)
        level = band
        for test, refuses, becomes in self._floors:
            level = where(test(found) & (band == refuses), self.arithmetic.at_least(level, becomes), level)
        return level

    def _reading(self, found: Findings, reading: Reading) -> Any:
        """The level when answers are read otherwise; never below the level itself."""
        where = self.arithmetic.where
        facts = found.facts.read_as(reading.read)
        if reading.age_if_unknown is not None:
            facts.age = where(facts.age == UNKNOWN, reading.age_if_unknown, facts.age)
        if reading.learning_disability_if_unknown is not None:
            told = int(reading.learning_disability_if_unknown)
            facts.learning_disability = where(facts.learning_disability == UNKNOWN, told, facts.learning_disability)
        level = self._level(Findings(facts, self.scores(facts)))
        return where(found.outside, 0, self.arithmetic.at_least(level, found.level))

    def _find_pivots(self, found: Findings, inside: Any) -> None:
        """Which open answers would raise the level, each alone.

        Rules ask sums only, so all indicators of one group with one answer have the same effect; `raising` keeps it by
        (group, answer), for added indicators too, and `pivots` is the mask of the listed ones.
        """
        for word, counts_as in self.rules.rating.pivots.read.items():
            for group, mask in self.rules.group_masks.items():
                scores = dict(found.scores)
                for score, parts in self.rules.rating.scores.items():
                    for part in parts:
                        if part.group == group:
                            gain = part.points.get(counts_as, 0) - part.points.get(word, 0)
                            scores[score] = scores[score] + gain
                raises = (self._level(Findings(found.facts, scores)) > found.level) & inside
                found.raising[group, word] = raises
                found.pivots = found.pivots | (found.facts.answers.get(word, 0) & mask) * raises


def _union(facts: Facts, words: tuple[str, ...]) -> Any:
    return reduce(or_, (facts.answers.get(word, 0) for word in words), 0)
