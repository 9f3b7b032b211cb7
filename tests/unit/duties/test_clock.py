"""Due dates, against a second and obvious way to work them out."""

import calendar
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.core.clock import LONDON
from safelight.duties import clock
from safelight.duties.clock import Bucket
from safelight.duties.types import Closes, Duty

CHILD = UUID(int=1)
days = st.dates(min_value=date(2016, 1, 1), max_value=date(2060, 12, 31))
# Hypothesis takes naive bounds and adds the zone itself.
moments = st.datetimes(
    min_value=datetime(2016, 1, 1),  # noqa: DTZ001
    max_value=datetime(2060, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def duty(due_at: datetime | None, aim_from: date | None = None, must: bool = True, key: str = "k") -> Duty:
    return Duty(
        key=key,
        code="PR-06",
        child_id=CHILD,
        title="Tell MASH",
        why="",
        closes=Closes.CONTACT,
        owner_id=None,
        due_at=due_at,
        aim_from=aim_from,
        must=must,
    )


@pytest.mark.req("PR-09")
@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 11, 24), datetime(2026, 11, 25, 0, 0, tzinfo=UTC)),
        (date(2026, 7, 1), datetime(2026, 7, 1, 23, 0, tzinfo=UTC)),
        (date(2026, 3, 28), datetime(2026, 3, 29, 0, 0, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)),
    ],
)
def test_a_london_day_ends_at_its_own_midnight_when_the_clocks_change(day: date, ends: datetime) -> None:
    assert clock.end_of_day(day) == ends


@pytest.mark.req("PR-09")
@given(days)
def test_the_last_minute_of_a_day_is_in_time_and_the_next_days_first_is_not(day: date) -> None:
    ends = clock.end_of_day(day)
    assert (ends - timedelta(minutes=1)).astimezone(LONDON).date() == day
    assert ends.astimezone(LONDON).date() == day + timedelta(days=1)
    assert clock.last_day_of(ends) == day


@pytest.mark.req("PR-09")
def test_24_and_72_hours_are_elapsed_hours_across_the_change_of_clocks() -> None:
    before = datetime(2026, 10, 24, 12, 0, tzinfo=LONDON)
    assert clock.within_hours(before, 24).astimezone(LONDON) == datetime(2026, 10, 25, 11, 0, tzinfo=LONDON)
    assert clock.within_hours(before, 72) - before.astimezone(UTC) == timedelta(hours=72)


def plain_add_months(day: date, months: int) -> date:
    """One month at a time, by hand."""
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    last = calendar.monthcalendar(year, month)[-1]
    return date(year, month, min(day.day, max(last)))


@pytest.mark.req("PR-08")
@given(days, st.integers(min_value=0, max_value=24))
def test_calendar_months_agree_with_counting_one_month_at_a_time(day: date, months: int) -> None:
    assert clock.add_months(day, months) == plain_add_months(day, months)


@pytest.mark.req("PR-08")
def test_a_day_that_the_month_has_not_got_becomes_its_last() -> None:
    assert clock.add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert clock.add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)


def plain_working_days_after(day: date, days: int, closed: set[date]) -> date:
    """List every day after ``day``, cross out what is no working day, take the n-th."""
    following = [day + timedelta(days=n) for n in range(1, days * 3 + 20)]
    return [each for each in following if each.strftime("%a") not in ("Sat", "Sun") and each not in closed][days - 1]


BANK_HOLIDAYS_2026 = {
    date(2026, 1, 1),
    date(2026, 4, 3),
    date(2026, 4, 6),
    date(2026, 5, 4),
    date(2026, 5, 25),
    date(2026, 8, 31),
    date(2026, 12, 25),
    date(2026, 12, 28),
}


@pytest.mark.req("PR-09")
@settings(deadline=None)  # the first call builds the year's calendar
@given(
    st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 11, 1)),
    st.integers(min_value=1, max_value=30),
    st.sampled_from(["england", "wales"]),
)
def test_working_days_agree_with_crossing_out_weekends_and_bank_holidays(
    day: date, count: int, jurisdiction: str
) -> None:
    expected = plain_working_days_after(day, count, BANK_HOLIDAYS_2026)
    assert clock.add_working_days(day, count, jurisdiction) == expected


@pytest.mark.req("PR-09")
def test_the_working_day_after_christmas_eve_passes_over_christmas() -> None:
    assert clock.add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)


def test_scottish_holidays_are_working_days_here() -> None:
    assert clock.is_working_day(date(2026, 1, 2), "england")
    assert clock.is_working_day(date(2026, 11, 30), "wales")


def test_working_days_are_never_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        clock.add_working_days(date(2026, 1, 2), -1)


@pytest.mark.req("PR-09")
def test_buckets_follow_from_the_moment_alone() -> None:
    due = clock.end_of_day(date(2026, 11, 24))
    at = {
        datetime(2026, 11, 10, 9, 0, tzinfo=UTC): Bucket.LATER,
        datetime(2026, 11, 17, 9, 0, tzinfo=UTC): Bucket.THIS_WEEK,
        datetime(2026, 11, 24, 0, 0, tzinfo=UTC): Bucket.TODAY,
        due: Bucket.TODAY,
        due + timedelta(seconds=1): Bucket.OVERDUE,
    }
    assert {moment: clock.bucket(duty(due), moment) for moment in at} == at


@pytest.mark.req("PL-12")
@given(moments, st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(days=400)))
def test_what_is_never_too_late_is_for_today_however_long_after_its_moment(due: datetime, later: timedelta) -> None:
    window = replace(duty(due), never_too_late=True)
    assert clock.bucket(window, due + later) is Bucket.TODAY
    assert clock.bucket(duty(due), due + later) is Bucket.OVERDUE


@pytest.mark.req("PR-08")
def test_a_window_that_has_begun_is_work_for_this_week_although_its_end_is_far_off() -> None:
    window = duty(clock.end_of_day(date(2027, 2, 24)), aim_from=date(2026, 12, 22))
    assert clock.bucket(window, datetime(2026, 12, 21, 12, tzinfo=UTC)) is Bucket.LATER
    assert clock.bucket(window, datetime(2026, 12, 22, 12, tzinfo=UTC)) is Bucket.THIS_WEEK


@pytest.mark.req("PR-09")
@given(moments, moments)
def test_something_is_overdue_exactly_when_its_moment_has_passed(due: datetime, now: datetime) -> None:
    assert (clock.bucket(duty(due), now) is Bucket.OVERDUE) == (now > due)


@pytest.mark.hazard("HZ-22")
def test_a_must_stands_before_a_should_of_the_same_moment() -> None:
    due = clock.end_of_day(date(2026, 11, 24))
    should, must = duty(due, must=False, key="a"), duty(due, key="b")
    groups = clock.buckets([should, must, duty(None, key="c")], datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert [each.key for each in groups[Bucket.TODAY]] == ["b", "a"]
    assert [each.key for each in groups[Bucket.THIS_WEEK]] == ["c"]


def test_a_must_without_a_clock_is_never_out_of_sight() -> None:
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert clock.bucket(duty(None), now) is Bucket.THIS_WEEK
    assert clock.bucket(duty(None, must=False), now) is Bucket.LATER
