"""What the answers come to: totals, the summary form, the four answers kept apart, nothing asked is never none."""

import pytest

from safelight.assessments import actions, presenters, queries
from safelight.core.errors import Invalid
from tests.integration.assessments.world import World, answer

ALL = 40


@pytest.mark.req("RA-01")
def test_the_matrix_has_the_toolkits_forty_lines_in_its_order(world: World) -> None:
    lines = queries.indicators(world.start())
    assert [line.code for line in lines] == (
        [f"L{n}" for n in range(1, 10)] + [f"M{n}" for n in range(1, 18)] + [f"H{n}" for n in range(1, 15)]
    )


@pytest.mark.req("RT-07")
@pytest.mark.hazard("HZ-04")
def test_a_blank_assessment_is_forty_not_asked_and_never_none(world: World) -> None:
    draft = world.start()
    assert queries.not_asked(draft) == ALL
    case = queries.case_for(draft)
    assert not case.answers, "a line that nobody asked about is no answer"


@pytest.mark.req("RT-03", "RA-02")
@pytest.mark.hazard("HZ-05")
def test_the_four_answers_and_not_asked_are_counted_apart(world: World) -> None:
    draft = world.start()
    for code, value in (("L1", "present"), ("L2", "suspected"), ("L3", "not_present"), ("L4", "not_known")):
        answer(world, draft, code, value)
    counts = queries.counts(queries.indicators(draft))
    assert counts["low"] == {
        "lines": 9,
        "present": 1,
        "suspected": 1,
        "not_present": 1,
        "not_known": 1,
        "not_asked": 5,
    }
    assert dict(queries.case_for(draft).answers) == {
        "L1": "present",
        "L2": "suspected",
        "L3": "not_present",
        "L4": "not_known",
    }


@pytest.mark.req("RA-03")
def test_an_indicator_of_ones_own_takes_part_as_listed_ones_do(world: World) -> None:
    draft = world.start()
    row = actions.add_other_indicator(
        by=world.worker, assessment=draft, level="medium", label="Two  new phones", evidence="Seen at school"
    )
    assert (row.code, row.label) == ("X1", "Two new phones")
    assert queries.counts(queries.indicators(draft))["medium"]["present"] == 1
    (other,) = queries.case_for(draft).other_indicators
    assert (other.code, other.level, other.answer) == ("X1", "medium", "present")
    answer(world, draft, "X1", "suspected")
    assert queries.held(draft)[0].answer == "suspected"


@pytest.mark.req("RA-03")
def test_a_form_sent_twice_adds_one_line_and_a_bad_one_none(world: World) -> None:
    draft = world.start()
    for _ in range(2):
        actions.add_other_indicator(by=world.worker, assessment=draft, level="low", label="New phones")
    with pytest.raises(Invalid) as invalid:
        actions.add_other_indicator(by=world.worker, assessment=draft, level="worst", label=" ")
    assert set(invalid.value.errors) == {"level", "label"}
    assert len(queries.indicators(draft)) == ALL + 1


@pytest.mark.req("RA-03")
def test_the_seventeen_factors_take_a_tick_and_a_comment(world: World) -> None:
    draft = world.start()
    actions.save_step(
        by=world.worker,
        assessment=draft,
        values={"factor.q.recognised": "yes", "factor.q.comment": "A house fire"},
        version=1,
    )
    factors = queries.factors(draft)
    assert len(factors) == 17
    assert factors[-1].free_text
    (one,) = queries.recognised_factors(draft)
    assert (one.code, one.comment) == ("q", "A house fire")


def ticked(world: World, *present: str) -> set[str]:
    draft = world.start()
    for code in present:
        answer(world, draft, code, "present")
    groups = queries.summary_form(queries.toolkit(draft), queries.indicators(draft))
    assert [len(group.rows) for group in groups] == [9, 16, 16]
    return {row.code for group in groups for row in group.rows if row.ticked}


@pytest.mark.req("RA-05")
@pytest.mark.parametrize(
    ("present", "rows"),
    [
        (("L1",), {"S4-L1"}),
        (("M5",), {"S4-M11"}),
        (("M15", "M5"), {"S4-M11"}),
        (("H11",), {"S4-H16"}),
        (("H11", "L1"), {"S4-L1", "S4-H10", "S4-H16"}),
        (("H5",), {"S4-H4", "S4-H15"}),
    ],
)
def test_the_summary_form_is_filled_from_the_matrix(world: World, present: tuple[str, ...], rows: set[str]) -> None:
    assert ticked(world, *present) == rows


@pytest.mark.req("RA-05", "RA-04")
def test_the_summary_form_never_counts_twice_and_an_added_line_ticks_no_row(world: World) -> None:
    draft = world.start()
    answer(world, draft, "H5", "present")
    actions.add_other_indicator(by=world.worker, assessment=draft, level="low", label="New phones")
    lines = queries.indicators(draft)
    counts = queries.counts(lines)
    assert (counts["low"]["present"], counts["high"]["present"]) == (1, 1)
    groups = queries.summary_form(queries.toolkit(draft), lines)
    assert groups[0].others == ("New phones",)
    assert not any(row.ticked for row in groups[0].rows)


@pytest.mark.req("RA-05")
def test_the_summary_form_is_the_one_that_the_rating_gives(world: World) -> None:
    from safelight.ratings import queries as ratings

    draft = world.start()
    for code in ("L1", "M5", "M6", "H5", "H11", "H14"):
        answer(world, draft, code, "present")
    ours = [
        row.code
        for group in queries.summary_form(queries.toolkit(draft), queries.indicators(draft))
        for row in group.rows
        if row.ticked
    ]
    assert ours == list(ratings.suggestion_for(draft).summary_form)


@pytest.mark.req("BE-16")
def test_signs_that_harm_has_happened_are_kept_apart_from_signs_of_risk(world: World) -> None:
    draft = world.start()
    for code in ("H6", "M6", "L1", "H2"):
        answer(world, draft, code, "suspected")
    harm, risk = presenters.harm_and_risk(queries.indicators(draft))
    assert {line.code for line in harm} == {"H6", "M6"}
    assert {line.code for line in risk} == {"L1", "H2"}


@pytest.mark.req("RA-14")
def test_an_agency_is_asked_answers_or_it_is_said_why_not(world: World) -> None:
    draft = world.start()
    asked = actions.ask_agency(by=world.worker, assessment=draft, name="School nurse")
    actions.ask_agency(by=world.worker, assessment=draft, name="Housing", why_not="The family owns its home")
    with pytest.raises(Invalid):
        actions.record_agency_answer(by=world.worker, assessment=draft, agency_id=asked.pk, words=" ")
    actions.record_agency_answer(by=world.worker, assessment=draft, agency_id=asked.pk, words="No concerns")
    assert [(row.name, row.outcome, row.words) for row in queries.agencies_asked(draft)] == [
        ("School nurse", "answered", "No concerns"),
        ("Housing", "not_asked", "The family owns its home"),
    ]


@pytest.mark.req("RA-06", "RA-08", "RA-15", "RA-11")
def test_analysis_category_other_exploitation_and_the_present_help_are_kept(world: World) -> None:
    first = world.start()
    kit = queries.toolkit(first)
    values = {
        "analysis_behaviours": "1",
        "analysis_associates": "2",
        "analysis_perpetrators": "3",
        "analysis_police": "4",
        "category": kit.categories[0].code,
        "other_forms": f"{kit.other_exploitation[1].code} {kit.other_exploitation[0].code}",
        "other_forms_words": "Carries parcels",
    }
    actions.save_step(by=world.worker, assessment=first, values=values, version=1)
    kept = queries.values(first)
    assert kept["other_forms"].split() == [each.code for each in kit.other_exploitation[:2]]
    assert {name: kept[name] for name in values if name != "other_forms"} == {
        name: value for name, value in values.items() if name != "other_forms"
    }
    world.complete(first)
    second = world.start()
    judged = {f"effectiveness.{each.code}.answer": "partly" for each in kit.effectiveness}
    assert len(judged) == 4
    actions.save_step(by=world.worker, assessment=second, values=judged, version=second.version)
    assert judged.items() <= queries.values(second).items()
