"""Low risk: one agency's plan with its five parts, agreed by a manager; or a professionals' meeting instead."""

from typing import Any

import pytest

from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.plans import actions, queries
from safelight.plans.models import LowRiskPath, Plan
from tests.integration.plans.conftest import Case
from tests.integration.plans.test_pages import Browser, words

LOW: dict[str, Any] = {"level": "low", "L1": "present"}
PARTS = [
    "Specific risk factors identified",
    "Awareness raising work around healthy relationships, CSE, grooming and online safety",
    "Education/training/employment support",
    "Family Support and other networks",
    "Any other relevant concerns",
]


def _choose(case: Case, path: str = "single_agency", why: str = "School knows her best.") -> LowRiskPath:
    return actions.choose_low_risk_path(by=case.worker, child=case.child, path=path, why=why, now=case.now)


@pytest.mark.req("PL-11")
def test_one_agencys_plan_has_the_five_parts_of_the_guide_and_a_manager_agrees_it(case: Case) -> None:
    case.decide(**LOW)
    worker = Browser(case, case.worker)
    assert "Decide who makes the plan" in worker.get("child")
    page = worker.get("low_risk")
    assert " checked" not in page and all(part in page for part in PARTS)
    worker.post("low_risk", {"path": "single_agency", "why": ""}, status=422)
    worker.post("low_risk", {"path": "single_agency", "why": "School knows her best."})
    plan = case.plan
    assert list(queries.offers(plan.definition).outcomes.values()) == PARTS
    assert [row.outcome for row in queries.actions_of(plan)] == [1, 2, 3, 4, 5]
    assert [each.label for each in queries.uncovered(plan)] == [each.label for each in queries.recognised(plan)] != []
    assert "This child has a plan already." in words(worker.get("low_risk"))
    case.submit()
    with pytest.raises(NotFound):
        case.agree(case.worker)
    case.agree()
    assert case.plan.state == "in_force"


@pytest.mark.req("PL-11")
def test_a_meeting_may_be_chosen_instead_and_begins_no_plan_of_one_agency(case: Case) -> None:
    case.decide(**LOW)
    chosen = _choose(case, "meeting", "Two agencies know her.")
    assert (chosen.path, chosen.by) == ("meeting", case.worker)
    assert not Plan.objects.exists()
    assert "Two agencies know her." in words(Browser(case, case.worker).get("low_risk"))


@pytest.mark.req("PL-11")
def test_it_is_not_open_above_low_nor_without_a_decision_nor_beside_an_open_plan(case: Case) -> None:
    with pytest.raises(WrongState):
        _choose(case)
    case.decide()
    with pytest.raises(WrongState):
        _choose(case)
    assert "Decide who makes the plan" not in Browser(case, case.worker).get("child")
    assert "The level is not low" in words(Browser(case, case.worker).get("low_risk"))
    assert not LowRiskPath.objects.exists() and not Plan.objects.exists()


@pytest.mark.req("PL-11")
def test_a_refused_choice_leaves_nothing_behind(case: Case) -> None:
    case.decide(**LOW)
    with pytest.raises(Invalid):
        _choose(case, "nobody")
    with pytest.raises(NotFound):
        actions.choose_low_risk_path(by=case.stranger, child=case.child, path="meeting", why="So.", now=case.now)
    _choose(case)
    with pytest.raises(WrongState):
        _choose(case)
    assert (LowRiskPath.objects.count(), Plan.objects.count()) == (1, 1)


@pytest.mark.req("PL-11")
def test_when_the_level_rises_the_plan_says_that_one_agency_is_not_enough(case: Case) -> None:
    case.decide(**LOW)
    _choose(case)
    worker = Browser(case, case.worker)
    assert "the level is not low any more" not in worker.get("child")
    case.later(days=3)
    case.decide()
    assert queries.is_outgrown(case.plan)
    assert "the level is not low any more" in worker.get("child")
