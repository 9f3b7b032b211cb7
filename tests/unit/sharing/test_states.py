"""The table of a referral's states and its clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.core.clock import london_day
from safelight.duties.clock import is_working_day, last_day_of
from safelight.sharing.states import MOVES, WITH_REASON, Keeps, State, ends_on, escalated_at, may_move, reply_by

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 7 * 365 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))
FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.mark.req("BE-11")
def test_an_offer_is_answered_once_and_only_what_was_accepted_is_done() -> None:
    steps = {(before, after) for before in State for after in State if may_move(before, after)}
    assert steps == {
        (State.OFFERED, State.ACCEPTED),
        (State.OFFERED, State.REJECTED),
        (State.OFFERED, State.WITHDRAWN),
        (State.ACCEPTED, State.DONE),
    }
    assert set(MOVES) == set(State)
    assert {State.REJECTED, State.WITHDRAWN} <= WITH_REASON


@pytest.mark.req("BE-11")
def test_an_offer_of_a_friday_is_overdue_after_monday_and_escalated_after_tuesday() -> None:
    clock = {"urgent": False, "jurisdiction": "england"}
    assert reply_by(FRIDAY, **clock) == datetime(2026, 11, 24, tzinfo=UTC)
    assert escalated_at(FRIDAY, **clock) == datetime(2026, 11, 25, tzinfo=UTC)


def test_an_urgent_offer_is_overdue_at_the_end_of_its_own_day() -> None:
    saturday = FRIDAY + timedelta(days=1)
    assert reply_by(saturday, urgent=True, jurisdiction="wales") == datetime(2026, 11, 22, tzinfo=UTC)
    assert escalated_at(saturday, urgent=True, jurisdiction="wales") == datetime(2026, 11, 24, tzinfo=UTC)


@given(MOMENTS, st.booleans(), st.sampled_from(["england", "wales"]))
def test_it_is_escalated_on_a_working_day_after_it_was_overdue(at: datetime, urgent: bool, jurisdiction: str) -> None:
    overdue = reply_by(at, urgent=urgent, jurisdiction=jurisdiction)
    escalated = escalated_at(at, urgent=urgent, jurisdiction=jurisdiction)
    assert at < overdue < escalated
    assert is_working_day(last_day_of(escalated), jurisdiction)
    assert urgent or is_working_day(last_day_of(overdue), jurisdiction)
    assert last_day_of(overdue) >= london_day(at)


@given(st.sampled_from(Keeps), st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.dates(date(2026, 1, 1)))
def test_the_sender_never_loses_sight_before_it_is_accepted(keeps: Keeps, until: date, accepted: date) -> None:
    ends = ends_on(keeps, until, accepted)
    assert (ends is None) == (keeps is Keeps.STAYS)
    assert ends is None or ends >= accepted
    assert keeps is not Keeps.UNTIL or ends == max(until, accepted)
