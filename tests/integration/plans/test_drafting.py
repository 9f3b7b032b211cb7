"""A plan drafted from what was recognised: nothing lost, nothing invented."""

import pytest

from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.plans import actions, queries
from safelight.toolkits import queries as toolkits
from tests.integration.plans.conftest import Case


@pytest.mark.req("PL-03")
def test_each_recognised_factor_and_indicator_proposes_the_templates_actions_once(case: Case) -> None:
    plan = case.draft(factors={"a": "Much shouting.", "e": "Mum drinks."})
    rows = {row.source_code: row.covers for row in queries.actions_of(plan)}
    assert rows == {
        "P3.1.1": ["H1"],
        "P3.1.2": ["M6", "H1"],
        "P3.4.1": ["L1"],
        "P3.4.6": ["L1"],
        "P3.5.3": ["M6"],
        "P3.6.1": ["H1"],
        "P3.6.3": ["M6"],
        "P3.7.1": ["a"],
        "P3.8.1": ["e"],
    }


@pytest.mark.req("PL-03")
def test_a_proposal_has_the_sources_words_owner_and_time_and_waits_for_agreement(case: Case) -> None:
    case.draft()
    row = case.row("P3.6.1")
    offered = queries.offers(case.plan.definition).actions["P3.6.1"]
    assert (row.text, row.who, row.when_text) == (offered.label, "Parents/ Carers", offered.when)
    assert (row.outcome, row.window_hours, row.state, row.owner_id, row.due_on) == (6, 72, "proposed", None, None)


@pytest.mark.req("PL-03")
def test_what_has_no_action_in_the_template_is_uncovered_until_somebody_acts_or_says_why_not(case: Case) -> None:
    plan = case.draft(factors={"g": "Care leaver aunt."}, added=("A new car outside school",))
    words = {each.label: each.code for each in queries.uncovered(plan)}
    assert set(words) == {
        next(factor.label for factor in toolkits.toolkit_of(plan.definition).factors if factor.code == "g"),
        next(each.label for each in toolkits.toolkit_of(plan.definition).indicators if each.code == "M14"),
        "A new car outside school",
    }
    actions.say_why_not(by=case.worker, plan=plan, code="g", why="The school does this already.", now=case.now)
    values = {"text": "Ask the school about the car.", "covers": [words["A new car outside school"]]}
    actions.add_action(by=case.worker, plan=plan, outcome=3, values=values, now=case.now)
    assert [each.code for each in queries.uncovered(plan)] == ["M14"]
    known = queries.coverage_of(plan)
    assert [each.code for each in known.explained] == ["g"]


@pytest.mark.req("PL-03")
def test_factor_q_and_an_added_indicator_are_uncovered_again_when_the_words_are_new(case: Case) -> None:
    plan = case.draft(factors={"q": "Cares for a brother."}, added=("A new car outside school",))
    own = [each.code for each in queries.uncovered(plan) if each.code.startswith("own-")]
    assert len(own) == 2
    values = {"text": "Young carers group.", "covers": own}
    actions.add_action(by=case.worker, plan=plan, outcome=10, values=values, now=case.now)
    case.later(days=20)
    case.decide(factors={"q": "Sleeps at a friend’s."}, added=("A second man at the gate",))
    actions.bring_up_to_date(by=case.worker, plan=case.plan, now=case.now)
    fresh = {each.label: each.words for each in queries.uncovered(case.plan) if each.code.startswith("own-")}
    assert "A second man at the gate" in fresh
    assert "Sleeps at a friend’s." in fresh.values()


@pytest.mark.req("PL-03")
def test_an_action_that_was_not_done_covers_nothing(case: Case) -> None:
    plan = case.draft(L7="present", M1="present", M2="present", M3="present")
    assert "L7" not in [each.code for each in queries.uncovered(plan)]
    actions.record_progress(
        by=case.worker, action=case.row("P3.8.1"), state="not_done", rag="red", text="No service here.", now=case.now
    )
    assert "L7" in [each.code for each in queries.uncovered(plan)]


@pytest.mark.req("PL-03")
def test_why_not_needs_words_and_something_that_was_recognised(case: Case) -> None:
    plan = case.draft()
    with pytest.raises(Invalid):
        actions.say_why_not(by=case.worker, plan=plan, code="M14", why="  ", now=case.now)
    with pytest.raises(Invalid):
        actions.say_why_not(by=case.worker, plan=plan, code="L9", why="Not here.", now=case.now)


@pytest.mark.req("PL-03")
def test_a_second_plan_is_not_begun_beside_an_open_one(case: Case) -> None:
    plan = case.draft()
    assert plan.decision is not None
    with pytest.raises(WrongState):
        actions.draft_from(by=case.worker, decision=plan.decision, now=case.now)


def test_who_does_not_see_the_child_drafts_and_reads_nothing(case: Case) -> None:
    decision = case.decide()
    with pytest.raises(NotFound):
        actions.draft_from(by=case.stranger, decision=decision, now=case.now)
    actions.draft_from(by=case.worker, decision=decision, now=case.now)
    with pytest.raises(NotFound):
        queries.get(case.stranger, case.child.pk)
    with pytest.raises(NotFound):
        actions.take_out(by=case.stranger, action=case.row("P3.6.1"), why="Because.", now=case.now)


@pytest.mark.req("PL-03")
def test_the_newest_decision_adds_what_is_new_and_brings_nothing_back_that_was_taken_out(case: Case) -> None:
    case.in_force()
    case.later(days=30)
    case.decide(L1="present", M6="present", M14="present", H1="suspected", L7="present")
    actions.bring_up_to_date(by=case.worker, plan=case.plan, now=case.now)
    assert case.row("P3.8.1").covers == ["L7"]
    actions.take_out(by=case.worker, action=case.row("P3.8.1"), why="No such service here.", now=case.now)
    case.later(days=30)
    case.decide(L1="present", L7="present", L8="present", H1="suspected", M10="present")
    actions.bring_up_to_date(by=case.worker, plan=case.plan, now=case.now)
    codes = [row.source_code for row in queries.actions_of(case.plan)]
    assert "P3.8.1" not in codes and "P3.10.1" in codes
    assert {"L7", "M10"} <= {each.code for each in queries.uncovered(case.plan)}


@pytest.mark.req("PL-01", "PL-02")
def test_the_template_is_the_sources_eleven_outcomes_and_thirty_six_actions(case: Case) -> None:
    offers = queries.offers(case.draft().definition)
    assert list(offers.outcomes) == list(range(1, 12))
    assert offers.outcomes[6] == "Corroborate information and protect any evidence"
    assert len(offers.actions) == 36


@pytest.mark.req("PL-01")
def test_options_and_strategies_of_the_toolkit_can_be_chosen_and_cautions_can_not(case: Case) -> None:
    plan = case.draft()
    added = actions.choose(
        by=case.worker, plan=plan, outcome=4, codes=["P3.4.3", "PD.6.1", "PS.h"], covers=["M14"], now=case.now
    )
    assert [(row.outcome, row.source_code, row.covers) for row in added] == [
        (4, "P3.4.3", ["M14"]),
        (4, "PD.6.1", ["M14", "L1"]),
        (4, "PS.h", ["M14", "L1"]),
    ]
    with pytest.raises(Invalid):
        actions.choose(by=case.worker, plan=plan, outcome=4, codes=["PD.5.1"], now=case.now)
    actions.choose(by=case.worker, plan=plan, outcome=4, codes=["PD.6.1"], now=case.now)
    assert len([row for row in queries.actions_of(plan) if row.source_code == "PD.6.1"]) == 1


@pytest.mark.req("PL-01", "PL-02")
def test_all_the_templates_actions_chosen_print_row_for_row_as_the_sources_example(case: Case) -> None:
    plan = case.draft()
    offers = queries.offers(plan.definition)
    actions.choose(by=case.worker, plan=plan, outcome=None, codes=list(offers.actions), now=case.now)
    printed = queries.plan_print(plan)
    assert [
        (outcome.number, outcome.label, [(row.action, row.who, row.when_text, row.review_at) for row in outcome.rows])
        for outcome in printed.outcomes
    ] == [
        (
            outcome.number,
            outcome.label,
            [(each.label, each.who, each.when, each.review_means or each.review_at) for each in outcome.actions],
        )
        for outcome in offers.kit.plan.outcomes
    ]
