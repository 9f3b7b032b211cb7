"""A high indicator asks for action the moment it is held, also in a draft."""

from datetime import UTC, datetime, timedelta

import pytest

from safelight.assessments import actions, duties, presenters, queries
from safelight.children import queries as children
from safelight.core.errors import WrongState
from safelight.duties import actions as acts
from safelight.duties import registry
from safelight.duties.types import Closes, Duty
from tests.factories import make_child
from tests.integration.assessments.world import NOW, World, answer


def found(world: World, now: datetime = NOW) -> list[Duty]:
    facts = children.facts([world.child])
    return [duty for duty in registry.all_duties(facts, now) if duty.code == duties.CODE]


def for_worker(world: World) -> Duty:
    (duty,) = [duty for duty in found(world) if duty.owner_id == world.worker.pk]
    return duty


@pytest.mark.req("RA-17")
@pytest.mark.hazard("HZ-06")
@pytest.mark.parametrize("value", ["present", "suspected"])
def test_tick_and_leave_the_duty_is_there_for_the_worker_and_the_manager(world: World, value: str) -> None:
    draft = world.start()
    saved = actions.save_field(
        by=world.worker, assessment=draft, field="indicator.H13.answer", value=value, version=1, now=NOW
    )
    assert saved.high_raised == ("H13",)
    mine, managers = sorted(found(world), key=lambda duty: duty.due_at)
    assert mine.owner_id == world.worker.pk
    assert mine.closes is Closes.CONTACT
    assert mine.due_at == datetime(2026, 11, 25, 0, 0, tzinfo=UTC), "the end of the same day"
    assert managers.owner_id == world.manager.pk
    assert managers.due_at == NOW + timedelta(hours=24)


@pytest.mark.req("RA-17")
@pytest.mark.parametrize(
    ("code", "value"), [("H13", "not_present"), ("H13", "not_known"), ("M1", "present"), ("L1", "present")]
)
def test_nothing_else_raises_it(world: World, code: str, value: str) -> None:
    answer(world, world.start(), code, value)
    assert not found(world)


@pytest.mark.req("RA-17", "RA-03")
def test_an_added_high_indicator_raises_it_too(world: World) -> None:
    draft = world.start()
    actions.add_other_indicator(by=world.worker, assessment=draft, level="high", label="Locked in a flat")
    assert for_worker(world)


@pytest.mark.req("RA-17")
@pytest.mark.hazard("HZ-06")
def test_unticking_does_not_withdraw_it_until_a_person_says_why(world: World) -> None:
    draft = world.start()
    answer(world, draft, "H13", "present")
    answer(world, draft, "H13", "not_present")
    duty = for_worker(world)
    assert duty.closes is Closes.NOTE
    acts.act(by=world.worker, child_id=world.child.pk, key=duty.key, outcome="done", note="Ticked by mistake", now=NOW)
    assert not [duty for duty in found(world) if duty.owner_id == world.worker.pk]


@pytest.mark.req("RA-17")
def test_ticking_again_raises_no_second_one(world: World) -> None:
    draft = world.start()
    for value in ("present", "", "suspected"):
        answer(world, draft, "H13", value)
    assert len(found(world)) == 2
    assert len(queries.high_ticks(draft)) == 1


@pytest.mark.req("RA-17")
def test_the_call_to_mash_closes_the_workers_duty_and_the_manager_still_looks(world: World) -> None:
    answer(world, world.start(), "H13", "present")
    contact = acts.Contact(name="Ruth Ames", role="MASH", at=NOW, reference="M-1")
    acts.act(
        by=world.worker,
        child_id=world.child.pk,
        key=for_worker(world).key,
        outcome="done",
        contact=contact,
        now=NOW,
    )
    (left,) = found(world)
    assert left.owner_id == world.manager.pk


@pytest.mark.req("RA-17")
@pytest.mark.hazard("HZ-06")
def test_an_abandoned_draft_leaves_its_duties_standing(world: World) -> None:
    draft = world.start()
    answer(world, draft, "H13", "present")
    actions.abandon(by=world.worker, assessment=draft, reason="Begun twice")
    assert len(found(world)) == 2


@pytest.mark.req("RA-17")
def test_when_it_is_completed_the_manager_need_not_chase_a_decision(world: World) -> None:
    draft = world.start()
    answer(world, draft, "H13", "present")
    world.complete(draft)
    assert [duty.owner_id for duty in found(world)] == [world.worker.pk]


@pytest.mark.req("RA-17", "BE-03")
def test_carried_forward_it_prompts_when_it_is_confirmed(world: World) -> None:
    first = world.start()
    answer(world, first, "H13", "present")
    world.complete(first)
    before = len(found(world))
    second = world.start()
    assert len(found(world)) == before
    actions.save_step(
        by=world.worker, assessment=second, values={"indicator.H13.confirmed": "yes"}, version=second.version
    )
    assert len(found(world)) == before + 2


@pytest.mark.req("RA-17")
def test_a_tick_that_was_written_is_never_changed_or_removed(world: World) -> None:
    draft = world.start()
    answer(world, draft, "H13", "present")
    (tick,) = queries.high_ticks(draft)
    with pytest.raises(WrongState):
        tick.save()
    with pytest.raises(WrongState):
        tick.delete()


@pytest.mark.req("RA-17")
def test_the_prompt_stands_on_the_line_for_suspected_too_and_gives_the_number(world: World) -> None:
    draft = world.start()
    answer(world, draft, "H13", "suspected")
    prompts = presenters.Prompts(draft, world.worker)
    lines = {line.code: line for line in queries.indicators(draft)}
    prompt = prompts.of(lines["H13"])
    assert prompt["mash_number"] == "01632 960140"
    assert "15:52" in prompt["duty"] and "Grace Obi" in prompt["duty"]
    assert prompts.of(lines["H12"]) is None


def test_the_duties_of_many_children_take_as_many_queries_as_those_of_one(
    world: World, django_assert_max_num_queries: object
) -> None:
    listed = [world.child]
    answer(world, world.start(), "H13", "present")
    for _ in range(3):
        child = make_child(by=world.worker)
        draft = actions.start(by=world.worker, child=child)
        answer(world, draft, "H1", "suspected")
        listed.append(child)
    with django_assert_max_num_queries(2):
        assert len(duties.high_ticks(children.facts(listed), NOW)) == 8
