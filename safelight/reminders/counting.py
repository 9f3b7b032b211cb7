"""How much is due from somebody, as numbers by day: all that a reminder ever tells (HZ-17)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.core.clock import london_day
from safelight.duties.clock import last_day_of
from safelight.duties.waiting import waiting_for
from safelight.overview import queries as overview

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """Numbers: overdue at the moment of asking, and due on each London day from today on."""

    today: date
    overdue: int
    by_day: dict[date, int]

    @property
    def due_today(self) -> int:
        """What is due by the end of today and not overdue yet."""
        return self.by_day.get(self.today, 0)

    @property
    def this_week(self) -> int:
        """What is due on the seven days after today."""
        return sum(many for day, many in self.by_day.items() if self.today < day <= self.today + WEEK)


def due_from(user: User, now: datetime) -> Due:
    """What My work holds for ``user`` with a day, counted as it stands there: what one act answers is one thing."""
    moments: list[tuple[datetime, bool]] = [
        (one.due_at, False) for one in waiting_for(user, now) if one.due_at is not None
    ]
    if user.may(Permission.LOG_CONCERN):
        work = overview.work_of(user, now)
        moments += [
            (duty.due_at, duty.never_too_late)
            for duty, _others in overview.grouped([*work.due, *work.answers])
            if duty.due_at is not None
        ]
    today = london_day(now)
    late = [(moment, never) for moment, never in moments if now > moment]
    days = Counter(last_day_of(moment) for moment, _never in moments if now <= moment)
    # What is never too late is for today once its day has passed, as on My work.
    days[today] += sum(never for _moment, never in late)
    return Due(today, sum(not never for _moment, never in late), {day: many for day, many in days.items() if many})
