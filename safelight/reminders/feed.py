"""A calendar feed: on each day how many things are due, and nothing else (HZ-17).

It is read by telephones and copied to machines of others, so it holds no name, no child, nobody who comes, no place.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from safelight.reminders.counting import Due

WEEKS = 4


def feed(due: Due, *, now: datetime, own_id: str, address: str, words: Callable[[int, int], str]) -> bytes:
    """The feed as a calendar file (RFC 5545): a whole-day entry for each day on which something is due.

    ``own_id`` makes the entries' ids unique; ``address`` opens My work; ``words`` says ``due`` and ``overdue`` things.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Safelight//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Safelight")
    calendar.add("x-published-ttl", "PT1H")
    for day in sorted({*due.by_day, *([due.today] if due.overdue else [])}):
        if day <= due.today + timedelta(weeks=WEEKS):
            overdue = due.overdue if day == due.today else 0
            calendar.add_component(_entry(day, words(due.by_day.get(day, 0), overdue), now, own_id, address))
    return bytes(calendar.to_ical())


def _entry(day: date, words: str, now: datetime, own_id: str, address: str) -> Event:
    entry = Event()
    entry.add("uid", f"{day:%Y%m%d}-{own_id}@safelight.invalid")
    entry.add("dtstamp", now)
    entry.add("dtstart", day)
    entry.add("dtend", day + timedelta(days=1))
    entry.add("summary", words)
    entry.add("url", address)
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
    return entry
