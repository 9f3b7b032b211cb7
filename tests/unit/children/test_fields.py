"""Days and times as people write them."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from safelight.children.fields import DayField, MomentField, read_time


@pytest.mark.parametrize("texts", [["27", "3", "2011"], ["27", "March", "2011"], ["27", "mar", "2011"]])
def test_a_day_in_three_boxes(texts: list[str]) -> None:
    assert DayField().clean(texts) == date(2011, 3, 27)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["31", "2", "2011"], "real date"),
        (["1", "x", "2011"], "real date"),
        (["1", "2", "11"], "real date"),
        (["", "2", "2011"], "must include a day"),
        (["", "", "2011"], "must include a day and a month"),
    ],
)
def test_a_day_that_is_none_says_what_is_wrong(texts: list[str], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        DayField(required=False).clean(texts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15:40", time(15, 40)),
        ("1540", time(15, 40)),
        ("3.40pm", time(15, 40)),
        ("9am", time(9)),
        ("12am", time(0)),
        ("12:30 pm", time(12, 30)),
    ],
)
def test_times(text: str, expected: time) -> None:
    assert read_time(text) == expected


@pytest.mark.parametrize("text", ["25:00", "15", "13pm", "noon", "12:60", ""])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read_time(text)


def test_a_moment_is_londons() -> None:
    assert MomentField().clean(["1", "7", "2026", "15:40"]) == datetime(2026, 7, 1, 14, 40, tzinfo=UTC)
    assert MomentField().clean(["1", "12", "2026", "15:40"]) == datetime(2026, 12, 1, 15, 40, tzinfo=UTC)


def test_an_hour_that_the_clocks_skipped_is_refused() -> None:
    with pytest.raises(ValidationError, match="did not exist"):
        MomentField().clean(["29", "3", "2026", "01:30"])
