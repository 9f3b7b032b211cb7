"""A plan on any area's template: chosen by the area or by the worker, drafted by its own data, kept for good."""

from datetime import date, timedelta

import pytest

from safelight.core.errors import Invalid
from safelight.plans import actions, queries
from safelight.toolkits import queries as toolkits
from safelight.toolkits import template_actions
from safelight.toolkits.models import Definition
from safelight.toolkits.template_queries import Use
from tests.integration.plans.conftest import NOW, Case

OTHERS = ["coventry-plan", "northumberland-plan", "wales-plan"]
TEMPLATES = ["portsmouth-2016", *OTHERS]


def offer(case: Case, definition_id: str, what: Use, days_ago: int = 0) -> Definition:
    definition = toolkits.latest(definition_id)
    day = NOW.date() - timedelta(days=days_ago)
    template_actions.use_first(
        partnership=case.partnership, definition=definition, what=what, from_date=day, now=case.now
    )
    return definition


@pytest.mark.req("PL-01")
@pytest.mark.parametrize("definition_id", TEMPLATES)
def test_a_draft_takes_the_areas_template_and_its_actions_in_its_order(case: Case, definition_id: str) -> None:
    definition = offer(case, definition_id, Use.AREA)
    plan = case.draft(factors={"a": "Much shouting.", "e": "Mum drinks."})
    assert plan.definition == definition
    offers = queries.offers(definition)
    recognised = [each.code for each in queries.recognised(plan)]
    wanted = {code for each in recognised for code in offers.for_drafts.get(each, [])}
    rows = list(queries.actions_of(plan))
    assert {row.source_code for row in rows} == wanted
    assert [row.source_code for row in rows] == sorted(wanted, key=offers.order)
    for row in rows:
        offered = offers.actions[row.source_code]
        assert (row.text, row.who, row.when_text) == (offered.label, offered.who or "", offered.when or "")
    assert [each.code for each in queries.uncovered(plan)] == [
        each for each in recognised if not offers.for_drafts.get(each)
    ]


@pytest.mark.req("PL-01")
@pytest.mark.parametrize("definition_id", OTHERS)
def test_a_worker_may_take_another_template_that_is_offered_and_no_other(case: Case, definition_id: str) -> None:
    offer(case, "portsmouth-2016", Use.AREA)
    beside = offer(case, definition_id, Use.BESIDE)
    decision = case.decide()
    other = toolkits.latest(next(each for each in OTHERS if each != definition_id))
    with pytest.raises(Invalid):
        actions.draft_from(by=case.worker, decision=decision, now=case.now, definition=other)
    plan = actions.draft_from(by=case.worker, decision=decision, now=case.now, definition=beside)
    assert plan.definition == beside
    assert queries.actions_of(plan).exists()


@pytest.mark.req("PL-01")
def test_a_plan_keeps_its_template_when_the_area_changes_its_own(case: Case) -> None:
    first = offer(case, "wales-plan", Use.AREA, days_ago=9)
    case.in_force()
    offer(case, "coventry-plan", Use.AREA)
    plan = actions.bring_up_to_date(by=case.worker, plan=case.plan, now=case.now)
    assert plan.definition == first
    assert {code.split(".")[0] for code in queries.actions_of(plan).values_list("source_code", flat=True)} == {"WP"}


@pytest.mark.req("PL-01")
def test_without_a_choice_of_the_area_the_toolkits_own_plan_is_drafted(case: Case) -> None:
    assert case.draft().definition == toolkits.latest("portsmouth-2016")


@pytest.mark.req("PL-01")
@pytest.mark.parametrize("definition_id", TEMPLATES)
def test_every_row_of_every_template_can_be_chosen_and_is_printed_under_its_outcome(
    case: Case, definition_id: str
) -> None:
    definition = offer(case, definition_id, Use.AREA)
    plan = actions.begin(by=case.worker, child=case.child, now=case.now)
    offers = queries.offers(definition)
    for number in offers.outcomes:
        codes = [code for code, outcome in offers.outcome_of.items() if outcome == number]
        actions.choose(by=case.worker, plan=plan, outcome=number, codes=codes, now=case.now)
    said = queries.plan_print(plan)
    printed = [(outcome.label, [row.action for row in outcome.rows]) for outcome in said.outcomes]
    assert printed == [(each.label, [row.label for row in each.actions]) for each in offers.kit.plan.outcomes]


@pytest.mark.req("DT-03")
def test_what_a_template_offers_says_who_has_the_power_and_by_which_law(case: Case) -> None:
    offers = queries.offers(offer(case, "coventry-plan", Use.AREA))
    [power] = offers.powers("CD.2.1")
    assert (list(power.who), power.basis[:14]) == (["police"], "Not a statutor")
    assert offers.powers("CD.1.1") == []


@pytest.mark.req("PL-03")
def test_codes_of_another_toolkit_propose_nothing(case: Case) -> None:
    offers = queries.offers(toolkits_wales := offer(case, "wales-plan", Use.AREA))
    assert offers.drafts_from("portsmouth-2016")["L1"]
    assert offers.drafts_from("kestrel-2027") == {}
    assert toolkits_wales.kind == "plan"


@pytest.mark.req("PL-01")
def test_the_plans_page_lets_the_worker_choose_and_drafts_what_was_chosen(case: Case, client) -> None:  # type: ignore[no-untyped-def]
    offer(case, "portsmouth-2016", Use.AREA)
    wales = offer(case, "wales-plan", Use.BESIDE)
    case.decide()
    client.force_login(case.worker)
    page = client.get(f"/children/{case.child.pk}/plan/").content.decode()
    assert "Wales community safety plan" in page
    assert "Your area’s template" in page
    posted = {"about": str(case.child.pk), "template": str(wales.pk)}
    client.post(f"/children/{case.child.pk}/plan/draft/", posted)
    assert case.plan.definition == wales
    assert date(2026, 11, 24) == case.plan.started_at.date()
    assert client.get(f"/children/{case.child.pk}/plan/").status_code == 200
    chosen = client.get(f"/children/{case.child.pk}/plan/choose/?outcome=1").content.decode()
    assert "Community Protection Notice: police" in chosen
