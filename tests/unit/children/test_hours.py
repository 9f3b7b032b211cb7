"""Hours with nobody to reach."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.children.hours import DAYS, Gap, Window, gaps

pytestmark = pytest.mark.req("CH-12")

minutes = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
windows = st.builds(Window, st.sampled_from(sorted(DAYS)), minutes, minutes)


def test_without_anybody_the_whole_week_is_a_gap() -> None:
    assert gaps([]) == [Gap((0, 1, 2, 3, 4, 5, 6), time(0), None)]


def test_any_hour_every_day_leaves_no_gap() -> None:
    assert gaps([Window("every_day", time(0), time(0))]) == []


def test_a_night_runs_into_the_next_day() -> None:
    found = gaps([Window("every_day", time(6), time(2))])
    assert found == [Gap((0, 1, 2, 3, 4, 5, 6), time(2), time(6))]


def test_sunday_night_covers_monday_morning() -> None:
    found = gaps([Window("sunday", time(20), time(8))])
    assert Gap((0,), time(8), None) in found and Gap((6,), time(0), time(20)) in found


def minute_is_covered(day: int, minute: int, named: list[Window]) -> bool:
    """The obvious way: is this minute of the week inside any window?"""
    for window in named:
        start = window.start.hour * 60 + window.start.minute
        end = window.end.hour * 60 + window.end.minute
        length = end - start if end > start else end - start + 1440
        for first in DAYS[window.days]:
            if (day * 1440 + minute - first * 1440 - start) % (7 * 1440) < length:
                return True
    return False


@given(st.lists(windows, max_size=4), st.integers(0, 6), st.integers(0, 1439))
def test_a_minute_is_in_a_gap_exactly_when_no_window_covers_it(named: list[Window], day: int, minute: int) -> None:
    in_gap = any(
        day in gap.weekdays
        and gap.start.hour * 60 + gap.start.minute <= minute
        and (gap.end is None or minute < gap.end.hour * 60 + gap.end.minute)
        for gap in gaps(named)
    )
    assert in_gap is not minute_is_covered(day, minute, named)
