"""The calendar file: short lines, moments in UTC, and nothing but what it was given."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.core.clock import LONDON
from safelight.meetings.calendar_file import calendar_file

WHEN = datetime(2026, 12, 8, 16, 30, tzinfo=LONDON)


def _file(**values: object) -> str:
    given_values = {
        "reference": "M-7K3Q-93",
        "starts_at": WHEN,
        "lasts": 90,
        "made_at": WHEN,
        "changed": 2,
        "cancelled": False,
        "summary": "Meeting",
    }
    return calendar_file(**{**given_values, **values}).decode()  # type: ignore[arg-type]


@pytest.mark.req("MT-04")
def test_it_says_when_and_nothing_else() -> None:
    lines = _file().split("\r\n")
    assert "DTSTART:20261208T163000Z" in lines
    assert "DTEND:20261208T180000Z" in lines
    assert "SUMMARY:Meeting M-7K3Q-93" in lines
    assert "SEQUENCE:2" in lines
    names = {line.partition(":")[0] for line in lines if line}
    assert not names & {"LOCATION", "DESCRIPTION", "ATTENDEE", "ORGANIZER", "URL", "COMMENT"}


@pytest.mark.req("MT-04")
def test_a_summer_meeting_is_an_hour_earlier_in_utc_and_a_cancelled_one_says_so() -> None:
    text = _file(starts_at=datetime(2026, 7, 8, 16, 30, tzinfo=LONDON), cancelled=True)
    assert "DTSTART:20260708T153000Z" in text
    assert "METHOD:CANCEL" in text and "STATUS:CANCELLED" in text


@pytest.mark.req("MT-04")
@given(summary=st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
def test_no_line_is_longer_than_the_format_allows_and_the_words_come_back(summary: str) -> None:
    body = calendar_file(
        reference="M-7K3Q-93",
        starts_at=WHEN.astimezone(UTC),
        lasts=60,
        made_at=WHEN,
        changed=1,
        cancelled=False,
        summary=summary,
    )
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    whole = body.decode().replace("\r\n ", "")
    line = next(each for each in whole.split("\r\n") if each.startswith("SUMMARY:"))
    told = line.removeprefix("SUMMARY:").removesuffix(" M-7K3Q-93")
    assert told.replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\") == summary
