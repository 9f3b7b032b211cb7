"""Retention schedules as files: how long each kind of record is kept, from what day, and on what basis.

A schedule is local. A rule says whether its basis was verified against a source; an example that nobody has checked
says so on every page that shows it. Pure but for reading files.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from safelight.core import paths
from safelight.duties.clock import add_months
from safelight.toolkits.problems import DefinitionError, Problem, written
from safelight.toolkits.yaml_tree import NotReadable, Tree, read_tree

Text = Annotated[str, StringConstraints(pattern=r"^\S([\s\S]*\S)?$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Status = Literal["looked_after", "care_leaver", "child_protection", "child_in_need", "open_other"]
FOLDER = "retention"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Rule(_Part):
    """Records of a kind are kept for so many years from a day. ``ever`` narrows it to children who ever had one of
    these social care statuses; a rule without it holds for all. Of several that fit, the longest counts."""

    code: Slug
    record: Literal["child", "concern"]
    label: Text
    ever: tuple[Status, ...] = ()
    counted_from: Literal["date_of_birth", "last_entry", "closed"]
    years: Annotated[int, Field(ge=1, le=120)]
    basis: Text
    verified: bool

    @model_validator(mode="after")
    def _counted_from_what_there_is(self) -> "Rule":
        allowed = {"child": {"date_of_birth", "last_entry"}, "concern": {"closed"}}[self.record]
        if self.counted_from not in allowed:
            raise ValueError(f"a {self.record} can't be counted from {self.counted_from}")
        if self.ever and self.record != "child":
            raise ValueError("only a child has had a social care status")
        return self


class Schedule(_Part):
    """A whole schedule."""

    id: Slug
    title: Text
    note: Text
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_code_once(self) -> "Schedule":
        codes = [rule.code for rule in self.rules]
        if len(codes) != len(set(codes)):
            raise ValueError("a rule's code stands twice")
        if not any(rule.record == "child" and not rule.ever for rule in self.rules):
            raise ValueError("one rule has to hold for every child")
        return self


@dataclass(frozen=True)
class Read:
    """A schedule's file as it was read, with the hash of its content."""

    schedule: Schedule
    sha256: str


def read(path: Path) -> Read:
    """Read one file. Raises ``DefinitionError`` with every fault and its line."""
    content = path.read_bytes()
    try:
        tree = read_tree(content)
    except NotReadable as error:
        raise DefinitionError(path.name, error.problems) from None
    return Read(_checked(path.name, tree), hashlib.sha256(content).hexdigest())


def of_content(content: object) -> Schedule:
    """A schedule that was kept as JSON."""
    return Schedule.model_validate(content, strict=False)


def _checked(name: str, tree: Tree) -> Schedule:
    try:
        return Schedule.model_validate(_tuples(tree.data))
    except ValidationError as error:
        problems = [Problem(tree.line_of(one["loc"]), written(one["loc"]), one["msg"]) for one in error.errors()]
        raise DefinitionError(name, problems) from None


def _tuples(data: object) -> object:
    if isinstance(data, dict):
        return {key: _tuples(value) for key, value in data.items()}
    return tuple(_tuples(value) for value in data) if isinstance(data, list) else data


def released() -> dict[str, Read]:
    """Every schedule that comes with Safelight, by id."""
    files = sorted((paths.definitions() / FOLDER).glob("*.yaml"))
    found = [read(path) for path in files]
    return {each.schedule.id: each for each in found}


def kept_until(rule: Rule, since: date) -> date:
    """The first day on which a record counted from ``since`` need no longer be kept."""
    return add_months(since, 12 * rule.years)


def longest(rules: list[tuple[Rule, date]]) -> tuple[Rule, date] | None:
    """Of the rules that fit, each with the day it is counted from, the one that keeps longest and its last day."""
    ends = [(kept_until(rule, since), rule) for rule, since in rules]
    if not ends:
        return None
    end, rule = max(ends, key=lambda each: each[0])
    return rule, end
