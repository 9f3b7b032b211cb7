"""Sending, agreeing, returning: four eyes, versions that stay, urgent steps that never wait."""

import pytest
from django.db import IntegrityError, transaction

from safelight.access.roles import Role
from safelight.audit.models import Entry
from safelight.children import actions as children
from safelight.core.errors import Invalid, NotFound, Stale, WrongState
from safelight.plans import actions, queries
from safelight.plans.models import Action, Approval, Plan, PlanVersion
from tests.factories import make_user
from tests.integration.plans.conftest import Case


@pytest.mark.req("PL-07")
def test_a_manager_agrees_and_the_plan_is_in_force_with_its_actions_agreed(case: Case) -> None:
    case.draft()
    sent = case.submit()
    approval = case.agree()
    assert (approval.outcome, approval.by, approval.version) == ("agreed", case.manager, sent)
    assert (case.plan.state, case.plan.in_force_number) == ("in_force", 1)
    assert {row.state for row in queries.actions_of(case.plan)} == {"agreed"}
    assert {"plan.drafted", "plan.submitted", "plan.agreed"} <= set(Entry.objects.values_list("action", flat=True))


@pytest.mark.req("BE-04")
def test_nobody_agrees_a_plan_that_they_wrote_or_sent(case: Case) -> None:
    plan = actions.draft_from(by=case.manager, decision=case.decide(), now=case.now)
    case.submit(by=case.manager, manager=case.other_manager)
    with pytest.raises(WrongState):
        case.agree(case.manager)
    case.agree(case.other_manager)
    assert Plan.objects.get(pk=plan.pk).state == "in_force"


@pytest.mark.req("BE-04")
def test_a_manager_who_changed_one_row_is_no_second_pair_of_eyes(case: Case) -> None:
    case.draft()
    row = case.row("P3.4.1")
    actions.edit_action(
        by=case.manager, action=row, values={"measure": "Home by ten."}, version=row.version, now=case.now
    )
    with pytest.raises(Invalid):
        case.submit(manager=case.manager)
    case.submit(manager=case.other_manager)
    with pytest.raises(WrongState):
        case.agree(case.manager)


@pytest.mark.req("BE-04")
def test_the_database_itself_refuses_an_approval_of_ones_own(case: Case) -> None:
    case.draft()
    sent = case.submit()
    for written_by, sent_by in ((case.manager, case.worker), (case.worker, case.manager)):
        own = Approval(
            partnership=case.partnership,
            version=sent,
            written_by=written_by,
            sent_by=sent_by,
            outcome="agreed",
            by=case.manager,
            at=case.now,
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            own.save()


@pytest.mark.req("BE-04")
def test_only_a_manager_who_sees_the_child_answers(case: Case) -> None:
    case.draft()
    case.submit()
    for nobody in (case.colleague, case.stranger):
        with pytest.raises(NotFound):
            case.agree(nobody)


@pytest.mark.req("BE-04")
def test_a_plan_is_returned_with_comments_on_rows_and_sent_again(case: Case) -> None:
    case.draft()
    sent = case.submit()
    row = case.row("P3.4.1")
    with pytest.raises(Invalid):
        actions.return_for_edits(
            by=case.manager, plan=case.plan, version_id=sent.pk, comment=" ", row_comments={}, now=case.now
        )
    said = {str(row.pk): "Who will do this?", "not a row": "x"}
    approval = actions.return_for_edits(
        by=case.manager, plan=case.plan, version_id=sent.pk, comment="Nearly.", row_comments=said, now=case.now
    )
    assert approval.row_comments == {str(row.pk): "Who will do this?"}
    assert case.plan.state == "returned"
    actions.edit_action(by=case.worker, action=case.row("P3.4.1"), values={"who": "Bea"}, version=1, now=case.now)
    case.later(minutes=5)
    case.submit()
    case.agree()
    assert case.plan.state == "in_force"


@pytest.mark.req("PL-07", "BE-08")
def test_a_plan_that_changed_since_it_was_sent_is_not_agreed(case: Case) -> None:
    case.draft()
    first = case.submit()
    actions.take_back(by=case.worker, plan=case.plan, now=case.now)
    values = {"text": "Something new."}
    actions.add_action(by=case.worker, plan=case.plan, outcome=3, values=values, now=case.now)
    with pytest.raises(WrongState):
        actions.agree(by=case.manager, plan=case.plan, version_id=first.pk, comment="", now=case.now)
    case.later(minutes=5)
    case.submit()
    with pytest.raises(Stale):
        actions.agree(by=case.manager, plan=case.plan, version_id=first.pk, comment="", now=case.now)
    Action.objects.filter(plan=case.plan, source_code="P3.4.1").update(text="Changed behind the manager’s back.")
    with pytest.raises(Stale):
        case.agree()
    assert case.plan.state == "submitted"


@pytest.mark.req("PL-07")
def test_nothing_is_written_while_the_manager_reads_or_once_it_is_agreed(case: Case) -> None:
    case.draft()
    case.submit()
    row = case.row("P3.4.1")
    with pytest.raises(WrongState):
        actions.edit_action(by=case.worker, action=row, values={"who": "Bea"}, version=1, now=case.now)
    case.agree()
    with pytest.raises(WrongState):
        actions.take_out(by=case.worker, action=row, why="No.", now=case.now)
    with pytest.raises(WrongState):
        actions.say_why_not(by=case.worker, plan=case.plan, code="M14", why="No.", now=case.now)


@pytest.mark.req("PL-07")
@pytest.mark.hazard("HZ-28")
def test_an_urgent_action_starts_before_anybody_agrees_and_stays_under_way_when_agreed(case: Case) -> None:
    case.draft()
    case.submit()
    started = actions.start_urgent(
        by=case.worker, action=case.row("P3.6.1"), text="Bagged, with the police.", now=case.now
    )
    assert (started.state, started.urgent) == ("under_way", True)
    case.agree()
    assert case.row("P3.6.1").state == "under_way"
    assert case.row("P3.4.1").state == "agreed"


@pytest.mark.hazard("HZ-28")
def test_without_any_manager_a_plan_is_sent_and_its_urgent_step_is_recorded(case: Case) -> None:
    case.draft()
    actions.submit(by=case.worker, plan=case.plan, manager=None, now=case.now)
    actions.start_urgent(by=case.worker, action=case.row("P3.1.1"), text="", now=case.now)
    duty = case.duties()["PL-07"][0]
    assert (duty.owner_id, duty.owner_role) == (None, "manager")


@pytest.mark.req("PL-08")
def test_a_new_version_supersedes_and_every_version_stays_as_it_was(case: Case) -> None:
    plan = case.in_force()
    before = {row["id"]: row["text"] for row in queries.versions(plan)[0].content["rows"]}
    case.later(days=10)
    actions.bring_up_to_date(by=case.colleague, plan=plan, now=case.now)
    row = case.row("P3.4.1")
    actions.edit_action(by=case.colleague, action=row, values={"text": "New words."}, version=row.version, now=case.now)
    actions.take_out(by=case.colleague, action=case.row("P3.5.3"), why="Told already.", now=case.now)
    held = queries.version_in_force(case.plan)
    assert held is not None and {row["id"]: row["text"] for row in held.content["rows"]} == before
    case.submit(by=case.colleague)
    case.agree()
    states = list(PlanVersion.objects.order_by("sequence").values_list("number", "state"))
    assert states == [(1, "submitted"), (1, "in_force"), (2, "submitted"), (1, "superseded"), (2, "in_force")]
    first = PlanVersion.objects.get(number=1, state="in_force")
    assert {row["id"]: row["text"] for row in first.content["rows"]} == before
    found = queries.changes_since(case.plan, first)
    assert [(row.kind, [field.field for field in row.fields]) for row in found.rows] == [
        ("changed", ["text"]),
        ("removed", []),
    ]
    with pytest.raises(WrongState):
        first.save()


@pytest.mark.req("PL-08")
def test_progress_keeps_its_history_and_changes_no_version(case: Case) -> None:
    case.in_force()
    version = case.row("P3.4.1").version
    for state, rag in (("under_way", "amber"), ("under_way", "green"), ("done", "green"), ("under_way", "red")):
        case.later(days=1)
        actions.record_progress(
            by=case.colleague, action=case.row("P3.4.1"), state=state, rag=rag, text=f"{rag}.", now=case.now
        )
    row = case.row("P3.4.1")
    assert [(note.state, note.rag) for note in queries.notes_of(row)] == [
        ("under_way", "red"),
        ("done", "green"),
        ("under_way", "green"),
        ("under_way", "amber"),
        ("agreed", ""),
    ]
    assert (row.version, row.progress) == (version, "red.")
    held = queries.version_in_force(case.plan)
    assert held is not None and not queries.changes_since(case.plan, held)


@pytest.mark.req("PL-08")
def test_not_done_needs_a_reason_and_a_state_follows_its_table(case: Case) -> None:
    case.in_force()
    row = case.row("P3.4.1")
    for state, rag, text in (("not_done", "", ""), ("proposed", "", "x"), ("gone", "", "x"), ("done", "blue", "x")):
        with pytest.raises(Invalid):
            actions.record_progress(by=case.worker, action=row, state=state, rag=rag, text=text, now=case.now)


@pytest.mark.req("PL-08")
def test_a_plan_that_was_in_force_is_closed_by_a_manager_with_nothing_left_open(case: Case) -> None:
    plan = case.in_force()
    with pytest.raises(NotFound):
        actions.close(by=case.worker, plan=plan, why="She is safe.", now=case.now)
    with pytest.raises(Invalid):
        actions.close(by=case.manager, plan=plan, why="She is safe.", now=case.now)
    for row in queries.actions_of(plan):
        row.plan = plan
        actions.record_progress(by=case.worker, action=row, state="done", rag="", text="", now=case.now)
    with pytest.raises(Invalid):
        actions.close(by=case.manager, plan=plan, why=" ", now=case.now)
    actions.close(by=case.manager, plan=plan, why="She is safe.", now=case.now)
    assert queries.current(case.child) is None
    case.later(days=1)
    assert case.duties() == {}
    actions.draft_from(by=case.worker, decision=case.decide(), now=case.now)


@pytest.mark.req("PL-13", "SH-06")
@pytest.mark.hazard("HZ-08")
def test_a_copy_holds_only_the_rows_chosen_for_it_and_a_new_row_is_on_none(case: Case) -> None:
    plan = case.draft()
    for copy in ("professionals", "child", "parents"):
        assert queries.plan_print(plan, copy=copy).outcomes == ()
    row = case.row("P3.4.1")
    values = {"copies_for": ["professionals", "child"], "kept_from": {"parents": "Not safe to tell them yet."}}
    actions.edit_action(by=case.worker, action=row, values=values, version=row.version, now=case.now)
    on = {
        copy: [line.action for outcome in queries.plan_print(plan, copy=copy).outcomes for line in outcome.rows]
        for copy in ("professionals", "child", "parents")
    }
    assert on == {"professionals": [row.text], "child": [row.text], "parents": []}
    assert queries.plan_print(plan, copy="child").uncovered == ()


@pytest.mark.req("PL-13")
def test_a_row_is_not_both_on_a_copy_and_kept_from_it(case: Case) -> None:
    case.draft()
    row = case.row("P3.4.1")
    for values in (
        {"copies_for": ["parents"], "kept_from": {"parents": "No."}},
        {"copies_for": ["everybody"]},
        {"kept_from": {"professionals": "No."}},
    ):
        with pytest.raises(Invalid):
            actions.edit_action(by=case.worker, action=row, values=values, version=row.version, now=case.now)


@pytest.mark.req("PL-02")
def test_the_print_has_the_templates_rows_its_head_and_what_is_not_covered(case: Case) -> None:
    plan = case.draft(factors={"g": ""})
    actions.say_why_not(by=case.worker, plan=plan, code="g", why="The school does this.", now=case.now)
    printed = queries.plan_print(plan)
    assert [outcome.number for outcome in printed.outcomes] == list(range(1, 12))
    assert printed.level == "high" and printed.author == "Priya Nair"
    assert [why for _label, why in printed.uncovered] == ["", "The school does this."]
    case.submit()
    case.agree()
    printed = queries.plan_print(case.plan)
    assert (printed.state, printed.agreed_by) == ("in_force", "Grace Obi, Team manager")


@pytest.mark.req("PL-04")
def test_an_owner_is_somebody_who_works_with_the_child_and_gives_the_row_its_name(case: Case) -> None:
    case.draft()
    row = case.row("P3.4.1")
    elsewhere = make_user(Role.PRACTITIONER, partnership=case.partnership)
    with pytest.raises(Invalid):
        actions.edit_action(
            by=case.worker, action=row, values={"owner_id": str(elsewhere.pk)}, version=row.version, now=case.now
        )
    values = {"owner_id": str(case.colleague.pk), "who": ""}
    saved = actions.edit_action(by=case.worker, action=row, values=values, version=row.version, now=case.now)
    assert saved.action.who == "Bea Lind, Social worker"


@pytest.mark.req("BE-08")
def test_fields_that_only_one_of_two_people_changed_are_both_kept_without_asking(case: Case) -> None:
    case.draft()
    row = case.row("P3.4.1")
    first = queries.values_of(row)
    actions.edit_action(by=case.colleague, action=row, values={"measure": "Home by ten."}, version=1, now=case.now)
    actions.edit_action(by=case.colleague, action=row, values={"who": "Bea"}, version=2, now=case.now)
    edited = actions.edit_action(
        by=case.worker, action=row, values={**first, "review_at": "Network meeting"}, version=1, now=case.now
    )
    assert edited.conflicts == ()
    fresh = case.row("P3.4.1")
    assert (fresh.measure, fresh.who, fresh.review_at) == ("Home by ten.", "Bea", "Network meeting")


def test_the_childs_chronology_tells_what_became_of_the_plan(case: Case) -> None:
    from safelight.plans import providers

    case.in_force()
    actions.record_progress(
        by=case.worker, action=case.row("P3.4.1"), state="done", rag="green", text="She came.", now=case.now
    )
    titles = [entry.title for entry in providers.chronology(case.worker, case.child)]
    assert titles[0] == "Safety plan begun"
    assert "Version 1 of the plan in force" in titles and "Action of the plan: done" in titles


def test_somebody_who_begins_to_work_with_the_child_writes_in_the_plan(case: Case) -> None:
    case.draft()
    newcomer = make_user(Role.PRACTITIONER, partnership=case.partnership)
    values = {"text": "Swimming."}
    with pytest.raises(NotFound):
        actions.add_action(by=newcomer, plan=case.plan, outcome=10, values=values, now=case.now)
    children.add_involvement(by=case.worker, child=case.child, user=newcomer)
    assert actions.add_action(by=newcomer, plan=case.plan, outcome=10, values=values, now=case.now).text == "Swimming."
