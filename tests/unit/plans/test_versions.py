"""Versions compared, states by their table, the hours of evidence."""

import re
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.plans.snapshots import AGREED_FIELDS, changes, fingerprint
from safelight.plans.states import ACTION_MOVES, EDITABLE, PLAN_MOVES, ActionState, PlanState, may_move
from safelight.plans.windows import window


def content(*rows: dict[str, Any], gaps: dict[str, str] | None = None) -> dict[str, Any]:
    """A version with these rows."""
    return {
        "header": {"role": "Social worker", "meeting_on": None, "meeting_time": None, "made_with": "", "level": "high"},
        "rows": [{"outcome": 1, "progress": "", "rag": "", "state": "proposed", **row} for row in rows],
        "gaps": [{"code": code, "label": f"label of {code}", "why": why} for code, why in (gaps or {}).items()],
        "uncovered": [],
        "covered": [],
    }


row_values = st.fixed_dictionaries(
    {"id": st.sampled_from("1234"), "text": st.sampled_from("xyz"), "who": st.sampled_from(["", "Jo"])}
)
row_lists = st.lists(row_values, unique_by=lambda row: row["id"])


@pytest.mark.req("PL-08")
@given(row_lists, row_lists)
def test_changes_name_just_the_rows_that_differ(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    found = {(row.kind, row.id) for row in changes(content(*before), content(*after)).rows}
    then, now = {row["id"]: row for row in before}, {row["id"]: row for row in after}
    expected = {("added", key) for key in now.keys() - then.keys()}
    expected |= {("removed", key) for key in then.keys() - now.keys()}
    expected |= {("changed", key) for key in then.keys() & now.keys() if then[key] != now[key]}
    assert found == expected


@pytest.mark.req("PL-08")
def test_a_change_says_what_was_and_what_is() -> None:
    before = content({"id": "1", "text": "Old", "who": "Jo"}, gaps={"g": "Later."})
    after = content({"id": "1", "text": "New", "who": "Jo"}, gaps={"g": "Done at school."})
    after["header"]["made_with"] = "Kayla"
    found = changes(before, after)
    assert [(each.field, each.before, each.after) for each in found.rows[0].fields] == [("text", "Old", "New")]
    assert [(each.field, each.before, each.after) for each in found.gaps] == [
        ("label of g", "Later.", "Done at school.")
    ]
    assert [each.field for each in found.header] == ["made_with"]


@pytest.mark.req("PL-08", "BE-08")
@pytest.mark.parametrize("field", AGREED_FIELDS)
def test_the_fingerprint_changes_with_every_field_that_is_agreed(field: str) -> None:
    before = content({"id": "1", "text": "Old"})
    after = deepcopy(before)
    after["rows"][0][field] = "other"
    assert fingerprint(before) != fingerprint(after)
    assert changes(before, after)


@pytest.mark.req("PL-08")
@pytest.mark.parametrize("field", ["progress", "rag", "state"])
def test_progress_is_no_change_of_the_plan(field: str) -> None:
    before = content({"id": "1", "text": "Old"})
    after = deepcopy(before)
    after["rows"][0][field] = "other"
    assert fingerprint(before) == fingerprint(after)
    assert not changes(before, after)


@pytest.mark.req("PL-07")
def test_a_version_comes_into_force_only_through_the_managers_agreement() -> None:
    into = {state for state, moves in PLAN_MOVES.items() if PlanState.IN_FORCE in moves}
    assert into == {PlanState.AGREED}
    assert {state for state, moves in PLAN_MOVES.items() if PlanState.AGREED in moves} == {PlanState.SUBMITTED}
    assert set(EDITABLE) == {PlanState.DRAFT, PlanState.RETURNED}
    assert set(PLAN_MOVES) == set(PlanState) and set(ACTION_MOVES) == set(ActionState)


@pytest.mark.hazard("HZ-28")
def test_a_proposed_action_may_start_without_agreement_and_an_ended_one_may_start_again() -> None:
    assert may_move(ACTION_MOVES, ActionState.PROPOSED, ActionState.UNDER_WAY)
    assert may_move(ACTION_MOVES, ActionState.NOT_DONE, ActionState.UNDER_WAY)
    assert not may_move(ACTION_MOVES, ActionState.PROPOSED, ActionState.DONE)


@pytest.mark.req("PL-12")
@given(
    st.integers(min_value=1, max_value=1000),
    st.none()
    | st.integers(min_value=0, max_value=10**6).map(
        lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    ),
)
def test_a_window_counts_from_what_happened_and_its_words_never_say_too_late(
    hours: int, happened: datetime | None
) -> None:
    added = datetime(2026, 11, 24, 16, 1, tzinfo=UTC)
    found = window(hours, happened, added)
    assert found.until == (happened or added) + timedelta(hours=hours)
    assert f"{hours} hours" in found.words and "still worth doing after" in found.words
    assert not re.search(r"late|overdue|expired|missed", found.words)
