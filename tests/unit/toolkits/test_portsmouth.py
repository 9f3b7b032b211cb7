"""The Portsmouth toolkit is complete, and its forms' words are the toolkit's own."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from safelight.core.paths import definitions
from safelight.toolkits.files import load_toolkit
from safelight.toolkits.schema import Toolkit

DATA = Path(__file__).parents[2] / "data" / "toolkits"

HARM = {"H1", "H3", "H4", "H5", "H6", "H9", "H10", "H12", "H13", "H14", "M6"}
MAPPED = {
    "low": [[f"L{number}"] for number in range(1, 10)],
    "medium": [["M1"], ["M2"], ["M3"], ["M4"], ["M6"], ["M7"], ["M8"], ["M13"], ["M9"], ["M14"], ["M15", "M5"],
               ["M11"], ["M12"], ["M10"], ["M16"], ["M17"]],
    "high": [["H1"], ["H3"], ["H4"], ["H5"], ["H6"], ["H7"], ["H8"], ["H9"], ["H10"], ["H11"], ["H12"], ["H13"],
             ["H2"], ["H14"], ["H5"], ["H11"]],
}  # fmt: skip


@pytest.fixture(scope="module")
def toolkit() -> Toolkit:
    return load_toolkit(definitions() / "toolkits" / "portsmouth-2016.yaml")


def printed(name: str) -> list[list[str]]:
    """The rows of a list of the source's printed words."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def own_words(value: object) -> Iterator[str]:
    """Every text of ours in a definition: meanings, questions, today's wordings, steps, notes."""
    ours = {"meaning", "ask", "steps", "note", "done", "applies", "reminder", "form_note", "currency_note"}
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "today" and inner:
                yield inner["text"]
            elif key in ours:
                yield from [inner] if isinstance(inner, str) else inner or []
            else:
                yield from own_words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from own_words(inner)


def test_the_vulnerability_factors_are_the_17_of_step_2_word_for_word(toolkit: Toolkit) -> None:
    source = [row[1:] for row in printed("portsmouth-forms.tsv") if row[0] == "factor"]
    assert [[each.code, each.label] for each in toolkit.factors] == source
    assert len(source) == 17
    assert [each.code for each in toolkit.factors if each.touches_learning_disability] == ["f"]
    assert [each.code for each in toolkit.factors if each.free_text] == ["q"]


@pytest.mark.parametrize(("level", "count"), [("low", 9), ("medium", 17), ("high", 14)])
def test_the_indicators_print_as_step_3_does(toolkit: Toolkit, level: str, count: int) -> None:
    source = [row[2] for row in printed("portsmouth-forms.tsv") if row[:2] == ["indicator", level]]
    ours = [each for each in toolkit.indicators if each.level == level]
    assert [each.form_label for each in ours] == source
    assert [each.code for each in ours] == [f"{level[0].upper()}{number}" for number in range(1, count + 1)]


@pytest.mark.req("RA-05")
@pytest.mark.parametrize(("level", "count"), [("low", 9), ("medium", 16), ("high", 16)])
def test_the_summary_form_prints_as_step_4_does_and_each_row_knows_what_ticks_it(
    toolkit: Toolkit, level: str, count: int
) -> None:
    source = printed("portsmouth-forms.tsv")
    group = next(each for each in toolkit.summary_form.groups if each.level == level)
    assert group.heading == next(row[2] for row in source if row[:2] == ["summary-heading", level])
    assert [row.label for row in group.rows] == [row[2] for row in source if row[:2] == ["summary", level]]
    assert [row.ticked_by for row in group.rows] == MAPPED[level]
    assert len(group.rows) == count
    assert [row.code for row in group.rows if row.with_another] == (["S4-H10"] if level == "high" else [])


def test_the_totals_beneath_each_level_are_the_forms_own(toolkit: Toolkit) -> None:
    form = next(each for each in toolkit.forms if each.code == "risk-factors")
    source = [row[2] for row in printed("portsmouth-forms.tsv") if row[0] == "total"]
    assert [block.totals for block in form.blocks] == [[label, "Summary:"] for label in source]
    assert {tuple(block.columns) for block in form.blocks} == {("BEHAVIOURS", "✓", "COMMENTS & EVIDENCE")}


@pytest.mark.req("BE-16")
def test_indicators_of_harm_that_has_happened_are_kept_apart(toolkit: Toolkit) -> None:
    assert {each.code for each in toolkit.indicators if each.harm} == HARM
    asking = next(note for note in toolkit.rating.notes if note.code == "N-EXPLOITED-ASK")
    assert set(asking.when.any_held or []) == HARM


@pytest.mark.req("RA-08")
def test_the_categories_are_the_three_of_the_source_and_not_yet_known(toolkit: Toolkit) -> None:
    assert [each.code for each in toolkit.categories] == [
        "inappropriate-relationship", "boyfriend-or-peer", "organised-or-networked", "not-yet-known",
    ]  # fmt: skip
    assert [each.ours for each in toolkit.categories] == [False, False, False, True]


@pytest.mark.req("PL-01")
def test_the_plan_template_is_appendix_3_row_for_row(toolkit: Toolkit) -> None:
    ours = [
        [str(outcome.number), outcome.label, action.label, action.who, action.when, action.review_at]
        for outcome in toolkit.plan.outcomes
        for action in outcome.actions
    ]
    assert ours == printed("portsmouth-plan.tsv")
    assert len(toolkit.plan.outcomes) == 11
    assert len({row[2] for row in ours}) == 36


def test_as_above_says_what_stands_above_it(toolkit: Toolkit) -> None:
    for outcome in toolkit.plan.outcomes:
        above = None
        for action in outcome.actions:
            if action.review_at == "As above":
                assert action.review_means == above
            else:
                above = action.review_at


def test_the_evidence_action_carries_its_72_hours(toolkit: Toolkit) -> None:
    windows = {
        action.code: action.window_hours
        for outcome in toolkit.plan.outcomes
        for action in outcome.actions
        if action.window_hours
    }
    assert windows == {"P3.6.1": 72}


@pytest.mark.req("DT-01")
def test_the_disruption_table_has_19_aims_and_97_options_in_the_sources_order(toolkit: Toolkit) -> None:
    source = printed("portsmouth-disruption.tsv")
    ours = [
        [str(aim.number), aim.label, " ".join(option.label.split()[:7])]
        for aim in toolkit.disruption.aims
        for option in aim.options
    ]
    assert ours == source
    assert (len(toolkit.disruption.aims), len(ours)) == (19, 97)


@pytest.mark.req("DT-01")
def test_what_is_to_be_careful_about_is_marked_as_a_caution(toolkit: Toolkit) -> None:
    cautions = {option.code for aim in toolkit.disruption.aims for option in aim.options if option.kind == "caution"}
    assert cautions == {"PD.5.1", "PD.5.2", "PD.7.2", "PD.19.1"}


@pytest.mark.req("DR-05")
def test_the_19_intervention_strategies_link_to_plan_actions_or_disruption_aims(toolkit: Toolkit) -> None:
    assert [each.code for each in toolkit.strategies] == [f"PS.{letter}" for letter in "abcdefghijklmnopqrs"]
    assert all(each.aims for each in toolkit.strategies)
    assert {aim for each in toolkit.strategies for aim in each.aims} == {each.code for each in toolkit.disruption.aims}


@pytest.mark.req("DR-02")
def test_the_glossary_has_every_term_of_appendix_4_in_its_order(toolkit: Toolkit) -> None:
    assert [each.term for each in toolkit.glossary if not each.ours] == [
        row[0] for row in printed("portsmouth-glossary.txt")
    ]


def test_no_contact_passes_for_confirmed(toolkit: Toolkit) -> None:
    assert Counter(each.kind for each in toolkit.contacts) == {"telephone": 11, "email": 3, "website": 8}
    assert {each.as_of for each in toolkit.contacts} == {"February 2016"}
    assert {each.confirmed_on for each in toolkit.contacts} == {None}
    assert not toolkit.current


def test_the_four_questions_about_the_work_so_far_are_there(toolkit: Toolkit) -> None:
    assert [each.code for each in toolkit.effectiveness] == ["E1", "E2", "E3", "E4"]


@pytest.mark.req("RA-13")
def test_every_indicator_factor_and_level_has_a_meaning_and_every_indicator_a_question(toolkit: Toolkit) -> None:
    for each in [*toolkit.levels, *toolkit.factors, *toolkit.indicators, *toolkit.categories]:
        assert each.meaning.endswith("."), each.code
    for each in toolkit.indicators:
        assert each.ask.endswith("?"), each.code
        assert not re.match(r"(?:Is|Are|Does|Do|Did|Has|Have|Was|Were|Can)\b", each.ask), "an open question"
    assert {each.code for each in toolkit.levels} == {"low", "medium", "high", "exploited"}
    assert toolkit.definition.meaning


@pytest.mark.req("LA-02")
def test_dated_or_blaming_labels_have_todays_wording_and_it_is_marked_not_yet_reviewed(toolkit: Toolkit) -> None:
    worded = {each.code: each.today for each in toolkit.indicators if each.today}
    assert {"L2", "L3", "M1", "M2", "M3", "M4", "M8", "M14", "M16", "H1", "H4", "H10", "H12"} <= set(worded)
    assert {today.reviewed_on for today in worded.values()} == {None}


@pytest.mark.req("LA-02")
def test_our_own_words_are_neutral_in_gender_and_blame_no_child(toolkit: Toolkit) -> None:
    texts = list(own_words(toolkit.model_dump()))
    assert len(texts) > 250
    gendered = re.compile(r"\b(he|him|his|she|her|hers|himself|herself|boy|girl)\b", re.IGNORECASE)
    blaming = re.compile(
        r"(?i)put(s|ting)? themselves at risk|poor choices|lifestyle|promiscuous|streetwise|attention.seeking"
        r"|hard to reach|disengaged|refus(es|ing) to engage|child prostitut|abscond"
    )
    assert not [text for text in texts if gendered.search(text) or blaming.search(text)]


def test_contacting_mash_and_the_same_day_discussion_can_never_be_set_aside(toolkit: Toolkit) -> None:
    assert [each.code for each in toolkit.procedures if each.never_set_aside] == ["PR-06", "PR-11"]


def test_every_procedure_but_the_worked_out_one_is_there(toolkit: Toolkit) -> None:
    wanted = [f"PR-{number:02d}" for number in range(1, 18) if number != 9]
    assert [each.code for each in toolkit.procedures] == wanted


def test_the_higher_a_level_the_more_follows(toolkit: Toolkit) -> None:
    at = {
        level: {each.code for each in toolkit.procedures if level in each.levels}
        for level in ("low", "medium", "high", "exploited")
    }
    assert at["low"] < at["medium"] < at["high"] < at["exploited"]


def test_the_reassessment_times_are_those_of_part_b(toolkit: Toolkit) -> None:
    times = toolkit.reassessment
    assert (times.aim_from_weeks, times.aim_by_weeks) == (4, 6)
    limits = {level: (limit.weeks, limit.months) for limit in times.no_later_than for level in limit.levels}
    assert limits == {"low": (None, 3), "medium": (None, 3), "high": (6, None), "exploited": (6, None)}


def test_every_factor_and_indicator_maps_to_something_of_the_source_or_says_it_gives_none(toolkit: Toolkit) -> None:
    codes = [each.code for each in toolkit.factors] + [each.code for each in toolkit.indicators]
    assert [each.code for each in toolkit.covers] == codes
    for each in toolkit.covers:
        assert each.ours is not each.none_in_source, each.code
        assert bool(each.actions or each.options or each.strategies) is each.ours, each.code


def test_the_details_form_asks_what_the_source_asks(toolkit: Toolkit) -> None:
    form = next(each for each in toolkit.forms if each.code == "details")
    assert [block.heading for block in form.blocks] == [
        "Child or Young Person's Details", "Current Involvements", "Assessment and Planning Information",
    ]  # fmt: skip
    social_care = form.blocks[1].fields[0]
    assert social_care.options == ["Looked After Child", "Care Leaver", "Child Protection Plan", "Child in Need"]
    assert [part.label for part in social_care.parts] == ["Name of Social Worker:", "CCM number:"]
    assert form.blocks[2].fields[2].options == ["Exploited", "High Risk", "Medium Risk", "Low Risk"]


def test_other_forms_of_exploitation_can_be_chosen(toolkit: Toolkit) -> None:
    assert [each.code for each in toolkit.other_exploitation] == [
        "criminal", "trafficking-and-modern-slavery", "other",
    ]  # fmt: skip
