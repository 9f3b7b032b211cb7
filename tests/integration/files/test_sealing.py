"""A file that may be an indecent image of a child: out of everybody's reach at once, and police's."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from safelight.audit.models import Entry
from safelight.children import queries as children
from safelight.children.chronology import entries
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.duties import registry
from safelight.duties.actions import Contact, act
from safelight.files import actions, queries, storage
from safelight.files.choices import Outcome, State
from safelight.files.models import AttachedFile, PoliceWord
from safelight.files.providers import SEALED_RING, SEALED_SAID
from safelight.governance import contents
from tests.factories.files import make_file, picture
from tests.html import html_problems
from tests.integration.files.conftest import House

pytestmark = [pytest.mark.req("CH-16"), pytest.mark.hazard("HZ-11"), pytest.mark.django_db]


def sealed(house: House) -> AttachedFile:
    file = make_file(by=house.worker, child=house.child, name="IMG_1.jpg", data=picture(), title="Picture from a phone")
    url = reverse("files:seal", args=[house.child.pk, file.pk])
    response = house.client(house.manager).post(url, {"about": str(house.child.pk)})
    assert response.status_code == 302
    return AttachedFile.objects.get(pk=file.pk)


def duties(house: House) -> dict[str, object]:
    facts = children.facts([house.child])
    return {duty.code: duty for duty in registry.all_duties(facts, clock.now()) if duty.code.startswith("SEALED")}


def police(house: House, file: AttachedFile, outcome: str, **values: object) -> PoliceWord:
    given = {"police_name": "PC 4521", "police_reference": "44 1234", "told_at": clock.now(), **values}
    return actions.record_police(  # type: ignore[arg-type]
        by=house.manager, child_id=house.child.pk, file_id=file.pk, outcome=outcome, **given
    )


def test_a_sealed_file_cannot_be_reached_by_any_address_by_anybody(house: House) -> None:
    file = sealed(house)
    for user in house.everybody():
        client = house.client(user)
        for name in ("download", "seal", "police"):
            url = reverse(f"files:{name}", args=[house.child.pk, file.pk])
            for response in (client.get(url), client.get(url + "?state=kept"), client.head(url)):
                assert picture()[:2] != response.content[:2]
                assert response.headers.get("Content-Type", "").startswith("text/html") or not response.content
                assert name == "police" or response.status_code in (404, 405)
        page = client.get(reverse("files:list", args=[house.child.pk])).content.decode()
        assert "Picture from a phone" not in page and "IMG_1" not in page
        with pytest.raises(NotFound):
            actions.give_out(by=user, child_id=house.child.pk, file_id=file.pk)
    assert not Entry.objects.filter(action="file.downloaded").exists()


@pytest.mark.django_db(transaction=True)
def test_the_bytes_are_moved_out_of_what_is_served_and_backed_up_unread(house: House) -> None:
    file = sealed(house)
    assert house.bytes_kept() == [house.data / "sealed" / str(file.pk)]
    assert stat.S_IMODE((house.data / "sealed" / str(file.pk)).stat().st_mode) == 0
    assert storage.read(file.pk) is None


def test_whoever_attached_it_can_seal_it_and_nobody_can_undo_it(house: House) -> None:
    file = make_file(by=house.worker, child=house.child)
    actions.seal(by=house.worker, child_id=house.child.pk, file_id=file.pk)
    with pytest.raises(WrongState):
        actions.seal(by=house.manager, child_id=house.child.pk, file_id=file.pk)
    assert AttachedFile.objects.get().state == State.SEALED
    assert Entry.objects.filter(action="file.sealed", subject_id=str(file.pk)).count() == 1


def test_it_is_not_in_a_bundle_nor_described_in_the_chronology(house: House) -> None:
    sealed(house)
    told = [each.text for each in contents.gather(house.child) if each.source.startswith("files.")]
    assert told == []
    words = " ".join(f"{each.title} {each.text}" for each in entries(house.worker, house.child))
    assert "Picture from a phone" not in words and "A file was sealed: police decide" in words


def test_ringing_police_is_due_and_cannot_be_set_aside(house: House) -> None:
    file = sealed(house)
    due = duties(house)
    assert set(due) == {SEALED_RING, SEALED_SAID}
    ring = due[SEALED_RING]
    assert ring.must and not ring.may_be_set_aside and ring.due_at == file.sealed_at + timedelta(hours=1)
    assert "101" in ring.why and "999" in ring.why
    given = {"by": house.manager, "child_id": house.child.pk, "key": ring.key, "now": clock.now()}
    with pytest.raises(WrongState):
        act(**given, outcome="set_aside", note="Not needed")
    act(**given, outcome="done", contact=Contact("PC 4521", "Police", given["now"], "44 1234"))
    assert set(duties(house)) == {SEALED_SAID}


def test_the_pages_are_sound_html(house: House) -> None:
    file = sealed(house)
    make_file(by=house.worker, child=house.child)
    client = house.client(house.manager)
    for name, args in (("list", []), ("attach", []), ("police", [file.pk])):
        url = reverse(f"files:{name}", args=[house.child.pk, *args])
        assert html_problems(client.get(url).content.decode()) == [], name
        if name != "list":
            assert html_problems(client.post(url, {"about": str(house.child.pk)}).content.decode()) == [], name


def test_what_police_said_is_recorded_with_name_time_and_reference(house: House) -> None:
    file = sealed(house)
    for missing in ({"police_name": ""}, {"police_reference": " "}, {"told_at": clock.now() + timedelta(days=1)}):
        with pytest.raises(Invalid):
            police(house, file, Outcome.KEPT_FOR_POLICE, **missing)
    police(house, file, Outcome.KEPT_FOR_POLICE)
    assert SEALED_SAID not in duties(house)
    assert AttachedFile.objects.get().state == State.SEALED
    assert house.bytes_kept()


def test_only_whoever_holds_the_permission_records_it(house: House) -> None:
    file = sealed(house)
    url = reverse("files:police", args=[house.child.pk, file.pk])
    assert house.client(house.worker).get(url).status_code == 404
    assert house.client(house.administrator).get(url).status_code == 404
    assert house.client(house.manager).get(url).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_removed_on_the_advice_of_police_leaves_a_stub(house: House) -> None:
    file = sealed(house)
    url = reverse("files:police", args=[house.child.pk, file.pk])
    at = (clock.now() - timedelta(minutes=5)).astimezone(clock.LONDON)
    posted = {
        "about": str(house.child.pk),
        "outcome": Outcome.REMOVED.value,
        "police_name": "PC 4521",
        "police_reference": "44 1234",
        "told_at-day": str(at.day),
        "told_at-month": str(at.month),
        "told_at-year": str(at.year),
        "told_at-time": at.strftime("%H:%M"),
    }
    assert house.client(house.manager).post(url, posted).status_code == 302
    assert house.bytes_kept() == []
    assert AttachedFile.objects.get().state == State.REMOVED
    page = house.client(house.worker).get(reverse("files:list", args=[house.child.pk])).content.decode()
    assert "Removed on the advice of police" in page
    assert not duties(house)
    with pytest.raises(WrongState):
        police(house, file, Outcome.KEPT_FOR_POLICE)


@pytest.mark.hazard("HZ-41")
@pytest.mark.django_db(transaction=True)
def test_after_a_restore_of_an_older_copy_it_is_sealed_again_and_the_copy_is_gone(house: House, tmp_path: Path) -> None:
    file = sealed(house)
    carried = queries.sealed_now()
    AttachedFile.objects.filter(pk=file.pk).update(state=State.KEPT, sealed_by=None, sealed_at=None)
    other = tmp_path / "restored"
    with storage.beside(other):
        storage.write(file.pk, b"the older copy")
        assert actions.seal_again(carried) == 1
        assert storage.read(file.pk) is None
    assert AttachedFile.objects.get().state == State.SEALED
    assert house.bytes_kept() == [house.data / "sealed" / str(file.pk)]
    assert actions.seal_again(carried) == 0
