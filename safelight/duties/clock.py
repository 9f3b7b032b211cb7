"""When something is due. Pure: no Django, no reading of the time; days are London's, moments are UTC.

A due date is given as the moment after which the duty is overdue: the end of a London day, or so many elapsed
hours. Hours are counted in UTC, so that 24 hours are 24 hours when the clocks change.
"""

import calendar
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

from safelight.core.clock import LONDON, london_day
from safelight.duties.types import Duty

_CALENDARS = {"england": "ENG", "wales": "WLS"}


class Bucket(StrEnum):
    """How soon a duty has to be done, as a list of work is divided."""

    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this_week"
    LATER = "later"


def end_of_day(day: date) -> datetime:
    """The moment in UTC at which the London day ``day`` ends: midnight at the start of the next."""
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=LONDON).astimezone(UTC)


def same_day(moment: datetime) -> datetime:
    """The end of the London day on which ``moment`` falls."""
    return end_of_day(london_day(moment))


def within_hours(moment: datetime, hours: int) -> datetime:
    """``hours`` elapsed hours after ``moment``, whatever the clocks on the wall do in between."""
    return moment.astimezone(UTC) + timedelta(hours=hours)


def add_weeks(day: date, weeks: int) -> date:
    """The same day of the week, ``weeks`` weeks later."""
    return day + timedelta(weeks=weeks)


def add_months(day: date, months: int) -> date:
    """The same day ``months`` calendar months later; a day that the month has not got becomes its last."""
    year, month_before = divmod(day.year * 12 + day.month - 1 + months, 12)
    month = month_before + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@lru_cache(maxsize=64)
def _bank_holidays(year: int, jurisdiction: str) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=_CALENDARS[jurisdiction], years=year))


def is_working_day(day: date, jurisdiction: str = "england") -> bool:
    """Monday to Friday and not a bank holiday of ``england`` or ``wales``; ``KeyError`` for anything else."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year, jurisdiction)


def add_working_days(day: date, days: int, jurisdiction: str = "england") -> date:
    """The ``days``-th working day after ``day``; with 0, ``day`` itself or the next working day."""
    if days < 0:
        raise ValueError("working days are counted forwards")
    while days == 0 and not is_working_day(day, jurisdiction):
        day += timedelta(days=1)
    for _ in range(days):
        day += timedelta(days=1)
        while not is_working_day(day, jurisdiction):
            day += timedelta(days=1)
    return day


def bucket(duty: Duty, now: datetime) -> Bucket:
    """Where ``duty`` stands at ``now``; never typed, never stored (PR-09).

    It is overdue after ``due_at``, unless it is never too late: then it is for today (PL-12). This week is the next
    seven days, and also a window that has begun: from ``aim_from`` on it is time to act. Without a clock a must is
    for this week, so that it is never out of sight; anything else is for later.
    """
    today = london_day(now)
    if duty.due_at is not None:
        if now > duty.due_at:
            return Bucket.TODAY if duty.never_too_late else Bucket.OVERDUE
        last_day = last_day_of(duty.due_at)
        if last_day <= today:
            return Bucket.TODAY
        if last_day <= today + timedelta(days=7):
            return Bucket.THIS_WEEK
    elif duty.must and duty.aim_from is None:
        return Bucket.THIS_WEEK
    if duty.aim_from is not None and duty.aim_from <= today:
        return Bucket.THIS_WEEK
    return Bucket.LATER


def last_day_of(due_at: datetime) -> date:
    """The London day by whose end, or on which, something is due: midnight belongs to the day that it ends."""
    return london_day(due_at - timedelta(microseconds=1))


def buckets(duties: Iterable[Duty], now: datetime) -> dict[Bucket, list[Duty]]:
    """The duties by bucket, each in the order of their moment; musts before shoulds where that is equal."""
    found: dict[Bucket, list[Duty]] = {each: [] for each in Bucket}
    for duty in duties:
        found[bucket(duty, now)].append(duty)
    for group in found.values():
        group.sort(key=urgency)
    return found


def urgency(duty: Duty) -> tuple[datetime, bool, str]:
    """A key that sorts what is due first to the front; what has no clock comes last."""
    return (duty.due_at or datetime.max.replace(tzinfo=UTC), not duty.must, duty.key)
