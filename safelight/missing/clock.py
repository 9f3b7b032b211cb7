"""When a child's missing episodes trigger something (MS-02, HZ-43; N §missing). Pure: no Django.

Hours are elapsed hours, whatever the clocks on the wall do. A calendar month is London's, by the start of an episode.
The order in which episodes are given changes nothing: one that is entered late counts from when it happened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from safelight.core.clock import LONDON

HOURS_72 = timedelta(hours=72)
HOURS_168 = timedelta(hours=168)
ROLLING = timedelta(hours=31 * 24)
MANY = 5


class Code(StrEnum):
    """What became true. The order is that in which triggers of one moment are named."""

    HOURS_72 = "72-hours"
    DAYS_7 = "7-days"
    IN_MONTH = "5-in-month"
    IN_31_DAYS = "5-in-31-days"


ORDER = tuple(Code)


@dataclass(frozen=True)
class Span:
    """One episode: ``start`` and, once somebody saw the child, ``until``; moments with their offset."""

    start: datetime
    until: datetime | None

    def __post_init__(self) -> None:
        # Two moments of one zone are compared by the clock on the wall, which shows some hours twice.
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "until", self.until.astimezone(UTC) if self.until is not None else None)


@dataclass(frozen=True)
class Trigger:
    """What became true, at which moment (UTC), and the places of the episodes that made it true, in order of start."""

    code: Code
    at: datetime
    episodes: tuple[int, ...]


class Impossible(ValueError):
    """Episodes that can't be. ``place`` says which one; ``what`` is ``until``, ``overlap`` or ``start``."""

    def __init__(self, place: int, what: str) -> None:
        self.place = place
        self.what = what
        super().__init__(f"episode {place}: {what}")


def check(episodes: Sequence[Span], now: datetime) -> None:
    """``Impossible`` where an episode ends before it began, begins after ``now`` or overlaps another."""
    for place, span in enumerate(episodes):
        if span.start > now:
            raise Impossible(place, "start")
        if span.until is not None and span.until <= span.start:
            raise Impossible(place, "until")
    order = in_order(episodes)
    for before, after in pairwise(order):
        end = episodes[before].until
        if end is None or end > episodes[after].start:
            raise Impossible(max(before, after), "overlap")


def triggers(episodes: Sequence[Span], now: datetime) -> list[Trigger]:
    """Everything that has become true up to ``now``, each once, in the order of its moment.

    ``72-hours`` and ``7-days`` after the start of an episode, if the child is then still missing. ``5-in-month`` at the
    start of the fifth episode that begins in one month. ``5-in-31-days`` at the start of an episode that makes five
    within 31 times 24 hours, if the episode before it did not; ours, so that a month's end resets nothing (HZ-43).
    """
    order = in_order(episodes)
    starts = [episodes[place].start for place in order]
    found = [*_long(episodes, order), *_in_month(order, starts), *_rolling(order, starts)]
    return sorted((one for one in found if one.at <= now), key=lambda one: (one.at, ORDER.index(one.code)))


def in_order(episodes: Sequence[Span]) -> list[int]:
    """The places of the episodes, in the order of their start."""
    return sorted(range(len(episodes)), key=lambda place: episodes[place].start)


def month_of(moment: datetime) -> tuple[int, int]:
    """The year and month in London in which ``moment`` falls."""
    local = moment.astimezone(LONDON)
    return local.year, local.month


def _long(episodes: Sequence[Span], order: Sequence[int]) -> Iterable[Trigger]:
    for place in order:
        span = episodes[place]
        for code, hours in ((Code.HOURS_72, HOURS_72), (Code.DAYS_7, HOURS_168)):
            try:
                at = span.start + hours
            except OverflowError:
                continue  # later than any moment that can be written
            if span.until is None or span.until > at:
                yield Trigger(code, at, (place,))


def _in_month(order: Sequence[int], starts: Sequence[datetime]) -> Iterable[Trigger]:
    months: dict[tuple[int, int], list[int]] = {}
    for place, start in zip(order, starts, strict=True):
        among = months.setdefault(month_of(start), [])
        among.append(place)
        if len(among) == MANY:
            yield Trigger(Code.IN_MONTH, start, tuple(among))


def _rolling(order: Sequence[int], starts: Sequence[datetime]) -> Iterable[Trigger]:
    first, before = 0, False
    for last, start in enumerate(starts):
        while start - starts[first] >= ROLLING:
            first += 1
        many = last - first + 1 >= MANY
        if many and not before:
            yield Trigger(Code.IN_31_DAYS, start, tuple(order[first : last + 1]))
        before = many


def run_of(episodes: Sequence[Span], trigger: Trigger) -> tuple[int, ...]:
    """For ``5-in-31-days``: the episode at whose start it fired, and those after it that kept it true without a pause.

    Had one of them been entered first, the trigger would have fired there: it is the same one.
    """
    order = in_order(episodes)
    starts = [episodes[place].start for place in order]
    here = order.index(trigger.episodes[-1])
    last = here
    while last + 1 < len(order):
        after = starts[last + 1]
        if sum(after - start < ROLLING for start in starts[: last + 2]) < MANY:
            break
        last += 1
    return tuple(order[here : last + 1])
