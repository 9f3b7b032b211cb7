"""The one place that reads the time.

Logic takes ``now`` or ``today`` as an argument; views and commands ask here. Times are UTC, days are London's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present moment, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The present day in London, which is the day that people mean."""
    return london_day(now())


def london_day(moment: datetime) -> date:
    """The London day on which ``moment`` (with its offset) falls."""
    return moment.astimezone(LONDON).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let ``now()`` answer ``moment`` inside the block: for the demo's past and for tests."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its offset")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
