"""Who sees which child."""

import pytest

from safelight.access.models import User
from safelight.children import actions, queries
from safelight.children.models import Child
from safelight.core.errors import NotFound
from tests.factories import make_agency, make_child, make_concern, make_partnership, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> User:
    return make_user(team=make_team(make_agency(make_partnership())))


def seen(user: User) -> list[Child]:
    return list(queries.visible_to(User.objects.get(pk=user.pk)))


def test_a_practitioner_sees_whom_they_work_with_and_no_other(worker: User) -> None:
    colleague = make_user(team=worker.team)
    child = make_child(by=worker)
    assert seen(worker) == [child]
    assert seen(colleague) == []
    actions.add_involvement(by=worker, child=child, user=colleague)
    assert seen(colleague) == [child]


def test_leaving_a_child_ends_sight_of_the_record(worker: User) -> None:
    colleague = make_user(team=worker.team)
    child = make_child(by=worker)
    involvement = actions.add_involvement(by=worker, child=child, user=colleague)
    actions.end_involvement(by=worker, child=child, involvement_id=involvement.pk)
    assert seen(colleague) == []


def test_a_safeguarding_lead_sees_the_children_of_their_agency_only(worker: User) -> None:
    child = make_child(by=worker)
    other_agency = make_agency(worker.partnership)
    make_child(by=make_user(agency=other_agency))
    assert seen(make_user("safeguarding_lead", agency=worker.agency)) == [child]


def test_a_manager_sees_the_children_of_their_team_and_of_those_they_manage(worker: User) -> None:
    child = make_child(by=worker)
    manager = make_user("manager", team=worker.team)
    other_team = make_team(worker.agency)
    managed = make_user(team=other_team, line_manager=manager)
    theirs = make_child(by=managed)
    make_child(by=make_user(team=other_team))
    assert set(seen(manager)) == {child, theirs}
    assert child not in seen(make_user("manager", team=other_team))


def test_a_coordinator_sees_raised_levels_and_what_was_sent(worker: User) -> None:
    low, medium, acting, sent = (make_child(by=worker) for _ in range(4))
    actions.set_level(child=low, decided="low", acting="low", on=None, by=worker)
    actions.set_level(child=medium, decided="medium", acting="medium", on=None, by=worker)
    actions.set_level(child=acting, decided="low", acting="high", on=None, by=worker)
    make_concern(by=worker, children=[sent], sent_to_coordinator=True)
    assert set(seen(make_user("coordinator", partnership=worker.partnership))) == {medium, acting, sent}


def test_an_administrator_sees_no_child_even_one_they_are_named_for(worker: User) -> None:
    make_child(by=worker)
    administrator = make_user("administrator", team=worker.team)
    assert seen(administrator) == []
    assert seen(make_user([], team=worker.team)) == []


def test_nobody_sees_a_child_of_another_partnership(worker: User) -> None:
    child = make_child(by=worker)
    for role in ("practitioner", "safeguarding_lead", "manager", "coordinator"):
        stranger = make_user(role)
        assert seen(stranger) == []
        with pytest.raises(NotFound):
            queries.get(stranger, child.pk)


def test_each_child_comes_once_however_many_ways_it_is_seen(worker: User) -> None:
    lead = make_user(["safeguarding_lead", "manager", "coordinator"], team=worker.team)
    child = make_child(by=lead)
    actions.add_involvement(by=lead, child=child, user=worker)
    actions.set_level(child=child, decided="high", acting="high", on=None, by=lead)
    assert seen(lead) == [child]


def test_sight_is_one_query(worker: User, django_assert_num_queries: object) -> None:
    make_child(by=worker)
    lead = User.objects.prefetch_related("role_holdings").get(
        pk=make_user(["safeguarding_lead", "manager", "coordinator"], team=worker.team).pk
    )
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(list(queries.visible_to(lead))) == 1


def test_somebody_who_left_sees_nobody(worker: User) -> None:
    make_child(by=worker)
    User.objects.filter(pk=worker.pk).update(is_active=False)
    assert seen(worker) == []
