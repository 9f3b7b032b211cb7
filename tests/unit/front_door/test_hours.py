"""When a message is read: office hours of working days, against a minute-by-minute count."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.front_door.hours import (
    ESCALATE_AFTER,
    OfficeHours,
    doubted_read_at,
    escalates_at,
    must_read_at,
    read_by,
)

HOURS = OfficeHours()
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)  # in winter London's clock is UTC's
moments = st.integers(0, 60 * 24 * 400).map(lambda minutes: MONDAY + timedelta(minutes=minutes))


def at(day: int, clock: str) -> datetime:
    """So many days after Monday, at an hour."""
    return datetime.combine((MONDAY + timedelta(days=day)).date(), time.fromisoformat(clock), tzinfo=UTC)


@settings(deadline=None, max_examples=40)
@given(moment=moments, minutes=st.integers(1, 3 * 8 * 60))
def test_working_time_is_what_counting_each_open_minute_gives(moment: datetime, minutes: int) -> None:
    left, found = minutes, moment
    while left:
        left -= HOURS.is_open(found)
        found += timedelta(minutes=1)
    assert HOURS.after(moment, timedelta(minutes=minutes)) == found


@given(moment=moments)
def test_what_is_due_lies_ahead_and_those_above_hear_last(moment: datetime) -> None:
    assert moment <= must_read_at(moment, HOURS) <= read_by(moment, HOURS) < escalates_at(moment, HOURS)
    assert doubted_read_at(moment, HOURS) > moment


@pytest.mark.hazard("HZ-10")
def test_a_message_at_two_in_the_morning_is_due_when_the_office_opens() -> None:
    night = at(1, "02:00")
    assert must_read_at(night, HOURS) == at(1, "09:00")
    assert read_by(night, HOURS) == at(1, "10:00")
    assert escalates_at(night, HOURS) == at(1, "13:00")


def test_in_office_hours_it_is_due_after_an_hour_and_what_is_left_goes_over_to_the_next_day() -> None:
    assert must_read_at(at(0, "11:20"), HOURS) == at(0, "12:20")
    assert must_read_at(at(0, "16:30"), HOURS) == at(1, "09:30")
    assert escalates_at(at(4, "15:00"), HOURS) == at(7, "11:00")  # Friday goes over to Monday


def test_a_bank_holiday_and_summer_time_count() -> None:
    # Easter 2026: Friday 3 and Monday 6 April; the clocks went forward on 29 March.
    evening = datetime(2026, 4, 2, 20, tzinfo=UTC)
    assert must_read_at(evening, HOURS) == datetime(2026, 4, 7, 8, tzinfo=UTC)


def test_other_hours_of_an_area_count() -> None:
    late = OfficeHours(time(12), time(20))
    assert must_read_at(at(0, "19:30"), late) == at(1, "12:30")
    assert late.after(at(0, "10:00"), ESCALATE_AFTER) == at(0, "16:00")
    with pytest.raises(ValueError, match="closes after"):
        OfficeHours(time(17), time(9))
