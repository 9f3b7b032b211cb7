"""Rates cases as they come: fast where it can be sure, otherwise one at a time. Both give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from safelight.toolkits.rating.rules import Rules

from . import strict
from .cases import CaseFaultError
from .reader import Row
from .slow import Fault, rate_line, rate_value

if TYPE_CHECKING:
    from .fast import FastRater

BATCH = 1024
"""Cases rated at a time: enough to be fast, few enough that memory doesn't grow with the file."""

FEWEST = 24
"""Fewer cases than this aren't worth compiling the rules for."""


class BadCaseError(Exception):
    """A case of a list is bad: its place from 0, and the fault."""

    def __init__(self, number: int, fault: CaseFaultError) -> None:
        super().__init__(number, fault)
        self.number = number
        self.fault = fault


class Rater:
    """Rates lines and lists of cases. Fewer than `fewest` at once take the plain path."""

    def __init__(self, toolkits: Mapping[str, Rules], fewest: int = FEWEST) -> None:
        self._fewest = fewest
        self._toolkits = toolkits
        self._fast: FastRater | None = None

    def rate_lines(self, lines: Sequence[bytes]) -> Sequence[bytes | Fault | None]:
        """For each line its result, what is wrong with it, or None when it is blank.

        Lines beyond `BATCH` make it use more memory, nothing else.
        """
        fast = self._fast
        if fast is None and len(lines) >= self._fewest:
            fast = self._fast_for([_quick_loads(line) for line in lines[: self._fewest]])
        if fast is None or len(lines) < self._fewest:
            return [rate_line(line, self._toolkits) for line in lines]
        rows = _read_lines(fast, lines)
        good = [row for row in rows if row is not None]
        results = _rate_rows(fast, good)
        if len(good) == len(rows):
            return results
        quick = iter(results)
        return [
            rate_line(line, self._toolkits) if row is None else next(quick)
            for row, line in zip(rows, lines, strict=True)
        ]

    def rate_list(self, data: bytes) -> list[bytes]:
        """The results of a list of cases. Raises strict.MalformedTextError, or BadCaseError for the first bad one."""
        values = _quick_loads(data)
        if not isinstance(values, list):
            values = strict.loads(data)
        fast = self._fast_for(values)
        rows = fast.reader.read(values) if fast else [None] * len(values)
        good = [row for row in rows if row is not None]
        if len(good) < len(rows) or _may_repeat_keys(data, good):
            values = strict.loads(data)
        results: list[bytes] = []
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            quick = iter(_rate_rows(fast, [row for row in batch if row is not None]))
            for number, row in enumerate(batch, start):
                if row is not None:
                    results.append(next(quick))
                    continue
                try:
                    results.append(rate_value(values[number], self._toolkits))
                except CaseFaultError as error:
                    raise BadCaseError(number, error) from None
        return results

    def _fast_for(self, values: Sequence[Any]) -> FastRater | None:
        """The compiled rules of the first toolkit that these cases name, if they are worth it."""
        if self._fast is None and len(values) >= self._fewest:
            # Only now: numpy takes longer to load than a few cases take to rate.
            from .fast import FastRater, can_rate_fast

            for value in values[: self._fewest]:
                toolkit = value.get("toolkit") if isinstance(value, dict) else None
                if isinstance(toolkit, str) and toolkit in self._toolkits:
                    rules = self._toolkits[toolkit]
                    self._fast = FastRater(rules) if can_rate_fast(rules) else None
                    break
        return self._fast


def _read_lines(fast: FastRater, lines: Sequence[bytes]) -> list[Row | None]:
    """Each line as numbers, or None when the plain path must judge it."""
    try:
        rows = fast.reader.read(map(orjson.loads, lines))
    except orjson.JSONDecodeError:
        rows = fast.reader.read(map(_quick_loads, lines))
    if None not in rows and not _may_repeat_keys(b"".join(lines), rows):
        return rows
    for place, (row, line) in enumerate(zip(rows, lines, strict=True)):
        if row is not None and _may_repeat_keys(line, [row]) and not _is_strict(line):
            rows[place] = None
    return rows


def _may_repeat_keys(data: bytes, rows: Sequence[Row | None]) -> bool:
    """Whether some key may be given twice in the JSON that these rows were read from.

    A reader keeps one key of two, but both have a colon. So there is none to spare unless a key is given twice, or a
    backslash hides what is written.
    """
    return b"\\" in data or data.count(b":") != sum(row[0] for row in rows if row is not None)


def _rate_rows(fast: FastRater | None, rows: Sequence[Row]) -> Sequence[bytes]:
    return fast.rate(rows) if fast is not None and rows else ()


def _quick_loads(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return None


def _is_strict(line: bytes) -> bool:
    try:
        strict.loads(line)
    except strict.MalformedTextError:
        return False
    return True
