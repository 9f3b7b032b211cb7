"""When restraint counts as repeated: against a second, slower telling."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.support.rules import TIMES, WITHIN, repeated

START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 200).map(lambda days: START + timedelta(days=days))


@pytest.mark.req("PL-15")
@given(st.lists(moments, max_size=8), st.one_of(st.none(), moments))
def test_it_is_repeated_from_the_first_time_that_enough_stand_close_together(
    times: list[datetime], reviewed: datetime | None
) -> None:
    counted = [time for time in times if reviewed is None or time > reviewed]
    close = [max(some) for some in combinations(counted, TIMES) if max(some) - min(some) <= WITHIN]
    assert repeated(times, reviewed) == (min(close) if close else None)
