"""What episodes trigger, and when: to the minute, once, whatever the calendar and the clocks do."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.core.clock import LONDON
from safelight.missing.clock import Code, Impossible, Span, Trigger, check, in_order, triggers
from tests.unit.missing.plain_clock import plain_triggers

pytestmark = pytest.mark.req("MS-02")
HOUR = timedelta(hours=1)
NOW = datetime(2030, 1, 1, tzinfo=UTC)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]


def brief(*starts: datetime) -> list[Span]:
    """Episodes of an hour each."""
    return [Span(start, start + HOUR) for start in starts]


def codes(found: list[Trigger]) -> list[tuple[str, datetime]]:
    return [(one.code.value, one.at) for one in found]


# Where things go wrong: month ends, a leap day, both changes of the clocks.
ANCHORS = [
    utc(2024, 2, 28, 23),
    utc(2024, 3, 1),
    utc(2025, 2, 28, 23),
    utc(2026, 3, 29),
    utc(2026, 3, 31, 22),
    utc(2026, 10, 25),
    utc(2026, 10, 31, 23),
    utc(2025, 12, 31, 23),
]


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[datetime, datetime | None]]:
    """Episodes of one child that do not overlap, in any order, about a moment at which something special happens."""
    moment = draw(st.sampled_from(ANCHORS)) - timedelta(minutes=draw(st.integers(0, 40 * 24 * 60)))
    found: list[tuple[datetime, datetime | None]] = []
    count = draw(st.integers(0, 14))
    minutes = st.one_of(
        st.integers(1, 600), st.integers(1, 9 * 24 * 60), st.sampled_from([72 * 60, 168 * 60, 31 * 24 * 60])
    )
    for number in range(count):
        moment += timedelta(minutes=draw(st.one_of(st.integers(0, 60), minutes)))
        length = timedelta(minutes=draw(minutes))
        is_open = number == count - 1 and draw(st.booleans())
        zone = draw(st.sampled_from([UTC, LONDON]))
        found.append((moment.astimezone(zone), None if is_open else (moment + length).astimezone(zone)))
        moment += length
    return list(draw(st.permutations(found)))


@given(histories(), st.integers(0, 60 * 24 * 60))
@settings(max_examples=400, deadline=None)
def test_they_are_those_of_the_plain_rule(history: list[tuple[datetime, datetime | None]], minutes_before: int) -> None:
    latest = max((start for start, _end in history), default=NOW)
    for now in (NOW, latest.astimezone(UTC), latest.astimezone(UTC) + timedelta(minutes=minutes_before)):
        found = triggers([Span(*one) for one in history], now)
        assert [(one.code.value, one.at, list(one.episodes)) for one in found] == plain_triggers(history, now)


@given(histories())
@settings(max_examples=200, deadline=None)
def test_each_fires_once_and_stays_when_time_goes_on(history: list[tuple[datetime, datetime | None]]) -> None:
    spans = [Span(*one) for one in history]
    everything = triggers(spans, NOW)
    assert len({(one.code, one.at) for one in everything}) == len(everything)
    for one in everything:
        assert one in triggers(spans, one.at)
        assert one not in triggers(spans, one.at - timedelta(microseconds=1))


@given(histories(), st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_in_which_they_are_entered_changes_nothing(
    history: list[tuple[datetime, datetime | None]], random: object
) -> None:
    spans = [Span(*one) for one in history]
    shuffled = sorted(spans, key=lambda one: random.random())  # type: ignore[attr-defined]

    def told(of: list[Span]) -> list[tuple[Code, datetime, list[Span]]]:
        return [(one.code, one.at, [of[place] for place in one.episodes]) for one in triggers(of, NOW)]

    assert told(spans) == told(shuffled)


@given(histories())
@settings(max_examples=100, deadline=None)
def test_two_that_become_one_are_judged_as_if_there_had_been_one(
    history: list[tuple[datetime, datetime | None]],
) -> None:
    order = sorted(history, key=lambda one: one[0].astimezone(UTC))
    if len(order) < 2:
        return
    joined = [(order[0][0], order[1][1]), *order[2:]]
    found = triggers([Span(*one) for one in joined], NOW)
    assert [(one.code.value, one.at, list(one.episodes)) for one in found] == plain_triggers(joined, NOW)


def test_72_hours_are_elapsed_hours_when_the_clocks_go_forward_and_back() -> None:
    spring = datetime(2026, 3, 28, 20, tzinfo=LONDON)
    assert triggers([Span(spring, None)], utc(2026, 4, 1)) == [Trigger(Code.HOURS_72, utc(2026, 3, 31, 20), (0,))]
    autumn = datetime(2026, 10, 24, 20, tzinfo=LONDON)
    assert triggers([Span(autumn, None)], utc(2026, 10, 28)) == [Trigger(Code.HOURS_72, utc(2026, 10, 27, 19), (0,))]


def test_a_child_who_is_seen_at_that_very_moment_is_no_longer_missing() -> None:
    start = utc(2026, 5, 1, 12)
    assert triggers([Span(start, start + 72 * HOUR)], NOW) == []
    late = Span(start, start + 72 * HOUR + timedelta(minutes=1))
    assert codes(triggers([late], NOW)) == [("72-hours", start + 72 * HOUR)]
    week = Span(start, start + 169 * HOUR)
    assert codes(triggers([week], NOW)) == [("72-hours", start + 72 * HOUR), ("7-days", start + 168 * HOUR)]


def test_a_month_is_londons_by_the_start() -> None:
    # 23:30 UTC on 31 May is 1 June in London.
    starts = [utc(2026, 5, 31, 23, 30), *[utc(2026, 6, day, 12) for day in (5, 10, 15, 20)]]
    found = [one for one in triggers(brief(*starts), NOW) if one.code is Code.IN_MONTH]
    assert found == [Trigger(Code.IN_MONTH, starts[4], (0, 1, 2, 3, 4))]
    winter = [utc(2026, 1, 31, 23, 30), *[utc(2026, 2, day, 12) for day in (5, 10, 15, 20)]]
    assert not [one for one in triggers(brief(*winter), NOW) if one.code is Code.IN_MONTH]


def test_a_month_fires_once_however_many_follow() -> None:
    found = triggers(brief(*[utc(2026, 6, day, 12) for day in range(1, 12)]), NOW)
    assert codes(found) == [("5-in-month", utc(2026, 6, 5, 12)), ("5-in-31-days", utc(2026, 6, 5, 12))]


@pytest.mark.hazard("HZ-43")
def test_three_and_three_across_a_months_end_are_five_in_31_days() -> None:
    starts = [utc(2026, 4, day, 12) for day in (26, 28, 30)] + [utc(2026, 5, day, 12) for day in (2, 4, 6)]
    assert triggers(brief(*starts), NOW) == [Trigger(Code.IN_31_DAYS, starts[4], (0, 1, 2, 3, 4))]


@pytest.mark.hazard("HZ-43")
def test_the_window_is_31_times_24_hours_without_its_first_moment() -> None:
    last = utc(2026, 5, 31, 12)
    others = [utc(2026, 5, day, 12) for day in (10, 15, 20)]
    edge = last - timedelta(days=31)
    assert not triggers(brief(edge, *others, last), NOW)
    inside = edge + timedelta(microseconds=1)
    (found,) = triggers(brief(inside, *others, last), NOW)
    assert (found.code, found.at, found.episodes) == (Code.IN_31_DAYS, last, (0, 1, 2, 3, 4))


def test_it_fires_again_after_a_quiet_time() -> None:
    first = [utc(2026, 1, 25, 12) + timedelta(days=2 * each) for each in range(5)]
    second = [utc(2026, 6, 26, 12) + timedelta(days=2 * each) for each in range(5)]
    found = triggers(brief(*first, *second), NOW)
    assert [one.at for one in found if one.code is Code.IN_31_DAYS] == [first[4], second[4]]


def test_late_entry_names_the_five_in_the_order_of_their_start() -> None:
    starts = [utc(2026, 6, day, 12) for day in (20, 1, 15, 5, 10)]
    assert {one.episodes for one in triggers(brief(*starts), NOW)} == {(1, 3, 4, 2, 0)}


def test_what_cannot_be_is_found() -> None:
    start = utc(2026, 5, 1, 12)
    for episodes, place, what in (
        ([Span(start, start)], 0, "until"),
        ([Span(NOW + HOUR, None)], 0, "start"),
        ([Span(start, start + 3 * HOUR), Span(start + HOUR, start + 2 * HOUR)], 1, "overlap"),
        ([Span(start + HOUR, None), Span(start, None)], 1, "overlap"),
        ([Span(start, None), Span(start, start + HOUR)], 1, "overlap"),
    ):
        with pytest.raises(Impossible) as caught:
            check(episodes, NOW)
        assert (caught.value.place, caught.value.what) == (place, what)
    check([Span(start, start + HOUR), Span(start + HOUR, None)], NOW)


@pytest.mark.hazard("HZ-43")
def test_the_hour_that_comes_twice_is_ordered_by_what_came_first() -> None:
    first = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    second = first.replace(fold=1)
    assert in_order([Span(second, None), Span(first, second)]) == [1, 0]
    check([Span(first, second), Span(second, None)], NOW)
