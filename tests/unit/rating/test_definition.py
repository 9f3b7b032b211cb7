"""What the rating block of a definition may say, and how a slip in it is found."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from safelight.toolkits.rating.bulk import levels_in_bulk
from safelight.toolkits.rating.definition import Condition, RatingDefinition
from safelight.toolkits.rating.rules import RulesError, rules_from_mapping
from tests.unit.rating.support import ROOT, portsmouth, portsmouth_data

HARM = ["H1", "H3", "H4", "H5", "H6", "H9", "H10", "H12", "H13", "H14", "M6"]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({}, "exactly one operator"),
        ({"age_below": 13, "any_held": ["L1"]}, "exactly one operator"),
        ({"at_least": 1}, "exactly one operator"),
        ({"score": "low"}, "needs one of at_least and equals"),
        ({"score": "low", "at_least": 1, "equals": 1}, "needs one of at_least and equals"),
        ({"age_below": 13, "at_least": 1}, "go with score or held_in"),
        ({"age_below": "13"}, "valid integer"),
        ({"age_below": None}, "needs a value"),
        ({"always": False}, "True"),
        ({"learning_disability": "yes"}, "unknown"),
        ({"age_under": 13}, "Extra inputs"),
        ({"all": [{"age_below": 13, "always": True}]}, "exactly one operator"),
    ],
)
def test_a_condition_has_one_operator_and_what_goes_with_it(condition: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Condition.model_validate(condition)


def _rating(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    rating = copy.deepcopy(portsmouth_data()["rating"])
    change(rating)
    return rating


@pytest.mark.req("RT-04")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: r.update(extra=1), "Extra inputs"),
        (lambda r: r.pop("floors"), "required"),
        (lambda r: r["rules"].pop(), "last rule must hold always"),
        (lambda r: r["rules"][0].update(level="severe"), "unknown level severe"),
        (lambda r: r["rules"][0].update(number=2), "2 is given twice"),
        (lambda r: r["rules"][0].update(when={"any_held": ["H1"]}), "any_held can't be used here"),
        (lambda r: r["rules"][0].update(when={"score": "severe", "at_least": 1}), "unknown score severe"),
        (lambda r: r["rules"][0].update(cites=["step 4"]), "match pattern"),
        (lambda r: r["floors"][0].update(becomes="none"), "must raise the level"),
        (lambda r: r["notes"][0].update(when={"rule_is": 9}), "unknown rule 9"),
        (lambda r: r["notes"][0].update(when={"note_given": "N-MASH"}), "can't ask for a note"),
        (lambda r: r["notes"][0].update(when={"held_in": "severe", "at_least": 1}), "unknown group severe"),
        (lambda r: r["procedures"][0].update(when={"note_given": "N-NONE"}), "unknown note N-NONE"),
        (lambda r: r["scope"].update(note="N-NONE"), "unknown note N-NONE"),
        (lambda r: r["scores"]["low"][0]["points"].update(maybe=1), "unknown answer maybe"),
        (lambda r: r["scores"]["low"][0]["points"].update(not_known=1), "not_known carries no points"),
        (lambda r: r["scores"]["low"][0].update(group="severe"), "unknown group severe"),
        (lambda r: r.update(unanswered="suspected"), "state is unknown"),
        (lambda r: r["act_on"]["read"].update(maybe="present"), "unknown answer maybe"),
        (lambda r: r["ladder"].append(["L1"]), "each entry is a pair"),
        (lambda r: r["groups"].append("any"), "reserved word"),
    ],
)
def test_a_slip_in_the_rating_block_is_an_error_that_says_where(
    change: Callable[[dict[str, Any]], Any], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        RatingDefinition.model_validate(_rating(change))


@pytest.mark.req("RT-04")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: r["ladder"].append(["L1", "H99"]), "ladder: unknown indicator H99"),
        (lambda r: r["notes"][13]["when"]["any_held"].append("H99"), "note N-EXPLOITED-ASK: unknown indicator H99"),
        (lambda r: r["notes"][0].update(when={"any_factor": ["z"]}), "note N-HIGH-NARROW: unknown factor z"),
    ],
)
def test_a_code_that_the_toolkit_does_not_have_is_an_error(change: Callable[[dict[str, Any]], Any], said: str) -> None:
    with pytest.raises(RulesError, match=said):
        rules_from_mapping({**portsmouth_data(), "rating": _rating(change)})


def test_an_indicator_in_a_group_that_the_rules_do_not_know_is_an_error() -> None:
    indicators = {**portsmouth().indicators, "S1": "severe"}
    assert portsmouth().rating.faults_against(indicators, portsmouth().factors) == [
        "indicator S1: unknown group severe"
    ]


@pytest.mark.req("RT-04")
def test_no_code_of_the_toolkit_stands_in_the_engine() -> None:
    codes = [*portsmouth().bits, *(note.code for note in portsmouth().rating.notes), "PR-0", "S4-"]
    for folder in ("rating", "rate"):
        for file in (ROOT / "safelight" / "toolkits" / folder).glob("*.py"):
            text = file.read_text(encoding="utf-8")
            assert [code for code in codes if f'"{code}' in text or f"'{code}" in text] == [], file.name


@pytest.mark.req("BE-16")
def test_signs_of_harm_that_has_happened_are_the_ones_that_raise_the_question() -> None:
    data = portsmouth_data()
    assert {item["code"] for item in data["indicators"] if item.get("harm")} == set(HARM)
    note = next(note for note in data["rating"]["notes"] if note["code"] == "N-EXPLOITED-ASK")
    assert set(note["when"]["any_held"]) == set(HARM)


@pytest.mark.req("RT-04")
def test_every_procedure_that_follows_is_described_in_the_toolkit() -> None:
    described = {procedure["code"] for procedure in portsmouth_data()["procedures"]}
    assert {procedure.code for procedure in portsmouth().rating.procedures} <= described


def test_bulk_work_refuses_a_toolkit_with_more_indicators_than_a_mask_holds() -> None:
    data = copy.deepcopy(portsmouth_data())
    data["indicators"] = data["indicators"] + [{"code": f"L{n}", "level": "low"} for n in range(10, 40)]
    with pytest.raises(ValueError, match="more than 64"):
        levels_in_bulk(rules_from_mapping(data), {})
