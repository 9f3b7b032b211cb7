"""A toolkit that adds up points by time window needs a definition, not new code."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.toolkits.rate.fast import FastRater
from safelight.toolkits.rate.slow import rate_value
from safelight.toolkits.rating.bulk import levels_in_bulk
from safelight.toolkits.rating.case import Case
from safelight.toolkits.rating.engine import suggest
from safelight.toolkits.rating.rules import rules_from_mapping
from tests.unit.rating.support import ROOT

RULES = rules_from_mapping(
    yaml.safe_load((ROOT / "tests" / "data" / "rating" / "seraf-example.yaml").read_text(encoding="utf-8"))
)
DAY = datetime.date(2026, 11, 2)
POINTS = {
    "S": {"past_6_months": 5, "6_to_12_months": 1, "both": 6},
    "E": dict.fromkeys(("past_6_months", "6_to_12_months", "both"), 1),
}


def a_case(factors: str = "", **answers: str) -> Case:
    return Case(date=DAY, age=15, factors=tuple(factors), answers=answers)


@pytest.mark.req("RT-04")
@pytest.mark.parametrize(
    ("case", "total", "level"),
    [
        (a_case(), 0, "not at risk"),
        (a_case(S1="past_6_months"), 5, "not at risk"),
        (a_case(S1="both"), 6, "mild"),
        (a_case("a", S1="past_6_months"), 6, "mild"),
        (a_case("abcd", S1="both"), 10, "mild"),
        (a_case("abcd", S1="both", E1="6_to_12_months"), 11, "moderate"),
        (a_case(S1="past_6_months", S2="past_6_months", S3="past_6_months"), 15, "moderate"),
        (a_case(S1="past_6_months", S2="past_6_months", S3="both"), 16, "significant"),
        (a_case(S1="6_to_12_months", S2="6_to_12_months", S3="never"), 2, "not at risk"),
    ],
)
def test_points_by_time_window_add_up_to_a_band(case: Case, total: int, level: str) -> None:
    suggestion = suggest(RULES, case)
    assert (suggestion.counts, suggestion.level) == ({"total": total}, level)


@pytest.mark.req("RT-03", "RT-04")
def test_suspicions_and_open_questions_work_in_another_shape_too() -> None:
    suggestion = suggest(RULES, a_case("a", S1="past_6_months", S2="suspected", E1="never", E2="never", E3="both"))
    assert suggestion.level == "mild"
    assert suggestion.act_on == "moderate"
    assert suggestion.ceiling == "significant"
    assert suggestion.pivots == ("S2", "S3")
    assert suggestion.notes == ("SUSPECTED",)
    assert suggestion.reassess.no_later_than == datetime.date(2027, 2, 2)


def test_the_scope_of_another_shape_is_its_own() -> None:
    suggestion = suggest(RULES, Case(date=DAY, age=18, answers={"S1": "both", "S2": "both", "S3": "both"}))
    assert (suggestion.level, suggestion.notes, suggestion.counts) == ("not at risk", ("OUT",), {"total": 18})


@given(
    st.lists(
        st.tuples(
            st.sets(st.sampled_from("abcdef")),
            st.dictionaries(st.sampled_from(list(RULES.indicators)), st.sampled_from(list(RULES.rating.answers))),
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=150, deadline=None)
def test_both_paths_agree_on_another_shape_and_with_a_sum_done_by_hand(
    drawn: list[tuple[set[str], dict[str, str]]],
) -> None:
    values: list[dict[str, Any]] = [
        {"toolkit": "seraf-example", "date": "2026-11-02", "factors": sorted(factors), "answers": answers}
        for factors, answers in drawn
    ]
    alone = [rate_value(value, {"seraf-example": RULES}) for value in values]
    fast = FastRater(RULES)
    assert fast.rate([row for row in fast.reader.read(values) if row is not None]) == alone
    for factors, answers in drawn:
        total = len(factors) + sum(POINTS[code[0]].get(word, 0) for code, word in answers.items())
        level = ["not at risk", "mild", "moderate", "significant"][(total >= 6) + (total >= 11) + (total >= 16)]
        suggestion = suggest(RULES, a_case("".join(sorted(factors)), **answers))
        assert (suggestion.counts["total"], suggestion.level) == (total, level)


def test_levels_in_bulk_read_another_shape() -> None:
    none = np.zeros(3, dtype=np.uint64)
    significant = np.uint64(RULES.mask_of(["S1", "S2", "S3"]))
    masks = {
        "past_6_months": np.array([0, significant, 0], np.uint64),
        "both": np.array([0, 0, significant], np.uint64),
    }
    assert levels_in_bulk(RULES, {**masks, "6_to_12_months": none}).tolist() == [0, 2, 3]
