"""How the demo's past is written: each child's story is a diary, and all diaries are lived through day by day.

A story is a generator. It yields the moment at which it goes on; what it does next happens at that moment. The
earliest of all stories goes next, so that records and audit stand in the order in which they would have been made.
"""

import heapq
from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import UTC, datetime

from safelight.core import clock

# Yields moments; what it returns is of no interest to the calendar.
Diary = Generator[datetime, None, None]
Story = Callable[..., Diary]


def live_through(
    diaries: Iterable[Diary], until: datetime, new_month: Callable[[datetime], None] | None = None
) -> None:
    """Run every diary to its end, each step at its own moment. ``ValueError`` for one that goes back or beyond.

    ``new_month`` is told each month that something happens in, by its first such moment.
    """
    month = ""
    waiting: list[tuple[datetime, int, Iterator[datetime]]] = []
    begin = datetime.min.replace(tzinfo=UTC)
    for number, diary in enumerate(diaries):
        _next(waiting, diary, number, begin, until)
    while waiting:
        moment, number, going_on = heapq.heappop(waiting)
        if new_month is not None and f"{moment:%Y-%m}" != month:
            month = f"{moment:%Y-%m}"
            new_month(moment)
        with clock.at(moment):
            _next(waiting, going_on, number, moment, until)


def _next(
    waiting: list[tuple[datetime, int, Iterator[datetime]]],
    diary: Iterator[datetime],
    number: int,
    since: datetime,
    until: datetime,
) -> None:
    following = next(diary, None)
    if following is None:
        return
    if not since <= following <= until:
        raise ValueError(f"story {number} goes from {since} to {following}, and the demo ends at {until}")
    heapq.heappush(waiting, (following, number, diary))
