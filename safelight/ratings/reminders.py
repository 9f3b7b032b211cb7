"""A reminder for a person's own calendar. It names nobody and says nothing of why (HZ-17)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from safelight.ui import formats


def calendar(decision_id: UUID, reference: str, review_on: date, no_later_than: date, now: datetime) -> bytes:
    """An iCalendar file with one day: the one to assess again by, and in words the day after which it is overdue.

    The child's reference, which has no meaning, tells two reminders apart.

    No attendees, no place, no address; only those who open Safelight learn what it is about.
    """
    event = Event()
    event.add("uid", f"{decision_id}@safelight")
    event.add("dtstamp", now)
    title = _("Safelight: look again, %(reference)s") % {"reference": reference}
    event.add("dtstart", review_on)
    event.add("dtend", review_on + timedelta(days=1))
    event.add("summary", title)
    event.add(
        "description", _("Open My work in Safelight. Overdue after %(day)s.") % {"day": formats.date(no_later_than)}
    )
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(hours=9))
    event.add_component(alarm)
    made = Calendar()
    made.add("prodid", "-//Safelight//EN")
    made.add("version", "2.0")
    made.add_component(event)
    return bytes(made.to_ical())
