"""When an answer is due, and which steps lead where."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.governance.states import OPEN, RequestState, Step, after, due_on


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 24), date(2026, 12, 24)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 8, 31), date(2026, 9, 30)),
        (date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_an_answer_is_due_one_calendar_month_after_the_request(received: date, due: date) -> None:
    assert due_on(received) == due


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_an_extension_gives_two_months_more_and_never_fewer_days(received: date) -> None:
    due, extended = due_on(received), due_on(received, extended=True)
    assert 28 <= (due - received).days <= 31
    assert 59 <= (extended - due).days <= 63
    assert extended.day <= received.day


def test_only_an_agreed_answer_is_sent_and_only_a_reviewed_one_is_agreed() -> None:
    assert [state for state in RequestState if after(state, Step.SEND)] == [RequestState.AGREED]
    assert [state for state in RequestState if after(state, Step.AGREE)] == [RequestState.IN_REVIEW]
    assert after(RequestState.RETURNED, Step.SEND_FOR_REVIEW) == RequestState.IN_REVIEW


def test_what_ended_stays_ended() -> None:
    ended = [state for state in RequestState if state not in OPEN]
    assert {str(state) for state in ended} == {"sent", "refused", "withdrawn"}
    assert not any(after(state, step) for state in ended for step in Step)
