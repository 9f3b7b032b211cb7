"""Dates, times, ages and counts as pages write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.ui import formats


def test_dates_are_written_as_people_here_write_them() -> None:
    assert formats.date(dt.date(2011, 5, 14)) == "14 May 2011"
    assert formats.short_date(dt.date(2026, 11, 26)) == "Thu 26 Nov"
    assert formats.day(dt.date(2026, 11, 24)) == "Tuesday 24 November"
    assert formats.date(None) == ""


def test_a_moment_is_shown_on_londons_clock_and_on_londons_day() -> None:
    summer = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)
    assert formats.time(summer) == "00:30"
    assert formats.date(summer) == "1 July 2026"
    assert formats.date_and_time(dt.datetime(2026, 11, 24, 16, 1, tzinfo=dt.UTC)) == "24 November 2026, 16:01"
    assert formats.time(dt.time(9, 5)) == "09:05"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        formats.time(dt.datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (dt.date(2011, 5, 14), dt.date(2026, 5, 13), "14"),
        (dt.date(2011, 5, 14), dt.date(2026, 5, 14), "15"),
        (dt.date(2012, 2, 29), dt.date(2025, 2, 28), "12"),
        (dt.date(2012, 2, 29), dt.date(2025, 3, 1), "13"),
        (None, dt.date(2025, 3, 1), ""),
    ],
)
def test_age_in_whole_years(born: dt.date | None, on: dt.date, age: str) -> None:
    assert formats.age(born, on) == age


@given(st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 20000))
def test_age_never_falls_and_never_exceeds_the_years(born: dt.date, days: int) -> None:
    on = born + dt.timedelta(days=days)
    age = int(formats.age(born, on))
    assert 0 <= age <= days / 365
    assert int(formats.age(born, on + dt.timedelta(days=1))) - age in (0, 1)


def test_counts_and_telephone_links() -> None:
    assert formats.with_count(1, "action", "actions") == "1 action"
    assert formats.with_count(3, "action", "actions") == "3 actions"
    assert formats.tel("01632 960140") == "tel:01632960140"
    assert formats.tel("+44 1632 960140") == "tel:+441632960140"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("He waits at the gate", "Form tutor, Thursday"), "He waits at the gate. Form tutor, Thursday."),
        (("“He is just a friend.”", "Teaching assistant"), "“He is just a friend.” Teaching assistant."),
        (("A friend.", ""), "A friend."),
        (("", ""), ""),
    ],
)
def test_sentences_have_one_stop_each(parts: tuple[str, ...], said: str) -> None:
    assert formats.sentences(*parts) == said


def test_words_with_quotation_marks_in_them_get_no_second_pair() -> None:
    assert formats.quoted("They are just mates.") == "“They are just mates.”"
    assert formats.quoted("“He is just a friend.” He does not want his mum rung.") == (
        "“He is just a friend.” He does not want his mum rung."
    )
    assert formats.quoted('She said "no"') == 'She said "no"'
