"""Beginning an assessment, resuming it, and beginning the next from the last."""

import pytest

from safelight.assessments import actions, queries
from safelight.assessments.models import Assessment, State
from safelight.core.errors import NotFound, WrongState
from safelight.toolkits.models import Definition
from tests.factories import make_child, make_partnership, make_user
from tests.integration.assessments.world import World, answer


@pytest.mark.req("RA-01")
def test_ones_own_draft_is_resumed_and_not_made_twice(world: World) -> None:
    assert world.start() == world.start()


@pytest.mark.req("RA-01")
def test_a_colleague_begins_one_of_their_own_and_is_told_of_the_open_one(world: World) -> None:
    mine = world.start()
    theirs = world.start(by=world.colleague)
    assert theirs != mine
    assert set(queries.drafts(world.child)) == {mine, theirs}


def test_two_drafts_of_one_person_on_one_child_are_refused_by_the_database(world: World) -> None:
    from django.db import IntegrityError, transaction

    draft = world.start()
    again = Assessment(
        partnership=world.partnership,
        child=world.child,
        definition=draft.definition,
        author=world.worker,
        started_at=draft.started_at,
        date=draft.date,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


@pytest.mark.req("RT-04")
def test_a_draft_keeps_the_toolkit_that_it_was_begun_with(world: World) -> None:
    draft = world.start()
    first = draft.definition
    content = {
        field.name: getattr(first, field.name)
        for field in Definition._meta.concrete_fields
        if field.name not in ("id", "sha256")
    }
    newer = Definition.objects.create(**content, sha256="0" * 64)
    from datetime import date

    from safelight.toolkits import actions as toolkits
    from tests.factories.people import administrator_of
    from tests.integration.assessments.world import NOW

    toolkits.adopt(by=administrator_of(world.partnership), definition=newer, from_date=date(2026, 11, 1), now=NOW)
    draft.refresh_from_db()
    assert draft.definition == first
    assert world.start(by=world.colleague).definition == newer


@pytest.mark.django_db
def test_without_an_adopted_toolkit_nothing_begins_and_it_says_why() -> None:
    worker = make_user(partnership=make_partnership())
    with pytest.raises(WrongState, match="toolkit"):
        actions.start(by=worker, child=make_child(by=worker))


@pytest.mark.req("BE-03")
def test_the_next_begins_from_the_last_answers_each_marked_until_confirmed(world: World) -> None:
    first = world.start()
    answer(world, first, "L1", "present")
    answer(world, first, "M1", "suspected")
    actions.add_other_indicator(by=world.worker, assessment=first, level="low", label="New phones")
    actions.save_step(
        by=world.worker,
        assessment=first,
        values={"factor.a.recognised": "yes", "analysis_police": "None so far", "child_words": "Leave me be"},
        version=first.version,
    )
    world.complete(first)
    second = world.start()
    assert second.previous == first
    lines = {line.code: line for line in queries.indicators(second)}
    assert (lines["L1"].answer, lines["M1"].answer, lines["X1"].answer) == ("present", "suspected", "present")
    assert all(lines[code].carried_forward for code in ("L1", "M1", "X1"))
    assert second.analysis_police == "None so far"
    assert "analysis_police" in second.carried_fields
    assert not second.child_words, "what a child said then is not what the child says now"
    actions.save_step(
        by=world.worker,
        assessment=second,
        values={
            "indicator.L1.confirmed": "yes",
            "factor.a.confirmed": "yes",
            "analysis_police.confirmed": "yes",
            "indicator.M1.answer": "not_present",
        },
        version=second.version,
    )
    lines = {line.code: line for line in queries.indicators(second)}
    assert not lines["L1"].carried_forward and lines["L1"].answer == "present"
    assert not lines["M1"].carried_forward and lines["M1"].answer == "not_present"
    assert lines["X1"].carried_forward
    assert not queries.recognised_factors(second)[0].carried_forward
    assert second.carried_fields == []


@pytest.mark.req("BE-03")
def test_saving_a_whole_page_confirms_nothing_by_itself(world: World) -> None:
    first = world.start()
    answer(world, first, "L1", "present")
    world.complete(first)
    second = world.start()
    actions.save_step(
        by=world.worker,
        assessment=second,
        values={"indicator.L1.answer": "present", "indicator.L1.evidence": ""},
        version=second.version,
    )
    assert next(line for line in queries.indicators(second) if line.code == "L1").carried_forward


def test_who_may_not_assess_or_does_not_see_the_child_begins_nothing(world: World) -> None:
    for stranger in (
        make_user(partnership=world.partnership),
        make_user("administrator", partnership=world.partnership),
        make_user(),
    ):
        with pytest.raises(NotFound):
            actions.start(by=stranger, child=world.child)
    assert not queries.for_child(world.child)


def test_an_abandoned_draft_says_why_and_a_new_one_can_be_begun(world: World) -> None:
    draft = world.start()
    actions.abandon(by=world.worker, assessment=draft, reason="Begun twice")
    assert (draft.state, draft.ended_reason) == (State.ABANDONED, "Begun twice")
    assert world.start() != draft
    with pytest.raises(WrongState):
        actions.abandon(by=world.worker, assessment=draft, reason="Again")
