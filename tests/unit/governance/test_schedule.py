"""A retention schedule is data: strict, local, and honest about what nobody has verified."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.governance import schedule
from safelight.governance.schedule import Rule
from safelight.toolkits.problems import DefinitionError

GOOD = """
id: ours
title: Ours
note: A note.
rules:
  - code: all
    record: child
    label: Every child
    counted_from: date_of_birth
    years: 25
    basis: Ours
    verified: false
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def rule(years: int, verified: bool = True) -> Rule:
    return Rule(
        code="r", record="child", label="R", counted_from="date_of_birth", years=years, basis="B", verified=verified
    )


def test_the_released_schedule_keeps_looked_after_children_to_their_75th_birthday_and_says_what_is_unverified() -> None:
    rules = {each.code: each for each in schedule.released()["example-schedule"].schedule.rules}
    looked_after = rules["looked-after"]
    assert (looked_after.years, looked_after.counted_from, looked_after.verified) == (75, "date_of_birth", True)
    assert schedule.kept_until(looked_after, date(2010, 5, 14)) == date(2085, 5, 14)
    assert [each.code for each in rules.values() if each.verified] == ["looked-after"]


def test_a_good_file_is_read_with_the_hash_of_its_content(tmp_path: Path) -> None:
    found = schedule.read(written(tmp_path, GOOD))
    assert found.schedule.rules[0].years == 25
    assert len(found.sha256) == 64
    assert schedule.of_content(found.schedule.model_dump(mode="json")) == found.schedule


@pytest.mark.parametrize(
    ("was", "wrong"),
    [
        ("years: 25", "years: lots"),
        ("years: 25", "years: 0"),
        ("verified: false", "verified: maybe"),
        ("counted_from: date_of_birth", "counted_from: closed"),
        ("    basis: Ours\n", ""),
        ("title: Ours", "title: Ours\nwhatever: yes"),
        ("record: child", "record: concern"),
        ("    label: Every child", "    ever: [looked_after]\n    label: Every child"),
    ],
)
def test_a_slip_of_the_pen_is_found_with_its_line(tmp_path: Path, was: str, wrong: str) -> None:
    with pytest.raises(DefinitionError, match=r"ours\.yaml:\d+"):
        schedule.read(written(tmp_path, GOOD.replace(was, wrong)))


@given(st.lists(st.tuples(st.integers(1, 120), st.dates(date(1950, 1, 1), date(2026, 1, 1))), min_size=1, max_size=5))
def test_of_several_rules_the_one_that_keeps_longest_counts(given_rules: list[tuple[int, date]]) -> None:
    found = schedule.longest([(rule(years), since) for years, since in given_rules])
    assert found is not None
    assert found[1] == max(schedule.kept_until(rule(years), since) for years, since in given_rules)
