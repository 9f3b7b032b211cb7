"""Completed never changes; withdrawn and moved say so on both records; nothing is erased."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from safelight.assessments import actions, events, history, queries
from safelight.assessments.models import Assessment, FactorAnswer, IndicatorAnswer, State
from safelight.children import actions as child_actions
from safelight.children import queries as children
from safelight.core.errors import Invalid, NotFound, WrongState
from tests.factories import make_child, make_user
from tests.integration.assessments.world import NOW, World, answer


@pytest.mark.req("RA-09")
def test_the_database_itself_refuses_to_change_what_a_completed_assessment_says(world: World) -> None:
    draft = world.start()
    answer(world, draft, "L1", "present")
    actions.save_field(by=world.worker, assessment=draft, field="factor.a.recognised", value="yes", version=99)
    world.complete(draft)
    kept = Assessment.objects.filter(pk=draft.pk)
    for change in (
        lambda: IndicatorAnswer.objects.filter(assessment=draft).update(answer="not_present"),
        lambda: FactorAnswer.objects.filter(assessment=draft).update(recognised=False),
        lambda: IndicatorAnswer.objects.bulk_create(
            [
                IndicatorAnswer(
                    partnership=world.partnership, assessment=draft, code="L2", level="low", label="", answer="present"
                )
            ]
        ),
        lambda: kept.update(analysis_police="Changed"),
        lambda: kept.update(details={}),
        lambda: kept.update(state="draft", completed_at=None),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            change()


@pytest.mark.req("RA-09")
def test_the_actions_and_models_refuse_too(world: World) -> None:
    draft = world.start()
    answer(world, draft, "L1", "present")
    world.complete(draft)
    with pytest.raises(WrongState):
        actions.add_other_indicator(by=world.worker, assessment=draft, level="low", label="Late")
    with pytest.raises(WrongState):
        actions.complete(by=world.worker, assessment=draft, now=NOW)
    row = IndicatorAnswer.objects.get(assessment=draft, code="L1")
    with pytest.raises(WrongState):
        row.save()
    with pytest.raises(WrongState):
        row.delete()
    with pytest.raises(WrongState):
        draft.delete()


@pytest.mark.req("BE-02")
def test_a_completed_one_keeps_the_child_as_on_that_day(world: World) -> None:
    draft = world.start()
    world.complete(draft)
    child = children.get(world.worker, world.child.pk)
    child_actions.update_child(
        by=world.worker,
        child=child,
        version=child.version,
        values={"learning_disability": True, "school": "Harbour Academy"},
    )
    kept = queries.get(world.worker, world.child.pk, draft.pk)
    assert kept.details["school"] == ""
    assert kept.details["name"] == children.full_name(world.child)
    assert {each["name"] for each in kept.details["involvements"]} == {"Priya Nair", "Sam Hale"}
    assert queries.case_for(kept).learning_disability is None


@pytest.mark.req("CH-10")
def test_without_a_voice_or_why_it_is_missing_nothing_is_completed(world: World) -> None:
    draft = world.start()
    with pytest.raises(Invalid) as invalid:
        actions.complete(by=world.worker, assessment=draft, now=NOW)
    assert set(invalid.value.errors) == {"child_words", "parents_words"}
    actions.save_step(
        by=world.worker,
        assessment=draft,
        values={"child_words": "I want to see my sister", "parents_words_missing": "Not asked, for safety"},
        version=1,
    )
    actions.complete(by=world.worker, assessment=draft, now=NOW)
    assert children.latest_voice(world.child).words == "I want to see my sister"


@pytest.mark.req("RA-09")
def test_the_next_is_shown_beside_the_last_with_what_has_changed(world: World) -> None:
    first = world.start()
    for code, value in (("L1", "present"), ("M1", "suspected"), ("L3", "present")):
        answer(world, first, code, value)
    actions.add_other_indicator(by=world.worker, assessment=first, level="low", label="New phones")
    world.complete(first)
    second = world.start()
    for code, value in (("M1", "present"), ("L3", "not_present"), ("H2", "suspected")):
        answer(world, second, code, value)
    kinds = {
        change.label if change.code[0] == "X" else change.code: change.kind for change in queries.compare(second, first)
    }
    assert kinds["L1"] == "same"
    assert kinds["M1"] == "changed"
    assert kinds["L3"] == "gone"
    assert kinds["H2"] == "new"
    assert kinds["New phones"] == "same"


@pytest.mark.req("RA-18")
def test_a_manager_withdraws_and_everything_that_it_said_stays(world: World) -> None:
    draft = world.start()
    answer(world, draft, "L1", "present")
    world.complete(draft)
    with pytest.raises(Invalid):
        actions.withdraw(by=world.manager, assessment=draft, reason=" ")
    actions.withdraw(by=world.manager, assessment=draft, reason="Wrong child")
    kept = queries.get(world.worker, world.child.pk, draft.pk)
    assert (kept.state, kept.ended_by, kept.ended_reason) == (State.WITHDRAWN, world.manager, "Wrong child")
    assert [line.code for line in queries.held(kept)] == ["L1"]
    assert queries.latest_completed(world.child) is None


@pytest.mark.req("RA-18")
def test_nobody_but_a_manager_who_sees_the_child_withdraws_or_moves(world: World) -> None:
    draft = world.complete(world.start())
    for other in (world.worker, make_user("manager", partnership=world.partnership)):
        with pytest.raises(NotFound):
            actions.withdraw(by=other, assessment=draft, reason="x")
    hidden = make_child(by=make_user(partnership=world.partnership))
    with pytest.raises(NotFound):
        actions.move(by=world.manager, assessment=draft, to=hidden, reason="x")
    draft.refresh_from_db()
    assert draft.state == State.COMPLETED


@pytest.mark.req("RA-18")
@pytest.mark.hazard("HZ-15")
def test_after_a_move_both_records_are_right(world: World) -> None:
    right = make_child(by=world.worker, given_name="Kai")
    draft = world.start()
    answer(world, draft, "H13", "present")
    actions.add_other_indicator(by=world.worker, assessment=draft, level="low", label="New phones")
    actions.ask_agency(by=world.worker, assessment=draft, name="School")
    world.complete(draft)
    told = []
    events.on_withdrawn(told.append)
    try:
        later = NOW + timedelta(days=1)
        copy = actions.move(by=world.manager, assessment=draft, to=right, reason="It is about Kai", now=later)
    finally:
        events._listeners.remove(told.append)
    assert told[0].moved_to == copy
    assert (draft.state, copy.state, copy.moved_from) == (State.WITHDRAWN, State.COMPLETED, draft)
    assert queries.latest_completed(world.child) is None
    assert queries.latest_completed(right) == copy
    assert copy.details["given_name"] == "Kai"
    assert [line.code for line in queries.held(copy)] == ["H13", "X1"]
    assert [row.name for row in queries.agencies_asked(copy)] == ["School"]
    wrong_says = [entry.title for entry in history.entries(world.worker, world.child)]
    right_says = [entry.text for entry in history.entries(world.worker, right)]
    assert "Assessment withdrawn" in wrong_says
    assert any("moved here" in text for text in right_says)


@pytest.mark.req("RA-18", "RA-17")
@pytest.mark.hazard("HZ-15")
def test_the_duty_of_a_high_tick_moves_with_the_assessment(world: World) -> None:
    from safelight.assessments import duties

    right = make_child(by=world.worker)
    draft = world.start()
    answer(world, draft, "H13", "present")
    world.complete(draft)
    actions.move(by=world.manager, assessment=draft, to=right, reason="It is about another child")
    found = duties.high_ticks(children.facts([world.child, right]), NOW)
    assert {duty.child_id for duty in found} == {right.pk}


@pytest.mark.req("RA-18")
def test_if_the_level_cannot_be_taken_back_the_withdrawal_is_undone_as_well(world: World) -> None:
    draft = world.complete(world.start())

    def fail(event: events.Withdrawn) -> None:
        raise RuntimeError("no")

    events.on_withdrawn(fail)
    try:
        with pytest.raises(RuntimeError):
            actions.withdraw(by=world.manager, assessment=draft, reason="Wrong child")
    finally:
        events._listeners.remove(fail)
    draft.refresh_from_db()
    assert draft.state == State.COMPLETED
