"""Every page about a child: sound HTML, seen by who may, absent for everybody else, noted in the audit log."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from safelight.access.models import User
from safelight.audit.models import Entry, Kind
from safelight.children import actions
from safelight.children.models import Child
from safelight.core import clock
from tests.factories import make_agency, make_child, make_concern, make_partnership, make_team, make_user
from tests.html import html_problems

pytestmark = pytest.mark.django_db

PAGES = (
    "details",
    "edit",
    "history",
    "transition",
    "chronology",
    "workers",
    "people",
    "person_new",
    "strengths",
    "contact",
    "voice",
    "promise_new",
    "child_concerns",
    "disclosure_new",
)


@pytest.fixture
def worker() -> User:
    partnership = make_partnership(mash_telephone="01632 960140", out_of_hours_telephone="01632 960199")
    return make_user(team=make_team(make_agency(partnership)))


@pytest.fixture
def child(worker: User) -> Child:
    """A child with one of everything."""
    now = clock.now()
    child = make_child(by=worker, given_name="Kayla", family_name="Denholm", area="Northgate")
    make_child(by=worker, given_name="Kyra", family_name="Denholm")
    actions.update_child(by=worker, child=child, version=1, values={"school": "Saltings Academy"})
    make_concern(by=worker, children=[child], urgent=True)
    disclosure = actions.record_disclosure(
        by=worker, child=child, said_at=now - timedelta(days=40), words="He took my phone", present="Bea"
    )
    actions.record_told(
        by=worker, disclosure=disclosure, agency="police", who="PC Marsh", told_at=now, agency_reference="KB-1"
    )
    actions.record_voice(by=worker, child=child, words="One person, not nine.")
    actions.record_voice(by=worker, child=child, missing_reason="Mum was not asked.", whose="parents")
    person = actions.add_person_around(
        by=worker, child=child, name="Aunty Jo", kind="family", tie="strong", chosen_by_child=True
    )
    actions.mark_safe(by=worker, person=person, safe="safe", telephone_safe="not_checked")
    actions.add_person_around(by=worker, child=child, name="Dez", kind="risk", tie="control")
    actions.add_strength(by=worker, child=child, kind="protective", words="Boxing on Wednesdays")
    actions.log_contact(by=worker, child=child, kind="attempt", words="No answer", next_way="Text first, as she asked")
    actions.make_promise(by=worker, child=child, words="I'll ring Thursday", due_on=clock.today())
    return child


def without_token(page: bytes) -> bytes:
    """A page without its form token, which is new each time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)


def open_page(client: Client, name: str, child: Child) -> str:
    response = client.get(reverse(f"children:{name}", args=[child.pk]))
    assert response.status_code == 200, name
    return response.content.decode()


@pytest.mark.hazard("HZ-18")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound_names_nobody_in_its_title_and_leaves_an_entry(
    client: Client, worker: User, child: Child, name: str
) -> None:
    client.force_login(worker)
    before = Entry.objects.filter(kind=Kind.VIEW).count()
    page = open_page(client, name, child)
    assert html_problems(page) == []
    title = page.split("<title>")[1].split("</title>")[0]
    assert "Kayla" not in title and "Denholm" not in title
    (entry,) = Entry.objects.filter(kind=Kind.VIEW).order_by("sequence")[before:]
    assert (entry.action, entry.child_id) == (f"viewed:children:{name}", str(child.pk))


@pytest.mark.parametrize("role", ["practitioner", "safeguarding_lead", "manager", "administrator", "coordinator"])
def test_a_page_is_absent_for_who_may_not_see_the_child(client: Client, worker: User, child: Child, role: str) -> None:
    stranger = make_user(role, team=make_team(make_agency(worker.partnership)))
    client.force_login(stranger)
    for name in PAGES:
        there = client.get(reverse(f"children:{name}", args=[child.pk]))
        made_up = client.get(reverse(f"children:{name}", args=["00000000-0000-4000-8000-000000000000"]))
        assert there.status_code == made_up.status_code == 404
        assert without_token(there.content) == without_token(made_up.content)


@pytest.mark.hazard("HZ-26")
@pytest.mark.req("BE-01")
def test_each_page_warns_of_the_twin_and_a_form_for_another_child_is_refused(
    client: Client, worker: User, child: Child
) -> None:
    client.force_login(worker)
    for name in PAGES:
        page = open_page(client, name, child)
        assert "Kyra Denholm" in page and "This is Kayla." in page, name
    twin = Child.objects.get(given_name="Kyra")
    response = client.post(
        reverse("children:contact", args=[child.pk]), {"about": str(twin.pk), "kind": "visit", "words": "Seen"}
    )
    assert response.status_code == 404
    assert not twin.contact_notes.exists() and child.contact_notes.count() == 1


def test_the_pages_without_a_child_are_sound(client: Client, worker: User, child: Child) -> None:
    client.force_login(worker)
    concern = child.concerns.get()
    for address in (
        reverse("children:search"),
        reverse("children:list"),
        reverse("children:concerns"),
        reverse("children:concern_new"),
        reverse("children:concern_new") + f"?child={child.pk}",
        reverse("children:concern", args=[concern.pk]),
        reverse("children:concern_told", args=[concern.pk, "police"]),
        reverse("children:disclosure", args=[child.pk, child.disclosures.get().pk]),
        reverse("children:disclosure_told", args=[child.pk, child.disclosures.get().pk, "social_care"]),
        reverse("children:person", args=[child.pk, child.people.get(name="Dez").pk]),
        reverse("children:promise", args=[child.pk, child.promises.get().pk]),
        reverse("children:strength_new", args=[child.pk, "push"]),
    ):
        response = client.get(address)
        assert response.status_code == 200, address
        assert html_problems(response.content.decode()) == [], address
