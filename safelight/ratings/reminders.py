"""A reminder for a person's own calendar. It names nobody and says nothing of why (HZ-17)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event


def calendar(decision_id: UUID, aim_from: date, no_later_than: date, now: datetime) -> bytes:
    """An iCalendar file with one day: the first of the window, and in words the day after which it is overdue.

    No attendees, no place, no address; only those who open Safelight learn what it is about.
    """
    event = Event()
    event.add("uid", f"{decision_id}@safelight")
    event.add("dtstamp", now)
    event.add("dtstart", aim_from)
    event.add("dtend", aim_from + timedelta(days=1))
    event.add("summary", _("Safelight: look again"))
    event.add(
        "description", _("Open My work in Safelight. Overdue after %(day)s.") % {"day": no_later_than.isoformat()}
    )
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Safelight: look again"))
    alarm.add("trigger", timedelta(hours=9))
    event.add_component(alarm)
    made = Calendar()
    made.add("prodid", "-//Safelight//EN")
    made.add("version", "2.0")
    made.add_component(event)
    return bytes(made.to_ical())
