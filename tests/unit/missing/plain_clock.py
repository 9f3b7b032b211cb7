"""The triggers once more, slowly and in the words of the rule: for comparing with the real ones.

Written from the rule alone. It walks over every minute-like moment of interest and counts anew each time.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

Episode = tuple[datetime, datetime | None]
Found = tuple[str, datetime, list[int]]


def london_month(moment: datetime) -> str:
    """Year and month on a calendar on a wall in London."""
    return moment.astimezone(ZoneInfo("Europe/London")).strftime("%Y-%m")


def plain_triggers(episodes: list[Episode], now: datetime) -> list[Found]:
    """The same answer as ``safelight.missing.clock.triggers``, by trying everything."""
    utc = [(start.astimezone(UTC), end.astimezone(UTC) if end else None) for start, end in episodes]
    numbers = sorted(range(len(utc)), key=lambda number: utc[number][0])
    found: list[Found] = []
    for number in numbers:
        start, end = utc[number]
        for name, hours in (("72-hours", 72), ("7-days", 168)):
            moment = start + timedelta(hours=hours)
            still_missing = end is None or end > moment
            if still_missing:
                found.append((name, moment, [number]))
    for month in {london_month(utc[number][0]) for number in numbers}:
        in_month = [number for number in numbers if london_month(utc[number][0]) == month]
        if len(in_month) >= 5:
            found.append(("5-in-month", utc[in_month[4]][0], in_month[:5]))
    for position, number in enumerate(numbers):
        here = within_31_days(utc, numbers, number)
        before = within_31_days(utc, numbers, numbers[position - 1]) if position else []
        if len(here) >= 5 and len(before) < 5:
            found.append(("5-in-31-days", utc[number][0], here))
    names = ["72-hours", "7-days", "5-in-month", "5-in-31-days"]
    passed = [one for one in found if one[1] <= now]
    return sorted(passed, key=lambda one: (one[1], names.index(one[0])))


def within_31_days(utc: list[Episode], numbers: list[int], last: int) -> list[int]:
    """The episodes that began in the 31 times 24 hours up to and with the start of ``last``."""
    end = utc[last][0]
    return [number for number in numbers if end - timedelta(hours=31 * 24) < utc[number][0] <= end]
