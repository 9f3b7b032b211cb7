"""Who helps: chosen by the young person, looked at by somebody else, with nothing of it on the young person's page."""

import pytest

from safelight.children import queries as children
from safelight.core.errors import Invalid, NotFound
from safelight.young_person import actions, providers, queries
from safelight.young_person.queries import Halt
from tests.integration.young_person.conftest import House
from tests.integration.young_person.test_writing import WORDS


def due(house: House) -> list[str]:
    return [duty.key for duty in providers.duties(children.facts([house.child]), house.now)]


@pytest.mark.req("YP-05")
def test_there_is_one_adult_trusted_most(house: House) -> None:
    house.helper()
    house.helper(called="Priya", person_id=None, user_id=house.worker.pk)
    assert [(one.called, one.trusted) for one in queries.helpers(house.young)] == [
        ("Priya", True),
        ("Aunty Bea", False),
    ]
    actions.remove_helper(
        by=house.worker, young=house.young, helper_id=queries.helpers(house.young)[0].pk, now=house.now
    )
    assert [one.called for one in queries.helpers(house.young)] == ["Aunty Bea"]


@pytest.mark.hazard("HZ-32")
def test_choosing_a_trusted_adult_makes_a_coordinator_look_and_only_the_look_ends_it(house: House) -> None:
    helper = house.helper()
    assert due(house) == [f"young-person-helper.{helper.pk}"]
    with pytest.raises(NotFound):
        actions.look_at_helper(by=house.worker, helper=helper, outcome="safe", note="Known.", now=house.now)
    with pytest.raises(Invalid):
        actions.look_at_helper(by=house.manager, helper=helper, outcome="safe", note=" ", now=house.now)
    actions.look_at_helper(by=house.manager, helper=helper, outcome="safe", note="Known.", now=house.now)
    assert due(house) == []


@pytest.mark.hazard("HZ-32")
def test_a_coordinator_who_sees_the_child_has_it_waiting(house: House) -> None:
    helper = house.helper()
    assert [one.key for one in providers.waiting_for(house.coordinator, house.now)] == [
        f"young-person-helper.{helper.pk}"
    ]
    assert providers.waiting_for(house.worker, house.now) == []


@pytest.mark.hazard("HZ-32")
def test_the_exploiter_as_trusted_adult_is_never_printed_until_somebody_has_looked(house: House) -> None:
    house.goal(text=WORDS)
    house.helper(trusted=False)
    him = house.helper(called="Dazza", person_id=None, telephone="01632 960999")
    assert queries.halts(house.young) == [Halt.WORKER]
    assert queries.card_halts(house.young) == [Halt.WORKER]
    assert queries.known_as_suspected(queries.helper_for(house.young, him.pk))
    actions.look_at_helper(by=house.manager, helper=him, outcome="unsafe", note="It is him.", now=house.now)
    assert queries.card_halts(house.young) == [Halt.WORKER]
    actions.remove_helper(by=house.worker, young=house.young, helper_id=him.pk, now=house.now)
    assert queries.card_halts(house.young) == []


@pytest.mark.req("SH-06")
def test_somebody_not_checked_is_not_printed(house: House) -> None:
    gran = house.around("Gran")
    house.helper(called="Gran", person_id=gran.pk, trusted=False)
    assert queries.card_halts(house.young) == [Halt.WORKER]
    assert len(due(house)) == 1


def test_somebody_who_poses_a_risk_is_not_in_the_list(house: House) -> None:
    assert house.him.pk not in {one.pk for one in queries.offered_people(house.child)}
    with pytest.raises(Invalid):
        house.helper(person_id=house.him.pk)
