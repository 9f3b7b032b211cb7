"""A review of the plan: how rows go, new days, the version that it makes, and what stands on whose copy."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.plans import actions, queries
from safelight.plans.models import ActionEdit, Plan
from tests.integration.plans.conftest import Case


@pytest.mark.req("PL-08")
def test_a_review_makes_a_new_version_in_force_and_the_one_before_is_superseded(case: Case) -> None:
    plan = case.in_force()
    row = case.row("P3.4.1")
    case.later(days=14)
    actions.record_progress(by=case.worker, action=row, state="under_way", rag="red", text="Not met yet.", now=case.now)
    meeting = uuid4()
    review = actions.review(by=case.worker, plan=plan, at=case.now, meeting_id=meeting)
    now = case.plan
    assert (now.state, now.number, now.in_force_number) == ("in_force", 2, 2)
    assert (review.meeting_id, review.version.number, review.version.state) == (meeting, 2, "in_force")
    states = [(kept.number, kept.state) for kept in reversed(queries.versions(now))]
    assert states == [(1, "submitted"), (1, "in_force"), (1, "superseded"), (2, "in_force")]
    then = queries.before(now)
    assert then is not None
    before = {kept["id"]: kept["rag"] for kept in then.content["rows"]}
    after = {kept["id"]: kept["rag"] for kept in review.version.content["rows"]}
    assert (before[str(row.pk)], after[str(row.pk)]) == ("", "red")


@pytest.mark.req("PL-07", "PL-08")
def test_what_a_review_says_prints_as_agreed_by_the_manager_who_agreed_its_words(case: Case) -> None:
    plan = case.in_force()
    for _again in range(2):
        case.later(days=14)
        actions.review(by=case.worker, plan=plan, at=case.now)
    assert queries.plan_print(case.plan).agreed_by == case.manager.name_and_role
    actions.bring_up_to_date(by=case.worker, plan=case.plan, now=case.now)
    assert queries.plan_print(case.plan).agreed_by == ""


@pytest.mark.req("PL-08")
def test_a_review_while_a_newer_version_is_written_brings_nothing_into_force(case: Case) -> None:
    plan = case.in_force()
    actions.bring_up_to_date(by=case.worker, plan=plan, now=case.now)
    review = actions.review(by=case.worker, plan=case.plan, at=case.now)
    assert (case.plan.state, case.plan.number, case.plan.in_force_number) == ("draft", 2, 1)
    assert review.version.state == "draft"
    sent = case.submit()
    actions.review(by=case.worker, plan=case.plan, at=case.now)
    assert queries.sent_version(case.plan) == sent
    case.agree()
    assert case.plan.in_force_number == 2


@pytest.mark.req("PL-08")
def test_a_closed_plan_is_not_reviewed_and_a_stranger_finds_nothing(case: Case) -> None:
    plan = case.draft()
    with pytest.raises(NotFound):
        actions.review(by=case.stranger, plan=plan, at=case.now)
    actions.close(by=case.worker, plan=plan, why="They moved away.", now=case.now)
    with pytest.raises(WrongState):
        actions.review(by=case.worker, plan=plan, at=case.now)


@pytest.mark.req("PL-08")
def test_a_new_day_needs_a_sentence_keeps_the_old_one_and_moves_what_is_due(case: Case) -> None:
    plan = case.draft()
    row = case.row("P3.4.1")
    actions.edit_action(by=case.worker, action=row, values={"due_on": "2026-12-01"}, version=row.version, now=case.now)
    case.submit()
    case.agree()
    case.later(days=3)
    row = case.row("P3.4.1")
    with pytest.raises(Invalid):
        _progress(case, text="", due_on=date(2026, 12, 20))
    _progress(case, text="The bus was full.", due_on=date(2026, 12, 20))
    assert case.row("P3.4.1").due_on == date(2026, 12, 20)
    (kept,) = ActionEdit.objects.filter(action=row, at=case.now)
    assert (kept.field, kept.value, kept.kind) == ("due_on", "2026-12-01", "replaced")
    assert _due_days(case) == {date(2026, 12, 20)}
    actions.review(by=case.worker, plan=plan, at=case.now + timedelta(hours=1))
    assert _due_days(case) == {date(2026, 12, 20)}


@pytest.mark.req("PL-08")
def test_a_day_set_anew_before_a_version_came_into_force_gives_way_to_what_was_agreed(case: Case) -> None:
    case.draft()
    _progress(case, text="Sooner.", due_on=date(2026, 12, 2))
    row = case.row("P3.4.1")
    actions.edit_action(by=case.worker, action=row, values={"due_on": "2026-12-09"}, version=row.version, now=case.now)
    case.later(hours=1)
    case.submit()
    case.agree()
    assert _due_days(case) == {date(2026, 12, 9)}


@pytest.mark.req("PL-08")
def test_no_day_is_changed_under_a_manager_who_reads_the_version(case: Case) -> None:
    case.draft()
    case.submit()
    with pytest.raises(Invalid):
        _progress(case, text="Later.", due_on=date(2026, 12, 20))
    _progress(case, text="Begun.")
    case.agree()
    assert Plan.objects.get().state == "in_force"


@pytest.mark.req("PL-13")
@pytest.mark.hazard("HZ-08")
def test_what_does_not_stand_on_a_copy_is_listed_with_its_reason(case: Case) -> None:
    plan = case.draft()
    chosen, kept = case.row("P3.4.1"), case.row("P3.4.6")
    actions.edit_action(
        by=case.worker, action=chosen, values={"copies_for": ["parents"]}, version=chosen.version, now=case.now
    )
    actions.edit_action(
        by=case.worker,
        action=kept,
        values={"copies_for": ["professionals"], "kept_from": {"parents": "It names a friend."}},
        version=kept.version,
        now=case.now,
    )
    printed = [row.action for outcome in queries.plan_print(plan, copy="parents").outcomes for row in outcome.rows]
    left_out = dict(queries.withheld(plan, "parents"))
    every = [row.text for row in queries.actions_of(plan)]
    assert printed == [chosen.text]
    assert left_out[kept.text] == "It names a friend."
    assert sorted([*printed, *left_out]) == sorted(every)
    assert {why for text, why in left_out.items() if text != kept.text} == {"Nobody chose it for this copy."}
    case.submit()
    sent = queries.sent_version(plan)
    assert sent is not None and dict(queries.withheld(plan, "parents", sent)) == left_out


def _progress(case: Case, text: str, due_on: date | None = None) -> None:
    actions.record_progress(
        by=case.worker,
        action=case.row("P3.4.1"),
        state="under_way",
        rag="amber",
        text=text,
        due_on=due_on,
        now=case.now,
    )


def _due_days(case: Case) -> set[date]:
    """The days of the duties to say how actions go; each duty's key ends in its day."""
    return {date.fromisoformat(duty.key.rpartition(".")[2]) for duty in case.duties()["PL-08"]}
