"""The plan templates of Coventry, Northumberland and Wales, row by row against the sources' own words (PL-01, DT-01, DT-03)."""

import json
from pathlib import Path
from typing import Any

import pytest

from safelight.core.paths import definitions
from safelight.toolkits.files import load_file, load_toolkit
from safelight.toolkits.plan_checks import cover_faults
from safelight.toolkits.plan_schema import PlanDefinition, Powers
from safelight.toolkits.schema import Toolkit

DATA = Path(__file__).parents[2] / "data" / "plans"
ACTIONS = {"coventry": 36, "northumberland": 52, "wales": 75}


def template(area: str) -> PlanDefinition:
    found = load_file(definitions() / "plans" / f"{area}-plan.yaml").parsed
    assert isinstance(found, PlanDefinition)
    return found


def printed(area: str) -> dict[str, Any]:
    """What the source says, written down apart from the definition."""
    found: dict[str, Any] = json.loads((DATA / f"{area}.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def toolkit() -> Toolkit:
    return load_toolkit(definitions() / "toolkits" / "portsmouth-2016.yaml")


@pytest.fixture(scope="module")
def powers() -> Powers:
    found = load_file(definitions() / "powers.yaml").parsed
    assert isinstance(found, Powers)
    return found


@pytest.mark.req("PL-01")
@pytest.mark.parametrize("area", ACTIONS)
def test_every_outcome_and_action_of_the_source_stands_row_for_row(area: str) -> None:
    ours = [(each.label, [action.label for action in each.actions]) for each in template(area).plan.outcomes]
    assert ours == [(row["outcome"], row["actions"]) for row in printed(area)["rows"]]


@pytest.mark.req("PL-01")
@pytest.mark.parametrize("area", ACTIONS)
def test_each_template_has_11_outcomes_and_every_distinct_action(area: str) -> None:
    outcomes = template(area).plan.outcomes
    labels = [(each.number, action.label) for each in outcomes for action in each.actions]
    assert len(outcomes) == 11
    assert len(set(labels)) == len(labels) == ACTIONS[area]


@pytest.mark.req("PL-01")
def test_the_toolkits_own_plan_has_11_outcomes_36_actions_and_97_options(toolkit: Toolkit) -> None:
    assert len(toolkit.plan.outcomes) == 11
    assert sum(len(each.actions) for each in toolkit.plan.outcomes) == 36
    assert [len(toolkit.disruption.aims), sum(len(aim.options) for aim in toolkit.disruption.aims)] == [19, 97]


@pytest.mark.req("PL-01")
@pytest.mark.parametrize("area", ACTIONS)
def test_owners_and_timings_are_the_lines_of_the_printed_cells_in_their_order(area: str) -> None:
    for outcome, row in zip(template(area).plan.outcomes, printed(area)["rows"], strict=True):
        cells = outcome.printed
        assert (cells.who if cells else []) == row["who"]
        assert (cells.when if cells else []) == row["when"] == []
        assert (cells.review_at if cells else []) == row.get("review", [])
        for column, lines in (("who", row["who"]), ("review_at", row.get("review", []))):
            said = [value for action in outcome.actions if (value := getattr(action, column)) is not None]
            assert all(value in lines for value in said)
            # Where we matched lines to actions ourselves, the file says so.
            matched = cells is not None and column in cells.paired_by_us
            assert matched == (len(lines) not in {0, len(outcome.actions)})
            assert matched or said == lines


@pytest.mark.req("PL-01")
@pytest.mark.parametrize("area", ACTIONS)
def test_the_columns_are_the_sources_in_its_order(area: str) -> None:
    assert [each.heading for each in template(area).form.columns] == printed(area)["columns"]


@pytest.mark.req("PL-01")
def test_only_coventry_numbers_its_outcomes() -> None:
    assert [row["number"] for row in printed("coventry")["rows"]] == list(range(1, 12))
    assert {area: template(area).plan.numbered for area in ACTIONS} == {
        "coventry": True,
        "northumberland": False,
        "wales": False,
    }


@pytest.mark.req("PL-06")
def test_northumberland_wants_no_document_beside_the_childs_existing_plan() -> None:
    assert [area for area in ACTIONS if not template(area).separate_document] == ["northumberland"]


@pytest.mark.req("PL-19")
def test_wales_names_four_things_that_every_agency_does_while_the_plan_runs() -> None:
    assert [each.code for each in template("wales").all_agencies] == ["WA.1.1", "WA.1.2", "WA.1.3", "WA.1.4"]


@pytest.mark.req("DT-01")
def test_coventrys_19_aims_and_94_options_stand_row_for_row() -> None:
    disruption = template("coventry").disruption
    assert disruption is not None
    source = printed("coventry")
    assert disruption.columns == source["disruption_columns"]
    ours = [(aim.label, [option.label for option in aim.options]) for aim in disruption.aims]
    assert ours == [(aim["aim"], aim["options"]) for aim in source["aims"]]
    assert [len(ours), sum(len(options) for _aim, options in ours)] == [19, 94]


@pytest.mark.req("DT-01")
def test_every_option_is_an_action_or_a_caution_and_the_same_advice_is_the_same_in_both_tables(
    toolkit: Toolkit,
) -> None:
    coventry = template("coventry").disruption
    assert coventry is not None
    cautions = {
        option.code.partition(".")[2] for aim in coventry.aims for option in aim.options if option.kind == "caution"
    }
    assert cautions == set(printed("coventry")["cautions"])
    kinds = {option.label: option.kind for aim in toolkit.disruption.aims for option in aim.options}
    shared = [option for aim in coventry.aims for option in aim.options if option.label in kinds]
    assert len(shared) > 80
    assert all(option.kind == kinds[option.label] for option in shared)


@pytest.mark.req("PL-03")
@pytest.mark.parametrize("area", ACTIONS)
def test_every_factor_and_indicator_has_actions_with_their_section_or_is_said_to_have_none(
    area: str, toolkit: Toolkit
) -> None:
    plan = template(area)
    assert plan.covers_toolkit == toolkit.id
    assert list(cover_faults(plan, toolkit)) == []
    assert len(plan.covers) == len(toolkit.factors) + len(toolkit.indicators)
    for cover in plan.covers:
        codes = [*cover.actions, *cover.options]
        assert bool(codes) != cover.none_in_source
        # The sources have no such table, so every link is marked as ours.
        assert cover.ours == bool(codes)
        assert all(plan.section_of(code) for code in codes)
    assert any(cover.none_in_source for cover in plan.covers)


def test_an_indicator_left_out_or_unknown_to_the_toolkit_is_a_fault(toolkit: Toolkit) -> None:
    plan = template("wales")
    less = plan.model_copy(update={"covers": plan.covers[1:]})
    assert [message for _where, message in cover_faults(less, toolkit)] == ["says nothing about a"]
    odd = plan.model_copy(
        update={"covers": [*plan.covers, plan.covers[0].model_copy(update={"code": "Z9", "none_in_source": True})]}
    )
    assert [where for where, _message in cover_faults(odd, toolkit)] == [("covers", len(plan.covers), "code")]


@pytest.mark.req("DT-03")
def test_every_power_says_who_can_use_it_by_which_law_and_whether_that_was_checked(powers: Powers) -> None:
    for power in powers.powers:
        assert power.who
        assert power.basis
        assert isinstance(power.verified, bool)
    assert {power.verified for power in powers.powers} == {True, False}


@pytest.mark.req("DT-03")
def test_the_uses_of_powers_name_actions_and_options_that_exist_in_all_four_templates(
    powers: Powers, toolkit: Toolkit
) -> None:
    plans: dict[str, Toolkit | PlanDefinition] = {f"{area}-plan": template(area) for area in ACTIONS}
    plans[toolkit.id] = toolkit
    codes = {
        name: {action.code for outcome in plan.plan.outcomes for action in outcome.actions}
        | {option.code for aim in (plan.disruption.aims if plan.disruption else []) for option in aim.options}
        for name, plan in plans.items()
    }
    assert {use.definition for use in powers.uses} == set(plans)
    assert [use for use in powers.uses if use.code not in codes[use.definition]] == []


@pytest.mark.req("DT-03")
@pytest.mark.parametrize(
    ("definition", "code", "power", "who"),
    [
        ("portsmouth-2016", "PD.2.1", "abduction-warning", ["police"]),
        ("coventry-plan", "CD.2.1", "abduction-warning", ["police"]),
        ("coventry-plan", "CD.3.6", "licence-review", ["licensing", "police", "social_care"]),
        ("coventry-plan", "CD.5.4", "emergency-protection", ["court", "social_care"]),
        ("wales-plan", "WP.1.9", "community-protection", ["police", "social_care"]),
        ("wales-plan", "WP.1.10", "licence-review", ["licensing", "police", "social_care"]),
    ],
)
def test_powers_that_only_police_licensing_or_social_care_have_are_joined_to_what_rests_on_them(
    powers: Powers, definition: str, code: str, power: str, who: list[str]
) -> None:
    [use] = [each for each in powers.uses if (each.definition, each.code) == (definition, code)]
    assert power in use.powers
    [found] = [each for each in powers.powers if each.code == power]
    assert list(found.who) == who
