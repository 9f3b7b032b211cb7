"""Clocks as definitions: lengths, where they stand, and local ones that may only tighten."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.core import paths
from safelight.core.clock import LONDON, london_day
from safelight.duties.clock import is_working_day, last_day_of
from safelight.toolkits import clocks
from safelight.toolkits.clocks import LOCAL, clock_for
from safelight.toolkits.problems import DefinitionError
from safelight.toolkits.settings_checks import clocks_are_good

LOCAL_FILE = """format: 1
kind: local_clocks
clocks:
  - jurisdiction: {jurisdiction}
    code: {code}
    length: {length}
    unit: {unit}
    agreed_by: Ann Example
    second_person: {second}
    agreed_on: "2026-11-01"
"""


def _local(folder: Path, monkeypatch: pytest.MonkeyPatch, **words: object) -> None:
    file = folder / "local.yaml"
    chosen = {"jurisdiction": "england", "unit": "hours", "second": "Bea Example", **words}
    file.write_text(LOCAL_FILE.format(**chosen), encoding="utf-8")
    monkeypatch.setenv(LOCAL, str(file))


@pytest.mark.req("PR-09")
@pytest.mark.parametrize(
    ("jurisdiction", "code", "length", "unit"),
    [
        ("england", "referral_decision", 1, "working_days"),
        ("wales", "referral_decision", 1, "working_days"),
        ("england", "assessment", 45, "working_days"),
        ("wales", "assessment", 42, "working_days"),
        ("england", "initial_conference", 15, "working_days"),
        ("wales", "core_group_first", 10, "working_days"),
        ("wales", "core_group_latest", 6, "weeks"),
        ("wales", "core_group_next", 1, "months"),
        ("england", "conference_review_first", 3, "months"),
        ("england", "conference_review_next", 6, "months"),
        ("england", "return_interview", 72, "hours"),
        ("wales", "plan_circulated", 5, "working_days"),
        ("england", "emergency_protection_order", 8, "days"),
        ("wales", "police_protection", 72, "hours"),
    ],
)
def test_each_clock_has_the_length_of_the_published_rule(jurisdiction: str, code: str, length: int, unit: str) -> None:
    found = clock_for(jurisdiction, code)
    assert found is not None and (found.length, found.unit) == (length, unit)
    assert found.source and found.counted_from and not found.local
    assert clocks_are_good(None) == []


@pytest.mark.req("PR-09")
def test_the_return_interview_is_statutory_in_england_and_a_local_matter_in_wales() -> None:
    england, wales = clock_for("england", "return_interview"), clock_for("wales", "return_interview")
    assert england is not None and england.basis == "statutory" and england.verified
    assert wales is not None and wales.basis == "local" and not wales.verified


def test_what_nobody_set_has_no_clock() -> None:
    assert clock_for("england", "core_group_latest") is None
    assert clock_for("wales", "no_such_clock") is None


@pytest.mark.req("PR-09")
@pytest.mark.parametrize("back", ["2026-03-28T20:00", "2026-10-24T20:00", "2026-11-22T02:10"])
def test_seventy_two_hours_are_elapsed_hours_when_the_clocks_change(back: str) -> None:
    moment = datetime.fromisoformat(back).replace(tzinfo=LONDON)
    found = clock_for("england", "return_interview")
    assert found is not None
    assert found.due(moment, "england") - moment.astimezone(UTC) == timedelta(hours=72)


@pytest.mark.req("PR-09")
@settings(deadline=None)
@given(
    hours=st.integers(0, 15 * 365 * 24),
    jurisdiction=st.sampled_from(["england", "wales"]),
    data=st.data(),
)
def test_working_days_are_counted_one_by_one(hours: int, jurisdiction: str, data: st.DataObject) -> None:
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    counted = [one for one in clocks.all_clocks(jurisdiction).values() if one.unit == "working_days"]
    found = data.draw(st.sampled_from(counted))
    day, left = london_day(moment), found.length
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, jurisdiction)
    assert last_day_of(found.due(moment, jurisdiction)) == day


@pytest.mark.hazard("HZ-44")
def test_a_local_clock_may_be_shorter_and_says_that_it_is_local(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _local(tmp_path, monkeypatch, code="return_interview", length=48)
    found = clock_for("england", "return_interview")
    assert found is not None and (found.length, found.local) == (48, True)
    assert clock_for("wales", "return_interview") != found
    assert "agreed here on 2026-11-01" in found.source


@pytest.mark.hazard("HZ-44")
@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"code": "return_interview", "length": 73}, "may not be longer than 72 hours"),
        ({"code": "return_interview", "length": 3, "unit": "days"}, "has to be in hours"),
        ({"code": "no_such_clock", "length": 1}, "there is no such clock"),
        ({"code": "return_interview", "length": 48, "second": "ann example"}, "the same person"),
        ({"code": "return_interview", "length": 0}, "greater than or equal to 1"),
    ],
)
def test_a_local_clock_that_loosens_a_rule_or_that_one_person_made_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: dict[str, object], fault: str
) -> None:
    _local(tmp_path, monkeypatch, **words)
    with pytest.raises(DefinitionError, match=fault):
        clock_for("england", "return_interview")
    assert [one.id for one in clocks_are_good(None)] == ["toolkits.E001"]


def test_where_no_rule_stands_above_it_a_local_clock_is_as_it_was_agreed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _local(tmp_path, monkeypatch, jurisdiction="wales", code="return_interview", length=5, unit="working_days")
    found = clock_for("wales", "return_interview")
    assert found is not None and (found.length, found.unit, found.local) == (5, "working_days", True)


def test_a_fault_in_a_shipped_file_is_told_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (paths.definitions() / "clocks" / "england.yaml").read_text(encoding="utf-8")
    (tmp_path / "clocks").mkdir()
    (tmp_path / "clocks" / "england.yaml").write_text(text.replace("unit: hours", "unit: hour", 1), encoding="utf-8")
    monkeypatch.setenv("SAFELIGHT_DEFINITIONS", str(tmp_path))
    with pytest.raises(DefinitionError, match=r"clocks\[\d+\]\.unit"):
        clock_for("england", "return_interview")
