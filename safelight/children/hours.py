"""Hours of the week in which nobody is named whom the child can reach (CH-12). Pure: no Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

MINUTES_A_DAY = 24 * 60

DAYS: dict[str, tuple[int, ...]] = {
    "every_day": (0, 1, 2, 3, 4, 5, 6),
    "weekdays": (0, 1, 2, 3, 4),
    "weekends": (5, 6),
    "monday": (0,),
    "tuesday": (1,),
    "wednesday": (2,),
    "thursday": (3,),
    "friday": (4,),
    "saturday": (5,),
    "sunday": (6,),
}


@dataclass(frozen=True)
class Window:
    """Days (a key of ``DAYS``) and the hours on them. An end at or before the start runs into the next day."""

    days: str
    start: time
    end: time


@dataclass(frozen=True)
class Gap:
    """Hours without anybody, on the same hours of ``weekdays`` (0 is Monday). An ``end`` of None is midnight."""

    weekdays: tuple[int, ...]
    start: time
    end: time | None


def gaps(windows: Iterable[Window]) -> list[Gap]:
    """The hours of a week that no window covers, days with the same hours together, Monday first."""
    covered = [bytearray(MINUTES_A_DAY) for _ in range(7)]
    for window in windows:
        start, end = _minute(window.start), _minute(window.end)
        length = (end - start) % MINUTES_A_DAY or MINUTES_A_DAY
        for day in DAYS[window.days]:
            today = min(length, MINUTES_A_DAY - start)
            covered[day][start : start + today] = b"\x01" * today
            tomorrow = length - today
            covered[(day + 1) % 7][:tomorrow] = b"\x01" * tomorrow
    found: dict[tuple[int, int], list[int]] = {}
    for day, minutes in enumerate(covered):
        for start, end in _empty_runs(minutes):
            found.setdefault((start, end), []).append(day)
    ordered = sorted(found.items(), key=lambda item: (item[1], item[0]))
    return [
        Gap(tuple(days), _time(start), None if end == MINUTES_A_DAY else _time(end)) for (start, end), days in ordered
    ]


def _empty_runs(minutes: bytearray) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    at = minutes.find(b"\x00")
    while at != -1:
        end = minutes.find(b"\x01", at)
        end = MINUTES_A_DAY if end == -1 else end
        runs.append((at, end))
        at = minutes.find(b"\x00", end)
    return runs


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
