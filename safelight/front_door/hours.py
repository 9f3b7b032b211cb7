"""When a message is read: office hours, and the moments that follow from them. Pure: no Django, no reading of the time.

Moments are UTC, office hours are London's. Hours are counted only while the office is open.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from safelight.core.clock import LONDON, london_day
from safelight.duties.clock import end_of_day, is_working_day

# HZ-10: when an unread message is somebody's must, and when it goes above those who should have read it.
READ_WITHIN = timedelta(hours=1)
ESCALATE_AFTER = timedelta(hours=4)


@dataclass(frozen=True)
class OfficeHours:
    """From when to when messages are read on working days of ``england`` or ``wales``."""

    opens: time = time(9)
    closes: time = time(17)
    jurisdiction: str = "england"

    def __post_init__(self) -> None:
        if self.closes <= self.opens:
            raise ValueError("an office closes after it opens")

    def opening(self, day: date) -> datetime:
        """The moment at which it opens on ``day``, were it a working day."""
        return datetime.combine(day, self.opens, tzinfo=LONDON).astimezone(UTC)

    def closing(self, day: date) -> datetime:
        """The moment at which it closes on ``day``."""
        return datetime.combine(day, self.closes, tzinfo=LONDON).astimezone(UTC)

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody reads messages at ``moment``."""
        day = london_day(moment)
        return is_working_day(day, self.jurisdiction) and self.opening(day) <= moment < self.closing(day)

    def next_open(self, moment: datetime) -> datetime:
        """``moment`` itself while it is open, else the next opening."""
        if self.is_open(moment):
            return moment.astimezone(UTC)
        day = london_day(moment)
        if moment >= self.opening(day):
            day += timedelta(days=1)
        while not is_working_day(day, self.jurisdiction):
            day += timedelta(days=1)
        return self.opening(day)

    def after(self, moment: datetime, working: timedelta) -> datetime:
        """So much working time after ``moment``: what is left of a day goes over to the next working day."""
        at = self.next_open(moment)
        while working > (left := self.closing(london_day(at)) - at):
            working -= left
            at = self.next_open(self.closing(london_day(at)))
        return at + working


def must_read_at(received: datetime, hours: OfficeHours) -> datetime:
    """When an unread message is overdue: after an hour in office hours; else when the office next opens (HZ-10)."""
    if hours.is_open(received):
        return hours.after(received, READ_WITHIN)
    return hours.next_open(received)


def read_by(received: datetime, hours: OfficeHours) -> datetime:
    """What the sender is told: an hour of working time. Nobody can have read it the moment the office opens."""
    return hours.after(received, READ_WITHIN)


def escalates_at(received: datetime, hours: OfficeHours) -> datetime:
    """When an unread message becomes the business of those above: four hours of working time (HZ-10)."""
    return hours.after(received, ESCALATE_AFTER)


def doubted_read_at(received: datetime, hours: OfficeHours) -> datetime:
    """When a message that is perhaps spam is overdue: at the end of the next working day. It may be a child's."""
    opened = hours.next_open(hours.closing(london_day(hours.next_open(received))))
    return end_of_day(london_day(opened))
