"""The calendar feed holds numbers by day and nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from safelight.reminders.counting import Due
from safelight.reminders.feed import WEEKS, feed

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)
ALLOWED = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "URL", "CLASS", "TRANSP"}


def made(due: Due) -> bytes:
    return feed(
        due,
        now=NOW,
        own_id="0123",
        address="https://safelight.example/",
        words=lambda due, overdue: f"{due} {overdue}",
    )


@pytest.mark.req("OV-01")
@pytest.mark.hazard("HZ-17")
@given(
    overdue=st.integers(0, 9),
    by_day=st.dictionaries(st.integers(0, 60).map(lambda days: TODAY + timedelta(days=days)), st.integers(1, 9)),
)
def test_there_is_one_entry_for_each_day_with_its_numbers_and_no_other_property(
    overdue: int, by_day: dict[date, int]
) -> None:
    read = Calendar.from_ical(made(Due(TODAY, overdue, by_day)))
    entries = read.walk("VEVENT")
    found = {entry.decoded("DTSTART"): str(entry["SUMMARY"]) for entry in entries}
    last = TODAY + timedelta(weeks=WEEKS)
    expected = {day: f"{many} {overdue if day == TODAY else 0}" for day, many in by_day.items() if day <= last}
    if overdue and TODAY not in by_day:
        expected[TODAY] = f"0 {overdue}"
    assert found == expected and len(entries) == len(found)
    assert all(set(entry) <= ALLOWED for entry in entries)


def test_an_entry_keeps_its_id_so_that_a_calendar_shows_it_once() -> None:
    first, second = (made(Due(TODAY, 0, {TODAY: many})) for many in (1, 2))
    ids = [Calendar.from_ical(content).walk("VEVENT")[0]["UID"] for content in (first, second)]
    assert ids[0] == ids[1] == "20261124-0123@safelight.invalid"
