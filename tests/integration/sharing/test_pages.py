"""The pages of referrals and transfers: offering, answering, and what nobody else finds."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from safelight.access.models import User
from safelight.audit.models import Entry
from safelight.children import actions as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.sharing import actions
from safelight.sharing.models import Referral
from tests.factories import make_user
from tests.factories.sharing import Two
from tests.html import html_problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> Two:
    return Two()


def visit(user: User, page_name: str, /, *ids: object) -> tuple[int, str]:
    client = Client()
    client.force_login(user)
    response = client.get(reverse(f"sharing:{page_name}", args=ids))
    if response.status_code == 200:
        assert not html_problems(response.content.decode())
    return response.status_code, response.content.decode()


def send(user: User, page_name: str, /, *ids: object, **data: str) -> tuple[int, str]:
    client = Client()
    client.force_login(user)
    response = client.post(reverse(f"sharing:{page_name}", args=ids), data)
    return response.status_code, response.content.decode()


def form(two: Two, **changed: str) -> dict[str, str]:
    agency = two.lead.agency_id
    return {
        "about": str(two.child.pk),
        "kind": "transfer",
        "to": f"agency:{agency}",
        "name": "Rowan Marlowe",
        "why": "Late home.",
        "asked": "Take over.",
        "urgent": "no",
        "keeps": "nothing",
        **changed,
    }


@pytest.mark.req("BE-11")
def test_what_the_sender_keeps_is_said_before_it_is_offered_and_before_it_is_accepted(two: Two) -> None:
    assert visit(two.sender, "new", two.child.pk)[0] == 200
    status, checked = send(two.sender, "new", two.child.pk, **form(two))
    assert status == 200 and not Referral.objects.exists()
    said = "nobody of Saltings Academy sees the record through this work any more"
    assert said in checked and "What they wrote stays in the record" in checked
    assert send(two.sender, "new", two.child.pk, **form(two, what="offer"))[0] == 302
    referral = Referral.objects.get()
    status, page = visit(two.manager, "accept", referral.pk)
    assert status == 200 and said in page


def test_to_change_something_keeps_what_was_typed(two: Two) -> None:
    status, page = send(two.sender, "new", two.child.pk, **form(two, what="change"))
    assert status == 200 and "Take over." in page and not Referral.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"to": ""}, "Choose an agency"),
        ({"to": "person:nobody"}, "Choose an agency"),
        ({"kind": "gift"}, "Choose a referral or a transfer"),
        ({"keeps": ""}, "Say whether your agency stays"),
        ({"keeps": "until"}, "Enter a day after today"),
        ({"why": " "}, "Say why"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_offered(two: Two, changed: dict[str, str], sentence: str) -> None:
    status, page = send(two.sender, "new", two.child.pk, **form(two, what="offer", **changed))
    assert status == 422 and sentence in page and not Referral.objects.exists()


def test_a_form_that_was_filled_in_for_another_child_offers_nothing(two: Two) -> None:
    assert send(two.sender, "new", two.child.pk, **form(two, what="offer", about=str(uuid4())))[0] == 404
    assert not Referral.objects.exists()


@pytest.mark.hazard("HZ-13")
def test_who_is_no_party_to_an_offer_finds_what_they_would_find_of_none(two: Two) -> None:
    referral = two.offer()
    stranger = make_user("manager", team=None, partnership=two.lead.partnership)
    for person in (two.practitioner, stranger):
        for name in ("referral", "accept", "reject", "withdraw", "done"):
            there, absent = visit(person, name, referral.pk), visit(person, name, uuid4())
            assert there[0] == absent[0] == 404
        for name in ("acknowledge", "accept", "reject", "withdraw", "done", "read"):
            assert send(person, name, referral.pk, reason="No.", outcome="Done.", worker=str(person.pk))[0] == 404
    assert visit(stranger, "child", two.child.pk)[0] == 404 and visit(stranger, "new", two.child.pk)[0] == 404
    assert Referral.objects.get().state == "offered"


def test_the_second_of_two_who_answer_sees_what_happened(two: Two) -> None:
    referral = two.offer()
    assert send(two.lead, "reject", referral.pk, reason="Early help fits better.")[0] == 302
    for name, data in (("accept", {"worker": str(two.practitioner.pk)}), ("reject", {"reason": "No."})):
        status, page = send(two.manager, name, referral.pk, **data)
        assert status == 409 and "answered or taken back already" in page and "Freya Lund" in page
    status, page = send(two.manager, "acknowledge", referral.pk)
    assert status == 409 and "Late home" not in page


def test_no_page_about_an_offer_names_the_child_in_its_title_or_address(two: Two) -> None:
    referral = two.offer()
    for person, name, ids in (
        (two.lead, "referral", (referral.pk,)),
        (two.lead, "inbox", ()),
        (two.sender, "child", (two.child.pk,)),
    ):
        page = visit(person, name, *ids)[1]
        title = page.split("<title>")[1].split("</title>")[0]
        assert "Rowan" not in title and "Marlowe" not in title
    assert "Rowan" not in visit(two.lead, "inbox")[1]


def test_after_a_transfer_the_sender_reads_the_outcome_and_not_the_offer(two: Two) -> None:
    with clock.at(clock.now()):
        referral = two.transfer()
        actions.accept(by=two.manager, referral=referral, worker=two.practitioner)
        actions.finish(by=two.practitioner, referral=referral, outcome="A plan is agreed.")
    status, page = visit(two.sender, "referral", referral.pk)
    assert status == 200 and "A plan is agreed." in page
    assert "Late home" not in page and "Rowan" not in page
    assert visit(two.sender, "child", two.child.pk)[0] == 404
    assert send(two.sender, "read", referral.pk)[0] == 302
    assert Referral.objects.get().read_state == "done"


def test_each_step_and_each_view_of_an_offer_is_in_the_log(two: Two) -> None:
    referral = two.offer()
    visit(two.lead, "referral", referral.pk)
    send(two.lead, "acknowledge", referral.pk)
    send(two.lead, "accept", referral.pk, worker=str(two.practitioner.pk))
    send(two.practitioner, "done", referral.pk, outcome="Seen.")
    logged = set(Entry.objects.filter(child_id=str(two.child.pk)).values_list("action", flat=True))
    steps = {"referral.offered", "referral.acknowledged", "referral.accepted", "referral.done", "involvement.added"}
    assert steps | {"referral.viewed"} <= logged


def test_the_chronology_tells_each_step_to_who_sees_the_child(two: Two) -> None:
    two.offer()
    client = Client()
    client.force_login(two.sender)
    page = client.get(reverse("children:chronology", args=[two.child.pk])).content.decode()
    assert "Saltings Academy referred to Kestrel Bay" in page


def test_break_glass_shows_the_list_and_offers_nothing(two: Two) -> None:
    children.break_glass(by=two.practitioner, reference=two.child.reference, category="danger", words="At the door.")
    opener = User.objects.get(pk=two.practitioner.pk)
    referral = two.offer()
    status, page = visit(opener, "child", Child.objects.get(pk=two.child.pk).pk)
    assert status == 200 and reverse("sharing:new", args=[two.child.pk]) not in page
    assert reverse("sharing:referral", args=[referral.pk]) not in page
    assert visit(opener, "new", two.child.pk)[0] == 404
