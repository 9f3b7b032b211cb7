"""The one day on which a child is to be assessed again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.duties import clock
from safelight.ratings.reassessing import review_day
from safelight.toolkits.rating.suggestion import ReassessDates


@pytest.mark.req("PR-08")
def test_the_day_is_no_sunday_and_no_bank_holiday() -> None:
    aim = ReassessDates(aim_from=date(2026, 12, 20), aim_by=date(2027, 1, 3), no_later_than=date(2027, 2, 22))
    assert review_day(aim, "england") == date(2026, 12, 31)


def test_there_is_none_where_there_is_nothing_to_assess_again() -> None:
    assert review_day(ReassessDates(), "england") is None


@pytest.mark.req("PR-08")
@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.sampled_from(["england", "wales"]))
def test_the_day_is_always_a_working_day_of_the_aim_and_no_later_one_is(day: date, jurisdiction: str) -> None:
    aim = ReassessDates(day + timedelta(weeks=4), day + timedelta(weeks=6), day + timedelta(weeks=13))
    found = review_day(aim, jurisdiction)
    assert found is not None and aim.aim_from is not None and aim.aim_by is not None
    assert aim.aim_from <= found <= aim.aim_by and clock.is_working_day(found, jurisdiction)
    later = (found + timedelta(days=more) for more in range(1, (aim.aim_by - found).days + 1))
    assert not any(clock.is_working_day(each, jurisdiction) for each in later)
