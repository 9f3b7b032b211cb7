"""One call to MASH about a child answers all that it was about (HZ-22), and nothing that it cannot have been about."""

from datetime import timedelta

import pytest

from safelight.access.models import User
from safelight.children import actions as children
from safelight.children.models import Concern
from safelight.duties import actions as duties
from safelight.duties.actions import Contact
from tests.factories import make_concern
from tests.integration.overview.conftest import World


def concern(world: World) -> Concern:
    return make_concern(by=world.worker, children=[world.child], urgent=True)


def contact(world: World, code: str, minutes_ago: int = 0) -> None:
    """The duty of this code is closed with the record of a contact."""
    duties.act(
        by=world.worker,
        child_id=world.child.pk,
        key=world.duties()[code].key,
        outcome="done",
        now=world.now,
        note="They will ring back.",
        contact=Contact("Sam Reed", "MASH", world.now - timedelta(minutes=minutes_ago), "M-1187"),
    )


def told(world: World, about: Concern, by: User | None = None, agency: str = "mash") -> None:
    children.record_told(
        by=by or world.worker,
        agency=agency,
        who="Sam Reed",
        told_at=world.now,
        agency_reference="M-1187",
        concern=about,
    )


def notices(world: World) -> tuple[str, str]:
    """What the concern's own page and the child's tab of concerns say."""
    client = world.sign_in(world.worker)
    found = Concern.objects.get()
    pages = (f"/concerns/{found.pk}/", f"/children/{world.child.pk}/concerns/")
    one, other = (client.get(page).content.decode() for page in pages)
    return one, other


@pytest.mark.hazard("HZ-22")
def test_the_contact_that_a_level_asks_for_tells_mash_of_a_concern_logged_before_it(world: World) -> None:
    concern(world)
    world.later(hours=1)
    world.assess("medium", M1="present", L1="present")
    assert {"PR-06", "TELL-MASH", "TELL-POLICE"} <= world.duties().keys()
    contact(world, "PR-06")
    left = world.duties().keys()
    assert "TELL-MASH" not in left and "PR-06" not in left
    assert "TELL-POLICE" in left
    for text in notices(world):
        assert "MASH has NOT been told" not in text and "Police have NOT been told" in text


@pytest.mark.hazard("HZ-22")
def test_a_contact_made_before_the_concern_was_logged_tells_nobody_of_it(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    world.later(hours=2)
    concern(world)
    world.later(minutes=10)
    contact(world, "PR-06", minutes_ago=60)
    assert "PR-06" not in world.duties() and "TELL-MASH" in world.duties()
    for text in notices(world):
        assert "MASH has NOT been told" in text


@pytest.mark.hazard("HZ-22")
def test_a_contact_about_one_child_tells_nobody_of_a_concern_about_another(world: World) -> None:
    other = world.new_child(given_name="Jaden", family_name="Osei")
    make_concern(by=world.worker, children=[world.child, other], urgent=True)
    world.later(hours=1)
    world.assess("medium", M1="present", L1="present")
    contact(world, "PR-06")
    assert "TELL-MASH" not in world.duties() and "TELL-MASH" in world.duties(other)
    assert "MASH has NOT been told" in notices(world)[0]


@pytest.mark.hazard("HZ-22")
def test_sending_the_papers_of_a_low_level_tells_nobody_of_an_urgent_concern(world: World) -> None:
    concern(world)
    world.later(hours=1)
    world.assess("low", L1="present")
    contact(world, "PR-07")
    assert "TELL-MASH" in world.duties() and "PR-07" not in world.duties()


@pytest.mark.hazard("HZ-22")
def test_a_call_about_a_concern_after_the_decision_is_the_contact_that_the_level_asks_for(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    about = concern(world)
    world.later(minutes=30)
    told(world, about, agency="police")
    assert "PR-06" in world.duties()
    told(world, about)
    assert not {"PR-06", "TELL-MASH"} & world.duties().keys()


@pytest.mark.hazard("HZ-22", "HZ-06")
def test_a_call_about_a_concern_before_the_level_rose_does_not_answer_the_higher_one(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    about = concern(world)
    world.later(minutes=30)
    told(world, about)
    assert "PR-06" not in world.duties()
    world.later(days=1)
    world.assess("high", H2="present", M1="present", L1="present")
    assert "PR-06" in world.duties()


@pytest.mark.hazard("HZ-22", "HZ-06")
def test_a_call_about_a_concern_is_not_the_call_about_a_high_indicator(world: World) -> None:
    world.assess("high", H2="present", M1="present", L1="present")
    about = concern(world)
    world.later(minutes=30)
    told(world, about)
    left = world.duties()
    assert "PR-06" not in left and "RA-17" in left
    contact(world, "RA-17")
    assert "RA-17" not in world.duties()


@pytest.mark.hazard("HZ-22")
def test_the_call_of_somebody_who_does_not_work_with_the_child_leaves_the_level_s_contact_due(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    about = concern(world)
    world.later(minutes=30)
    told(world, about, by=world.manager)
    assert "TELL-MASH" not in world.duties() and "PR-06" in world.duties()


@pytest.mark.hazard("HZ-22")
def test_a_call_before_the_concern_was_joined_to_the_child_was_not_about_the_child(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    about = make_concern(by=world.worker, urgent=True)
    world.later(minutes=30)
    told(world, about)
    world.later(minutes=30)
    children.link_concern(by=world.worker, concern=about, child=world.child)
    assert "PR-06" in world.duties()
