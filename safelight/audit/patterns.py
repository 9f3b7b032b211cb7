"""What in the log's counts looks like somebody browsing (HZ-14). Pure: no Django, no names, no records.

Nothing here says that anybody did wrong. It says that somebody's manager should ask, because the log alone can't tell
a busy night from curiosity. Users have no home address in Safelight, so looking up neighbours can't be seen here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median
from uuid import UUID


class Rule(StrEnum):
    """What stood out on a day."""

    MANY = "many"
    UNUSUAL = "unusual"
    NOT_INVOLVED = "not_involved"
    SAME_SURNAME = "same_surname"
    SEARCHES = "searches"
    REFUSED = "refused"


@dataclass(frozen=True)
class Threshold:
    """From how many on a day a rule speaks, and why there."""

    rule: Rule
    at_least: int
    why: str
    times_usual: int = 0


THRESHOLDS: tuple[Threshold, ...] = (
    Threshold(Rule.MANY, 31, "A full day's work on children's records is far fewer than 30 different ones."),
    Threshold(
        Rule.UNUSUAL,
        15,
        "Three times what the person usually opens, but never fewer than 15: a first busy day is no pattern.",
        times_usual=3,
    ),
    Threshold(
        Rule.NOT_INVOLVED,
        8,
        "Cover for a colleague means one or two children that one does not work with, not eight on one day.",
    ),
    Threshold(Rule.SAME_SURNAME, 1, "A record of one's own family is opened by somebody else, always."),
    Threshold(Rule.SEARCHES, 40, "More than one search every ten minutes of a working day."),
    Threshold(Rule.REFUSED, 10, "A slip or two is usual; ten pages that are not for them is trying doors."),
)


@dataclass(frozen=True)
class Day:
    """What one person did on one day: how many different children they opened, how many of those without working
    with them, how many that bear their surname and that they don't work with, searches, and refusals."""

    person_id: UUID
    day: date
    children: int = 0
    not_involved: int = 0
    same_surname: int = 0
    searches: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Finding:
    """One rule that one day met: how many there were, from how many it speaks, and what the person's usual day is."""

    rule: Rule
    count: int
    at_least: int
    usual: float = 0.0


@dataclass(frozen=True)
class Alert:
    """A person's day that somebody should ask about, with every rule that it met."""

    person_id: UUID
    day: date
    findings: tuple[Finding, ...]


def usual(counts: Iterable[int]) -> float:
    """How many children a person opens on a day on which they open any: the median; 0 where there is no such day."""
    worked = [count for count in counts if count > 0]
    return float(median(worked)) if worked else 0.0


def alerts(
    days: Sequence[Day],
    *,
    own_usual: Mapping[UUID, float],
    sees_others_by_role: frozenset[UUID] = frozenset(),
    thresholds: Sequence[Threshold] = THRESHOLDS,
) -> list[Alert]:
    """The days that met a rule, newest first, then by person.

    ``own_usual`` is each person's usual number of children a day before these days (see ``usual``); without one
    ``UNUSUAL`` does not speak. Those in ``sees_others_by_role`` (managers, coordinators) open records of children they
    don't work with as their work, so that ``NOT_INVOLVED`` does not speak of them; every other rule does.
    """
    found = []
    for day in days:
        findings = tuple(
            finding
            for threshold in thresholds
            if (finding := _finding(threshold, day, own_usual, sees_others_by_role)) is not None
        )
        if findings:
            found.append(Alert(day.person_id, day.day, findings))
    return sorted(found, key=lambda alert: (-alert.day.toordinal(), str(alert.person_id)))


def _finding(
    threshold: Threshold, day: Day, own_usual: Mapping[UUID, float], sees_others_by_role: frozenset[UUID]
) -> Finding | None:
    rule, at_least, their_usual = threshold.rule, threshold.at_least, own_usual.get(day.person_id, 0.0)
    if rule is Rule.NOT_INVOLVED and day.person_id in sees_others_by_role:
        return None
    if threshold.times_usual:
        if not their_usual:
            return None
        at_least = max(at_least, int(-(-threshold.times_usual * their_usual // 1)))
    count = _count(rule, day)
    return Finding(rule, count, at_least, their_usual) if count >= at_least else None


def _count(rule: Rule, day: Day) -> int:
    return {
        Rule.MANY: day.children,
        Rule.UNUSUAL: day.children,
        Rule.NOT_INVOLVED: day.not_involved,
        Rule.SAME_SURNAME: day.same_surname,
        Rule.SEARCHES: day.searches,
        Rule.REFUSED: day.refused,
    }[rule]
