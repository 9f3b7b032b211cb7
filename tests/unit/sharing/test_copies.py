"""How a copy stands, when it is late, and who is sent what by the level alone."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.duties.clock import last_day_of
from safelight.sharing.copies import (
    HELD,
    MOVES,
    NOT_GONE,
    CopyKind,
    CopyState,
    chased_on,
    due_by,
    may_move,
    need_to_know,
    stands,
)

FLAGS = ("sent", "failed", "opened", "acknowledged", "recalled", "not_shared", "halted")


def test_every_state_can_be_reached_and_stands_in_the_table() -> None:
    reached = {stands(**dict(zip(FLAGS, each, strict=True))) for each in product((False, True), repeat=len(FLAGS))}
    assert reached == set(CopyState) == set(MOVES)


@pytest.mark.req("SH-04")
@given(st.fixed_dictionaries({flag: st.booleans() for flag in FLAGS}))
def test_a_halt_never_hides_that_somebody_holds_a_copy(flags: dict[str, bool]) -> None:
    state = stands(**flags)
    if state is CopyState.HALTED:
        assert stands(**{**flags, "halted": False}) in NOT_GONE
    if stands(**{**flags, "halted": False}) in HELD:
        assert state in HELD


def test_what_was_recalled_or_decided_against_stays_so() -> None:
    assert not any(may_move(end, after) for end in (CopyState.RECALLED, CopyState.NOT_SHARED) for after in CopyState)


@pytest.mark.req("PL-09")
@pytest.mark.parametrize(
    ("from_at", "jurisdiction", "day"),
    [
        (datetime(2026, 11, 23, 10, tzinfo=UTC), "england", date(2026, 11, 30)),
        (datetime(2026, 11, 27, 23, 30, tzinfo=UTC), "wales", date(2026, 12, 4)),
        (datetime(2026, 12, 23, 10, tzinfo=UTC), "england", date(2027, 1, 4)),
    ],
)
def test_what_has_not_gone_is_late_after_five_working_days(from_at: datetime, jurisdiction: str, day: date) -> None:
    assert last_day_of(due_by(from_at, jurisdiction=jurisdiction)) == day


@pytest.mark.req("BE-11")
def test_silence_is_asked_about_after_three_working_days() -> None:
    assert chased_on(datetime(2026, 11, 26, 15, tzinfo=UTC), jurisdiction="england") == date(2026, 12, 1)


@pytest.mark.req("SH-03")
@pytest.mark.parametrize(
    ("kind", "level", "in_network", "goes"),
    [
        ("mash", "low", False, True),
        ("mash", "", False, False),
        ("mash", "none", False, False),
        ("police", "low", False, False),
        ("police", "medium", False, True),
        ("police", "high", False, True),
        ("police", "exploited", False, True),
        ("police", "", True, False),
        ("professional", "high", False, False),
        ("professional", "low", True, True),
        ("parents", "high", True, True),
        ("child", "", True, True),
    ],
)
def test_who_is_sent_a_copy_by_the_level_alone(kind: str, level: str, in_network: bool, goes: bool) -> None:
    assert need_to_know(CopyKind(kind), level=level, in_network=in_network) is goes
