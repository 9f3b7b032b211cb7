"""Rates many cases at once: numbers in, pieces of JSON out, the same bytes as the plain path gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from safelight.toolkits.rating.assessor import Assessor
from safelight.toolkits.rating.bulk import MOST_INDICATORS, ManyCases
from safelight.toolkits.rating.engine import citations, reassess_dates
from safelight.toolkits.rating.facts import Facts, Findings
from safelight.toolkits.rating.rules import Rules
from safelight.toolkits.rating.suggestion import Reason, reason_as_json

from .fragments import ListPieces, Pieces, Places
from .reader import MOST_ADDED, Added, Reader, Row

_MOST_DAYS = 2048


def can_rate_fast(rules: Rules) -> bool:
    """Whether the toolkit's indicators fit a mask, and no answer takes points away."""
    points = [part.points.values() for parts in rules.rating.scores.values() for part in parts]
    return len(rules.indicators) <= MOST_INDICATORS and all(value >= 0 for values in points for value in values)


class FastRater:
    """The rules of one toolkit, compiled for many cases."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.reader = Reader(rules)
        self._assessor = Assessor(rules, ManyCases())
        self._days: dict[str, list[bytes]] = {}
        rating = rules.rating
        self._pieces = pieces = Pieces()
        numbers = [None, *(rule.number for rule in rating.rules)]
        self._head = pieces.add(
            [
                _json({"level": level, "band": band, "rule": number})[:-1] + b',"counts":{' + self._score_key(0)
                for level in rating.levels
                for band in rating.levels
                for number in numbers
            ]
        )
        self._scores = [
            pieces.add([_json(number) + self._after_score(place) for number in range(self._most(score) + 1)])
            for place, score in enumerate(rating.scores)
        ]
        self._readings = pieces.add(
            [
                b'"act_on":' + _json(act_on) + b',"ceiling":' + _json(ceiling)
                for act_on in rating.levels
                for ceiling in rating.levels
            ]
        )
        notes = [_json(note.code) for note in rating.notes]
        self._notes = ListPieces(pieces, notes, b',"notes":[', b"]")
        self._pivots = ListPieces(pieces, [_json(code) for code in rules.indicators], b',"pivots":[', b"")
        self._ladder = ListPieces(pieces, [_json(pair) for pair in rating.ladder], b'],"ladder":[', b"]")
        rows = [_json(row.code) for row in rules.summary_form]
        self._rows = ListPieces(pieces, rows, b',"summary_form":[', b"]")
        procedures = [_json(procedure.code) for procedure in rating.procedures]
        self._procedures = ListPieces(pieces, procedures, b',"procedures":[', b"]")
        steps = [self._reason(f"rule {rule.number}", rule.text, rule.cites) for rule in rating.rules]
        self._rule_reasons = pieces.add([b',"reasons":[', *(b',"reasons":[' + step for step in steps)])
        reasons = [self._reason(floor.code, floor.text, floor.cites) for floor in rating.floors]
        reasons += [self._reason(note.code, note.text, note.cites) for note in rating.notes]
        self._reasons = ListPieces(pieces, reasons, b"", b"]}")
        pieces.close()

    @staticmethod
    def _reason(step: str, text: str, cites: list[str]) -> bytes:
        return _json(reason_as_json(Reason(step, text, citations(cites))))

    def _score_key(self, place: int) -> bytes:
        scores = list(self.rules.rating.scores)
        return _json(scores[place]) + b":" if place < len(scores) else b"},"

    def _after_score(self, place: int) -> bytes:
        following = self._score_key(place + 1)
        return following if following == b"}," else b"," + following

    def _most(self, score: str) -> int:
        """The highest that a score can be, with as many added indicators as this path takes."""
        most = 0
        for part in self.rules.rating.scores[score]:
            if part.each_factor is not None:
                most += part.each_factor * len(self.rules.factors)
            else:
                highest = max(part.points.values(), default=0)
                most += highest * (self.rules.group_masks[part.group or ""].bit_count() + MOST_ADDED)
        return most

    def rate(self, rows: Sequence[Row]) -> list[bytes]:
        """The results of these cases, as JSON."""
        found = self._assessor.assess(self._facts(rows))
        size = len(rows)
        levels = len(self.rules.rating.levels)
        head = (_places(found.level) * levels + found.band) * (len(self.rules.rating.rules) + 1) + found.rule + 1
        before = [self._head + head]
        before += [
            first + np.broadcast_to(_places(found.scores[score]), size)
            for first, score in zip(self._scores, self.rules.rating.scores, strict=True)
        ]
        before.append(self._readings + _places(found.act_on) * levels + found.ceiling)
        before += self._notes.places(_octets(list(found.notes.values()), size))
        pivots = np.ascontiguousarray(np.broadcast_to(found.pivots, size), dtype="<u8").view(np.uint8).reshape(size, 8)
        before += self._pivots.places(pivots.T)
        middle = self._ladder.places(_octets(found.ladder, size))
        middle += self._rows.places(_octets(found.rows, size))
        middle += self._procedures.places(_octets(found.procedures, size))
        after = [self._rule_reasons + _places(found.rule) + 1]
        after += self._reasons.places(_octets([*found.floors, *found.notes.values()], size), found.rule >= 0)
        return self._join(rows, found, before, middle, after)

    def _join(
        self, rows: Sequence[Row], found: Findings, before: list[Places], middle: list[Places], after: list[Places]
    ) -> list[bytes]:
        split, close = len(before), len(before) + len(middle)
        table = self._pieces.at([*before, *middle, *after])
        days = {day: self._dates(day) for day in {row[4] for row in rows}}
        for pieces, rank, row in zip(table, found.act_on.tolist(), rows, strict=True):
            pieces.insert(close, days[row[4]][rank])
        for place, row in enumerate(rows):
            if row[5]:
                table[place].insert(split, self._added_pivots(row[5], found, place))
        return list(map(b"".join, table))

    def _added_pivots(self, added: Added, found: Findings, place: int) -> bytes:
        """The added indicators that alone would raise the level, behind the listed ones."""
        raising = [
            code for group, word, code in added if (group, word) in found.raising and found.raising[group, word][place]
        ]
        if not raising:
            return b""
        codes = b",".join(_json(code) for code in sorted(raising, key=lambda code: (len(code), code)))
        return b"," + codes if found.pivots[place] else codes

    def _dates(self, day: str) -> list[bytes]:
        """The dates to reassess by for each level to act on."""
        known = self._days.get(day)
        if known is None:
            if len(self._days) >= _MOST_DAYS:
                self._days.clear()
            known = self._days[day] = [self._dates_at(level, day) for level in self.rules.rating.levels]
        return known

    def _dates_at(self, level: str, day: str) -> bytes:
        dates = reassess_dates(self.rules, level, date.fromisoformat(day))
        by_name = {name: getattr(dates, name) for name in ("aim_from", "aim_by", "no_later_than")}
        return b',"reassess":' + _json(by_name)

    def _facts(self, rows: Sequence[Row]) -> Facts:
        size, octets = len(rows), self.reader.octets
        _, masks, states, factors, _, added = zip(*rows, strict=True)
        raw = np.frombuffer(b"".join(masks), dtype=np.uint8).reshape(size, len(self.reader.words), octets)
        wide = np.zeros((len(self.reader.words), size, 8), dtype=np.uint8)
        wide[:, :, :octets] = raw.transpose(1, 0, 2)
        answers: dict[str, Any] = dict(zip(self.reader.words, wide.view("<u8")[:, :, 0], strict=True))
        answered = np.bitwise_or.reduce(list(answers.values()))
        answers[self.rules.rating.unanswered] = answered ^ np.uint64(self.rules.all_mask)
        state = np.array(states, dtype=np.int32)
        return Facts(
            answers=answers,
            age=(state >> 5) - 1,
            learning_disability=(state >> 3 & 3) - 1,
            open_to_social_care=(state >> 1 & 3) - 1,
            scope_reason=(state & 1) != 0,
            factors=np.array(factors, dtype=np.uint64),
            added=_count_added(added) if any(added) else {},
        )


def _count_added(added: Sequence[Added]) -> dict[tuple[str, str], npt.NDArray[np.int16]]:
    counts: dict[tuple[str, str], npt.NDArray[np.int16]] = {}
    for place, others in enumerate(added):
        for group, word, _code in others:
            if (group, word) not in counts:
                counts[group, word] = np.zeros(len(added), dtype=np.int16)
            counts[group, word][place] += 1
    return counts


def _octets(flags: Sequence[Any], size: int) -> npt.NDArray[np.uint8]:
    """Flags of each case as bits, eight to a number: a row for each eight flags."""
    if not flags:
        return np.zeros((1, size), dtype=np.uint8)
    return np.packbits(np.stack([np.broadcast_to(flag, size) for flag in flags]), axis=0, bitorder="little")


def _places(values: Any) -> Places:
    places: Places = np.asarray(values).astype(np.intp)
    return places


def _json(value: Any) -> bytes:
    return orjson.dumps(value)
