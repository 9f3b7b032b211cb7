"""Somebody leaves a child or the partnership: they see nothing more, and nothing that is due loses its owner."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from safelight.access.models import User
from safelight.children import actions, queries
from safelight.children.models import Child, Involvement
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.duties import actions as duties
from safelight.duties import registry
from safelight.duties.types import Duty
from tests.factories import make_agency, make_child, make_concern, make_partnership, make_team, make_user
from tests.factories.people import administrator_of
from tests.html import html_problems

pytestmark = pytest.mark.django_db


class Team:
    """A manager, two workers and a child with a promise and a concern."""

    def __init__(self) -> None:
        self.team = make_team(make_agency(make_partnership()))
        self.manager = make_user("manager", team=self.team)
        self.worker = make_user(team=self.team, line_manager=self.manager)
        self.colleague = make_user(team=self.team, line_manager=self.manager)
        self.child = make_child(by=self.worker)
        self.involvement = actions.add_involvement(by=self.worker, child=self.child, user=self.colleague)
        make_concern(by=self.worker, children=[self.child])

    def promise(self, owner: User) -> None:
        day = clock.today() + timedelta(days=2)
        actions.make_promise(by=owner, child=self.child, words="I will ring on Friday", due_on=day)

    def due(self) -> list[Duty]:
        return registry.all_duties(queries.facts([Child.objects.get(pk=self.child.pk)]), clock.now())

    def own(self) -> Involvement:
        return Involvement.objects.get(child=self.child, user=self.worker, until=None)


@pytest.fixture
def team() -> Team:
    return Team()


def sees(user: User, child: Child) -> bool:
    return queries.visible_to(User.objects.get(pk=user.pk)).filter(pk=child.pk).exists()


@pytest.mark.hazard("HZ-35")
def test_what_was_the_leavers_is_the_managers_until_the_successor_accepts(team: Team) -> None:
    passed = next(duty for duty in team.due() if duty.code == "PR-17-TALK")
    duties.act(
        by=team.worker,
        child_id=team.child.pk,
        key=passed.key,
        outcome="passed_on",
        now=clock.now(),
        passed_to=team.colleague,
    )
    duties.accept(by=team.colleague, child_id=team.child.pk, key=passed.key, now=clock.now())
    third = make_user(team=team.team, line_manager=team.manager)
    actions.end_involvement(by=team.worker, child=team.child, involvement_id=team.involvement.pk, to=third)
    assert not sees(team.colleague, team.child)
    (now_due,) = [duty for duty in team.due() if duty.key == passed.key]
    assert (now_due.owner_id, now_due.passed_to_id) == (team.manager.pk, third.pk)
    duties.accept(by=third, child_id=team.child.pk, key=passed.key, now=clock.now())
    (accepted,) = [duty for duty in team.due() if duty.key == passed.key]
    assert accepted.owner_id == third.pk


@pytest.mark.req("CH-13")
def test_a_promise_to_the_child_is_handed_over_by_name(team: Team) -> None:
    team.promise(team.colleague)
    with pytest.raises(Invalid) as refused:
        actions.end_involvement(by=team.worker, child=team.child, involvement_id=team.involvement.pk)
    assert "to" in refused.value.errors
    actions.end_involvement(by=team.worker, child=team.child, involvement_id=team.involvement.pk, to=team.worker)
    assert [promise.owner for promise in queries.open_promises(team.child)] == [team.worker]


def test_the_lead_worker_leaves_only_to_a_successor(team: Team) -> None:
    with pytest.raises(WrongState, match="Nominate another"):
        actions.end_involvement(by=team.worker, child=team.child, involvement_id=team.own().pk)
    actions.end_involvement(by=team.worker, child=team.child, involvement_id=team.own().pk, to=team.colleague)
    assert Child.objects.get(pk=team.child.pk).lead_worker == team.colleague
    assert not sees(team.worker, team.child)
    assert {duty.owner_id for duty in team.due()} == {team.colleague.pk}


@pytest.mark.hazard("HZ-35")
def test_somebody_deactivated_leaves_every_child_and_the_manager_owns_what_was_due(team: Team) -> None:
    team.promise(team.worker)
    away = make_child(by=team.worker)
    Child.objects.filter(pk=away.pk).update(team=None)  # a child whom the manager sees through nobody else
    administrator = administrator_of(team.manager.partnership)
    assert actions.leave_all(by=administrator, user=team.worker) == 2
    User.objects.filter(pk=team.worker.pk).update(is_active=False)
    for child in (team.child, away):
        assert sees(team.manager, child)
        assert Child.objects.get(pk=child.pk).lead_worker == team.manager
    assert not sees(team.worker, team.child)
    assert team.due()
    assert {duty.owner_id for duty in team.due()} == {team.manager.pk}


@pytest.mark.hazard("HZ-35")
def test_a_leaver_of_a_restricted_child_is_followed_by_a_manager_who_is_named(team: Team) -> None:
    named = make_user("manager", team=team.team)
    actions.restrict_child(by=named, child=team.child, reason="An aunt works here", people=[team.worker])
    actions.leave_all(by=administrator_of(team.manager.partnership), user=team.worker)
    assert Child.objects.get(pk=team.child.pk).lead_worker == named
    assert not sees(team.manager, team.child) and sees(named, team.child)
    assert {duty.owner_id for duty in team.due() if duty.owner_id} == {named.pk}


def test_only_an_administrator_or_a_manager_sends_somebody_away_and_nobody_themselves(team: Team) -> None:
    for by in (team.colleague, team.worker):
        with pytest.raises(NotFound):
            actions.leave_all(by=by, user=team.worker)
    with pytest.raises(NotFound):
        actions.leave_all(by=team.manager, user=make_user())


def test_the_page_asks_who_takes_over(client: Client, team: Team) -> None:
    team.promise(team.colleague)
    client.force_login(team.worker)
    address = reverse("children:worker_end", args=[team.child.pk, team.involvement.pk])
    page = client.get(address).content.decode()
    assert "I will ring on Friday" in page and html_problems(page) == []
    about = {"about": str(team.child.pk)}
    assert client.post(address, {**about, "to": ""}).status_code == 422
    assert client.post(address, {**about, "to": str(team.worker.pk)}).status_code == 302
    assert not sees(team.colleague, team.child)
