"""Who looked, added up by person."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.oversight.viewing import Glass, Spell, viewers

pytestmark = pytest.mark.req("BE-12")

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
looks = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(["view", "download", "change"]),
        st.integers(-100, 100).map(lambda hours: NOON + timedelta(hours=hours)),
    ),
    max_size=30,
)


def test_times_are_counted_by_what_the_person_was_to_the_child_then() -> None:
    found = viewers(
        [("a", "view", NOON), ("a", "view", NOON + timedelta(days=3)), ("b", "download", NOON)],
        worked={"a": [Spell(date(2026, 3, 1), date(2026, 3, 5))]},
        glass={"b": [Glass(NOON - timedelta(hours=1), NOON + timedelta(hours=1))]},
    )
    assert [(one.actor, one.times, one.not_involved, one.by_glass) for one in found] == [("a", 2, 1, 0), ("b", 1, 0, 1)]
    assert found[0].first == NOON
    assert found[1].kinds == {"download": 1}


def test_a_day_is_londons() -> None:
    just_after_midnight_in_summer = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # 2 June in London
    (found,) = viewers(
        [("a", "view", just_after_midnight_in_summer)], worked={"a": [Spell(date(2026, 6, 2))]}, glass={}
    )
    assert found.not_involved == 0


@given(looks)
def test_nothing_is_lost_in_adding_up(given_looks: list[tuple[str, str, datetime]]) -> None:
    found = viewers(given_looks, worked={"a": [Spell(date(2026, 3, 3), date(2026, 3, 4))]}, glass={})
    assert sum(one.times for one in found) == len(given_looks)
    assert {one.actor for one in found} == {look[0] for look in given_looks}
    assert all(one.first <= one.last and 0 <= one.not_involved + one.by_glass <= one.times for one in found)
    assert [one.last for one in found] == sorted((one.last for one in found), reverse=True)
