"""When restraint counts as repeated. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

# Ours: the source says "on a regular basis" and gives no number (C aim 5).
TIMES, WITHIN = 2, timedelta(days=28)


def repeated(moments: Iterable[datetime], reviewed: datetime | None) -> datetime | None:
    """The moment at which restraint became repeated, or None: `TIMES` within `WITHIN`, all after the last review."""
    counted = sorted(moment for moment in moments if reviewed is None or moment > reviewed)
    for place in range(TIMES - 1, len(counted)):
        if counted[place] - counted[place - TIMES + 1] <= WITHIN:
            return counted[place]
    return None
