"""Patterns of missing: on which days and at which hours children go missing, where they are found, how often (MS-06).

Pure: no Django. The same counts serve one child's page and a partnership's.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from safelight.core.clock import LONDON

HOURS = range(24)
WEEKDAYS = range(7)


@dataclass(frozen=True)
class Away:
    """One episode, as far as patterns need it."""

    start: datetime
    until: datetime | None
    found_where: str = ""


def by_hour(episodes: Iterable[Away]) -> dict[int, int]:
    """How many episodes began in each hour of the day in London, from 0 to 23; an hour without any is 0."""
    counted = Counter(one.start.astimezone(LONDON).hour for one in episodes)
    return {hour: counted[hour] for hour in HOURS}


def by_weekday(episodes: Iterable[Away]) -> dict[int, int]:
    """How many episodes began on each day of the week in London, from 0 (Monday) to 6; a day without any is 0."""
    counted = Counter(one.start.astimezone(LONDON).weekday() for one in episodes)
    return {day: counted[day] for day in WEEKDAYS}


def places(episodes: Iterable[Away]) -> list[tuple[str, int]]:
    """Where the child was found, as it was written down, the most frequent first; spelling and case are one."""
    counted: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for one in episodes:
        words = " ".join(one.found_where.split())
        if words:
            key = words.casefold()
            shown.setdefault(key, words)
            counted[key] += 1
    return [(shown[key], times) for key, times in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]


def gaps(episodes: Sequence[Away]) -> list[timedelta]:
    """How long it was from each return to the next start, in the order of time. None is left out but open episodes."""
    order = sorted(episodes, key=lambda one: one.start)
    return [
        after.start - before.until
        for before, after in pairwise(order)
        if before.until is not None and after.start >= before.until
    ]


def time_away(episodes: Iterable[Away], now: datetime) -> timedelta:
    """How long the child was away altogether, up to ``now``."""
    return sum(((one.until or now) - one.start for one in episodes), timedelta())
