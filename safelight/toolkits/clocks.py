"""How long each step may take, as definitions: England's, Wales's, and what an installation agreed for itself.

Each clock says its length, from what moment it is counted, where it stands and whether that was checked. A file of
local clocks may only shorten what law or guidance sets (HZ-44), and names the two people who agreed it. Pure but for
reading files.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from safelight.core import paths
from safelight.core.clock import london_day
from safelight.duties.clock import add_months, add_weeks, add_working_days, end_of_day, within_hours
from safelight.toolkits.problems import DefinitionError, Problem
from safelight.toolkits.schema import Day, Part, Text
from safelight.toolkits.strict import read_as

Jurisdiction = Literal["england", "wales"]
Unit = Literal["hours", "days", "working_days", "weeks", "months"]
Basis = Literal["statutory", "guidance", "local"]
ClockCode = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$")]
Length = Annotated[int, Field(ge=1, le=1000)]

LOCAL = "SAFELIGHT_LOCAL_CLOCKS"
"""The setting that names the file of local clocks; unset where there are none."""


@dataclass(frozen=True)
class Clock:
    """One clock as it is in force: ``local`` says that the installation set its length."""

    code: str
    title: str
    length: int
    unit: Unit
    counted_from: str
    basis: Basis
    source: str
    verified: bool
    local: bool = False

    def due(self, moment: datetime, jurisdiction: str) -> datetime:
        """The moment (UTC) after which what began at ``moment`` is overdue.

        Hours are elapsed hours; everything else ends with a London day. ``jurisdiction`` says whose bank holidays.
        """
        if self.unit == "hours":
            return within_hours(moment, self.length)
        day = london_day(moment)
        if self.unit == "working_days":
            return end_of_day(add_working_days(day, self.length, jurisdiction))
        if self.unit == "weeks":
            return end_of_day(add_weeks(day, self.length))
        if self.unit == "months":
            return end_of_day(add_months(day, self.length))
        return end_of_day(day + timedelta(days=self.length))


class DefinedClock(Part):
    """One clock of a shipped file."""

    model_config = ConfigDict(populate_by_name=False)

    code: ClockCode
    title: Text
    length: Length
    unit: Unit
    counted_from: Text = Field(alias="from")
    basis: Basis
    source: Text
    verified: bool


class DefinedClocks(Part):
    """The clocks of one jurisdiction."""

    format: Literal[1]
    kind: Literal["clocks"]
    jurisdiction: Jurisdiction
    clocks: Annotated[list[DefinedClock], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> DefinedClocks:
        _once(one.code for one in self.clocks)
        return self


class LocalClock(Part):
    """What an installation agreed for one clock of one jurisdiction."""

    jurisdiction: Jurisdiction
    code: ClockCode
    length: Length
    unit: Unit
    agreed_by: Text
    second_person: Text
    agreed_on: Day

    @model_validator(mode="after")
    def _two_people(self) -> LocalClock:
        if self.agreed_by.casefold() == self.second_person.casefold():
            raise ValueError("agreed_by and second_person are the same person")
        return self


class LocalClocks(Part):
    """A whole file of local clocks."""

    format: Literal[1]
    kind: Literal["local_clocks"]
    clocks: list[LocalClock]

    @model_validator(mode="after")
    def _each_once(self) -> LocalClocks:
        _once(f"{one.jurisdiction} {one.code}" for one in self.clocks)
        return self


def clock_for(jurisdiction: str, code: str) -> Clock | None:
    """The clock that is in force there, or None where nothing is set. Raises ``DefinitionError`` for a faulty file."""
    return all_clocks(jurisdiction).get(code)


def required(jurisdiction: str, code: str) -> Clock:
    """The clock that is in force there; ``KeyError`` where nothing is set."""
    return all_clocks(jurisdiction)[code]


def all_clocks(jurisdiction: str) -> Mapping[str, Clock]:
    """Every clock in force in ``england`` or ``wales``, by code."""
    return _read(paths.definitions() / "clocks" / f"{jurisdiction}.yaml", os.environ.get(LOCAL, ""))


@lru_cache(maxsize=8)
def _read(shipped: Path, local: str) -> Mapping[str, Clock]:
    defined = read_as(shipped, DefinedClocks)
    found = {one.code: Clock(**one.model_dump()) for one in defined.clocks}
    if not local:
        return found
    for index, one in enumerate(read_as(Path(local), LocalClocks).clocks):
        if one.jurisdiction != defined.jurisdiction:
            continue
        above = found.get(one.code)
        if fault := _fault(one, above):
            raise DefinitionError(local, [Problem(1, f"clocks.{index}", f"{one.code}: {fault}")])
        assert above is not None
        found[one.code] = Clock(
            code=above.code,
            title=above.title,
            length=one.length,
            unit=one.unit,
            counted_from=above.counted_from,
            basis=above.basis,
            source=f"{above.source}; agreed here on {one.agreed_on}",
            verified=above.verified,
            local=True,
        )
    return found


def _fault(local: LocalClock, above: Clock | None) -> str:
    """Why a local clock is refused; nothing when it only shortens, or when no rule stands above it."""
    if above is None:
        return "there is no such clock"
    if above.basis == "local":
        return ""
    if local.unit != above.unit:
        return f"has to be in {above.unit}, as the rule above it"
    if local.length > above.length:
        return f"may not be longer than {above.length} {above.unit}"
    return ""


def _once(values: Iterable[str]) -> None:
    twice = [value for value, often in Counter(values).items() if often > 1]
    if twice:
        raise ValueError(f"{twice[0]} stands twice")
