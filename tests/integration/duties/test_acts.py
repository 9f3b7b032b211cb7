"""Acting on duties, with a provider and a gate of the test's own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from safelight.access import actions as access_actions
from safelight.access.models import RoleHolding, User
from safelight.access.roles import Role
from safelight.audit import actions as audit_actions
from safelight.audit.models import Entry
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.duties import actions, gate, registry
from safelight.duties.actions import Contact
from safelight.duties.models import DutyAct, Outcome
from safelight.duties.types import ChildFacts, Closes, Duty

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
CHILD = uuid4()


class World:
    """A partnership with a worker, a colleague and their manager, and duties about one child."""

    def __init__(self) -> None:
        self.partnership = access_actions.create_partnership(name="Kestrel Bay", area="Kestrel Bay")
        self.manager = self.person("manager", Role.MANAGER)
        self.worker = self.person("worker", Role.PRACTITIONER, manager=self.manager)
        self.colleague = self.person("colleague", Role.PRACTITIONER, manager=self.manager)
        self.stranger = self.person("stranger", Role.PRACTITIONER)
        self.sees = {self.manager.pk, self.worker.pk, self.colleague.pk}
        self.duties: list[Duty] = []

    def person(self, name: str, role: Role, manager: User | None = None) -> User:
        user = User.objects.create(
            partnership=self.partnership, email=f"{name}@example.org", name=name, line_manager=manager
        )
        RoleHolding.objects.create(partnership=self.partnership, user=user, role=role)
        return user

    def provide(self, facts: Sequence[ChildFacts], now: datetime) -> Sequence[Duty]:
        wanted = {each.child_id for each in facts}
        return [duty for duty in self.duties if duty.child_id in wanted]

    def facts(self, user: User, child_id: UUID) -> ChildFacts:
        if user.pk not in self.sees or child_id != CHILD:
            raise NotFound("child")
        return ChildFacts(child_id, self.partnership.pk, self.worker.pk, None)

    def open_keys(self) -> list[str]:
        facts = self.facts(self.manager, CHILD)
        return [duty.key for duty in registry.all_duties([facts], NOW)]


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World()
    monkeypatch.setattr(registry, "_providers", [made.provide])
    monkeypatch.setattr(gate, "_gates", [made.facts])
    base = Duty(
        key="note",
        code="PR-03",
        child_id=CHILD,
        title="Mark the file",
        why="because",
        closes=Closes.NOTE,
        owner_id=made.worker.pk,
        due_at=NOW + timedelta(hours=8),
    )
    made.duties = [
        base,
        replace(base, key="mash", code="PR-06", closes=Closes.CONTACT, may_be_set_aside=False, same_act="mash"),
        replace(base, key="papers", code="PR-07", closes=Closes.CONTACT, same_act="mash"),
        replace(base, key="assess", code="PR-08", closes=Closes.RECORD),
    ]
    return made


CONTACT = Contact(name="Sam Reed", role="MASH", at=NOW - timedelta(minutes=5), reference="M-1187")


@pytest.mark.req("PR-09")
def test_a_note_closes_a_duty_and_leaves_its_audit_entry(world: World) -> None:
    [act] = actions.act(by=world.worker, child_id=CHILD, key="note", outcome=Outcome.DONE, note="File marked.", now=NOW)
    assert "note" not in world.open_keys()
    entry = Entry.objects.get(action="duty.done")
    assert entry.subject_id == str(act.pk) and entry.child_id == str(CHILD)
    assert "File marked" not in str(entry.counts)


def test_done_without_a_word_is_refused(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        actions.act(by=world.worker, child_id=CHILD, key="note", outcome=Outcome.DONE, note="  ", now=NOW)
    assert set(refused.value.errors) == {"note"}


@pytest.mark.req("PR-06")
def test_mash_stays_due_until_who_role_time_and_reference_stand(world: World) -> None:
    for missing in ("name", "role", "at", "reference"):
        contact = replace(CONTACT, **{missing: None if missing == "at" else ""})
        with pytest.raises(Invalid) as refused:
            actions.act(by=world.worker, child_id=CHILD, key="mash", outcome=Outcome.DONE, contact=contact, now=NOW)
        assert set(refused.value.errors) == {f"contact_{missing}"}
    assert "mash" in world.open_keys()
    actions.act(by=world.worker, child_id=CHILD, key="mash", outcome=Outcome.DONE, contact=CONTACT, now=NOW)
    assert "mash" not in world.open_keys()


def test_a_contact_in_the_future_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        actions.act(
            by=world.worker,
            child_id=CHILD,
            key="mash",
            outcome=Outcome.DONE,
            contact=replace(CONTACT, at=NOW + timedelta(minutes=1)),
            now=NOW,
        )


@pytest.mark.req("PR-06")
def test_nobody_sets_aside_the_contact_with_mash(world: World) -> None:
    with pytest.raises(WrongState):
        actions.act(by=world.manager, child_id=CHILD, key="mash", outcome=Outcome.SET_ASIDE, note="No need", now=NOW)
    assert "mash" in world.open_keys()


def test_setting_aside_needs_a_manager_and_a_reason(world: World) -> None:
    with pytest.raises(NotFound):
        actions.act(by=world.worker, child_id=CHILD, key="note", outcome=Outcome.SET_ASIDE, note="No need", now=NOW)
    with pytest.raises(Invalid):
        actions.act(by=world.manager, child_id=CHILD, key="note", outcome=Outcome.SET_ASIDE, now=NOW)
    actions.act(by=world.manager, child_id=CHILD, key="note", outcome=Outcome.SET_ASIDE, note="Done elsewhere", now=NOW)
    assert "note" not in world.open_keys()


def test_what_a_record_closes_is_not_typed_away(world: World) -> None:
    for by, outcome in ((world.worker, Outcome.DONE), (world.manager, Outcome.SET_ASIDE)):
        with pytest.raises(WrongState):
            actions.act(by=by, child_id=CHILD, key="assess", outcome=outcome, note="x", now=NOW)


@pytest.mark.hazard("HZ-22")
def test_one_call_to_mash_closes_all_that_it_answers(world: World) -> None:
    acts = actions.act(
        by=world.worker,
        child_id=CHILD,
        key="mash",
        outcome=Outcome.DONE,
        contact=CONTACT,
        also=["papers"],
        now=NOW,
    )
    assert [act.key for act in acts] == ["mash", "papers"]
    assert world.open_keys() == ["assess", "note"]


def test_an_act_never_closes_what_it_does_not_answer(world: World) -> None:
    with pytest.raises(NotFound):
        actions.act(
            by=world.worker,
            child_id=CHILD,
            key="mash",
            outcome=Outcome.DONE,
            contact=CONTACT,
            also=["note"],
            now=NOW,
        )
    assert len(world.open_keys()) == 4


@pytest.mark.hazard("HZ-35")
def test_a_duty_passed_on_is_mine_until_it_is_accepted(world: World) -> None:
    actions.act(
        by=world.worker, child_id=CHILD, key="note", outcome=Outcome.PASSED_ON, passed_to=world.colleague, now=NOW
    )
    facts = world.facts(world.worker, CHILD)
    duty = registry.find(facts, "note", NOW)
    assert duty is not None and duty.owner_id == world.worker.pk and duty.passed_to_id == world.colleague.pk
    with pytest.raises(NotFound):
        actions.accept(by=world.manager, child_id=CHILD, key="note", now=NOW)
    actions.accept(by=world.colleague, child_id=CHILD, key="note", now=NOW + timedelta(minutes=1))
    duty = registry.find(facts, "note", NOW)
    assert duty is not None and duty.owner_id == world.colleague.pk and duty.passed_to_id is None


@pytest.mark.hazard("HZ-35")
def test_a_leavers_duty_is_their_managers_and_without_one_the_teams_managers(world: World) -> None:
    User.objects.filter(pk=world.worker.pk).update(is_active=False)
    facts = world.facts(world.manager, CHILD)
    assert {duty.owner_id for duty in registry.all_duties([facts], NOW)} == {world.manager.pk}
    User.objects.filter(pk=world.manager.pk).update(is_active=False)
    orphans = registry.all_duties([facts], NOW)
    assert {(duty.owner_id, duty.owner_role) for duty in orphans} == {(None, "manager")}


def test_a_duty_is_not_passed_to_somebody_who_does_not_see_the_child(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        actions.act(
            by=world.worker,
            child_id=CHILD,
            key="note",
            outcome=Outcome.PASSED_ON,
            passed_to=world.stranger,
            now=NOW,
        )
    assert set(refused.value.errors) == {"passed_to"}


def test_a_stranger_finds_no_duty_to_act_on(world: World) -> None:
    with pytest.raises(NotFound):
        actions.act(by=world.stranger, child_id=CHILD, key="note", outcome=Outcome.DONE, note="x", now=NOW)


@pytest.mark.hazard("HZ-28")
def test_a_worker_without_a_manager_records_an_emergency_step_at_once(world: World) -> None:
    User.objects.filter(pk=world.worker.pk).update(line_manager=None)
    actions.act(
        by=User.objects.get(pk=world.worker.pk),
        child_id=CHILD,
        key="mash",
        outcome=Outcome.DONE,
        contact=CONTACT,
        now=NOW,
    )
    assert "mash" not in world.open_keys()


def test_the_second_of_two_people_is_told_that_it_is_closed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.act(by=world.worker, child_id=CHILD, key="note", outcome=Outcome.DONE, note="done", now=NOW)
    monkeypatch.setattr(registry.queries, "standings", lambda child_ids: {})  # as read a moment before
    with pytest.raises(WrongState):
        actions.act(by=world.colleague, child_id=CHILD, key="note", outcome=Outcome.DONE, note="too", now=NOW)


def test_an_audit_entry_that_fails_undoes_the_act(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**kwargs: object) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr(audit_actions, "record", fails)
    with pytest.raises(RuntimeError):
        actions.act(by=world.worker, child_id=CHILD, key="note", outcome=Outcome.DONE, note="x", now=NOW)
    assert not DutyAct.objects.exists()


def test_questions_must_each_be_answered(world: World) -> None:
    world.duties = [replace(world.duties[0], questions=(("s47", "Is a section 47 enquiry needed?"),))]
    with pytest.raises(Invalid) as refused:
        actions.act(by=world.worker, child_id=CHILD, key="note", outcome=Outcome.DONE, note="Met.", now=NOW)
    assert set(refused.value.errors) == {"s47"}
    [act] = actions.act(
        by=world.worker, child_id=CHILD, key="note", outcome=Outcome.DONE, answers={"s47": "Yes"}, now=NOW
    )
    assert act.answers == {"s47": "Yes"}


def test_reading_duties_costs_the_same_however_many_children(world: World, django_assert_max_num_queries) -> None:
    facts = [ChildFacts(uuid4(), world.partnership.pk, None, None) for _ in range(50)]
    with django_assert_max_num_queries(5):
        registry.all_duties([*facts, world.facts(world.worker, CHILD)], NOW)
