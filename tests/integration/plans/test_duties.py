"""What falls due from a plan, and from the lack of one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safelight.duties.types import ChildFacts
from safelight.plans import actions, providers, queries
from tests.factories import make_child
from tests.integration.plans.conftest import Case


@pytest.mark.req("PL-03")
def test_a_decision_makes_a_plan_due_until_it_is_drafted(case: Case) -> None:
    decision = case.decide()
    duty = case.duties()["PL-03"][0]
    assert duty.must and duty.owner_id == case.worker.pk and duty.due_at is not None
    assert duty.due_at - case.now < timedelta(days=2)
    actions.draft_from(by=case.worker, decision=decision, now=case.now)
    assert "PL-03" not in case.duties()


@pytest.mark.req("PL-03")
def test_at_low_a_plan_is_to_be_considered_and_at_medium_it_is_a_must(case: Case) -> None:
    case.decide(level="low", L1="present")
    assert not case.duties()["PL-03"][0].must
    case.later(days=1)
    case.decide(level="medium", M1="present", M2="present", M3="present")
    assert case.duties()["PL-03"][0].must


@pytest.mark.req("PL-03")
def test_a_newer_decision_makes_it_due_to_bring_the_plan_up_to_date(case: Case) -> None:
    case.in_force()
    case.later(days=30)
    case.decide(L1="present", H1="present")
    # A plan in force also asks for the month's targets (PL-05).
    assert list(case.duties()) == ["PL-03-new-decision", "PL-12", "PL-05"]
    actions.bring_up_to_date(by=case.worker, plan=case.plan, now=case.now)
    assert "PL-03-new-decision" not in case.duties()


@pytest.mark.req("PL-07")
def test_a_plan_that_was_sent_is_the_managers_and_one_that_was_returned_the_writers(case: Case) -> None:
    case.draft()
    sent = case.submit()
    assert [duty.owner_id for duty in case.duties()["PL-07"]] == [case.manager.pk]
    assert [plan.pk for plan in queries.waiting_for(case.manager)] == [case.plan.pk]
    assert queries.waiting_for(case.worker) == []
    actions.return_for_edits(
        by=case.manager, plan=case.plan, version_id=sent.pk, comment="More.", row_comments={}, now=case.now
    )
    found = case.duties()
    assert [duty.owner_id for duty in found["PL-07-returned"]] == [case.worker.pk] and "PL-07" not in found


@pytest.mark.req("PL-08")
def test_an_agreed_action_with_a_day_is_its_owners_until_it_is_done(case: Case) -> None:
    case.draft()
    row = case.row("P3.4.1")
    values = {"due_on": "2026-12-04", "owner_id": str(case.colleague.pk)}
    actions.edit_action(by=case.worker, action=row, values=values, version=row.version, now=case.now)
    assert "PL-08" not in case.duties()
    case.submit()
    case.agree()
    duty = case.duties()["PL-08"][0]
    assert duty.owner_id == case.colleague.pk and str(duty.due_at) == "2026-12-05 00:00:00+00:00"
    actions.record_progress(by=case.colleague, action=case.row("P3.4.1"), state="done", rag="", text="", now=case.now)
    assert "PL-08" not in case.duties()


@pytest.mark.req("PL-08")
def test_a_draft_neither_moves_nor_removes_what_was_agreed(case: Case) -> None:
    case.draft()
    row = case.row("P3.4.1")
    actions.edit_action(by=case.worker, action=row, values={"due_on": "2026-12-04"}, version=1, now=case.now)
    case.submit()
    case.agree()
    actions.bring_up_to_date(by=case.worker, plan=case.plan, now=case.now)
    row = case.row("P3.4.1")
    actions.edit_action(by=case.worker, action=row, values={"due_on": "2027-12-04"}, version=row.version, now=case.now)
    actions.take_out(by=case.worker, action=case.row("P3.4.1"), why="Later.", now=case.now)
    assert [str(duty.due_at) for duty in case.duties()["PL-08"]] == ["2026-12-05 00:00:00+00:00"]
    case.submit()
    case.agree()
    assert "PL-08" not in case.duties()


@pytest.mark.req("PL-12")
@pytest.mark.hazard("HZ-28")
def test_evidence_is_due_within_its_hours_from_when_it_happened_before_anybody_agrees(case: Case) -> None:
    case.draft()
    duty = case.duties()["PL-12"][0]
    assert duty.due_at == case.now + timedelta(hours=72)
    assert "still worth doing after" in duty.why
    row = case.row("P3.6.1")
    values = {"window_from": "2026-11-23T20:00:00+00:00"}
    actions.edit_action(by=case.worker, action=row, values=values, version=row.version, now=case.now)
    assert str(case.duties()["PL-12"][0].due_at) == "2026-11-26 20:00:00+00:00"
    case.later(days=9)
    assert case.duties()["PL-12"][0].why == duty.why
    actions.start_urgent(by=case.worker, action=case.row("P3.6.1"), text="Bagged.", now=case.now)
    actions.record_progress(by=case.worker, action=case.row("P3.6.1"), state="done", rag="", text="", now=case.now)
    assert "PL-12" not in case.duties()


def test_the_number_of_queries_does_not_grow_with_the_children(case: Case) -> None:
    case.in_force()
    facts = ChildFacts(
        child_id=case.child.pk, partnership_id=case.partnership.pk, lead_worker_id=None, date_of_birth=None
    )
    with CaptureQueriesContext(connection) as one:
        providers.duties([facts], case.now)
    case.child = make_child(by=case.worker, given_name="Zoe")
    case.in_force()
    other = ChildFacts(
        child_id=case.child.pk, partnership_id=case.partnership.pk, lead_worker_id=None, date_of_birth=None
    )
    with CaptureQueriesContext(connection) as two:
        found = providers.duties([facts, other], case.now)
    assert len(one) == len(two)
    assert {duty.child_id for duty in found} == {facts.child_id, other.child_id}
