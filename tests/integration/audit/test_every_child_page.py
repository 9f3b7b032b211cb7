"""Every page about a child leaves exactly one entry with that child's id when it is opened; so do searches and refusals."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from safelight.access.roles import Role
from safelight.audit.models import Entry
from tests.factories import PASSWORD, make_agency, make_child, make_partnership, make_team, make_user
from tests.integration.url_access import ACCESS

pytestmark = [pytest.mark.django_db, pytest.mark.req("BE-12")]

ABOUT_A_CHILD = sorted(name for name, access in ACCESS.items() if access in ("child", "manager"))


def test_every_page_about_a_child_leaves_one_entry_of_the_view() -> None:
    team = make_team(make_agency(make_partnership()))
    manager = make_user([Role.MANAGER, Role.PRACTITIONER], team=team)
    child = make_child(by=manager)
    client = Client()
    client.force_login(manager)
    opened, wrong = 0, []
    for name in ABOUT_A_CHILD:
        try:
            address = reverse(name, kwargs={"child_id": child.pk})
        except NoReverseMatch:
            continue  # needs more than the child: an assessment, a plan
        before = Entry.objects.count()
        response = client.get(address)
        if response.status_code != 200:
            continue
        b"".join(response) if response.streaming else response.content
        made = list(Entry.objects.order_by("sequence")[before:])
        seen = [entry for entry in made if entry.kind in ("view", "download") and entry.child_id == str(child.pk)]
        opened += 1
        if len(seen) != 1 or seen[0].actor != str(manager.pk):
            wrong.append(f"{name}: {[entry.action for entry in made]}")
    assert opened > 20
    assert not wrong


def entries_of(client: Client, method: str, address: str, data: dict[str, str] | None = None) -> list[tuple[str, str]]:
    before = Entry.objects.count()
    getattr(client, method)(address, data or {})
    return [(entry.kind, entry.action) for entry in Entry.objects.order_by("sequence")[before:]]


def test_a_search_that_finds_nothing_leaves_an_entry_without_what_was_typed() -> None:
    client = Client()
    client.force_login(make_user())
    assert ("search", "children.searched") in entries_of(client, "post", reverse("children:search"), {"name": "Qx Zv"})
    assert not Entry.objects.filter(action__contains="Qx").exists()


def test_a_refused_page_leaves_an_entry_that_names_no_child() -> None:
    child = make_child(by=make_user())
    client = Client()
    client.force_login(make_user())
    made = entries_of(client, "get", reverse("children:details", args=[child.pk]))
    assert made == [("refusal", "refused:children:details")]
    assert not Entry.objects.filter(kind="refusal", child_id=str(child.pk)).exists()


def test_a_failed_sign_in_leaves_an_entry_of_nobody() -> None:
    user = make_user()
    before = Entry.objects.filter(partnership_id=user.partnership_id).count()
    Client().post(reverse("access:sign_in"), {"email": user.email, "password": f"not {PASSWORD}"})
    made = list(Entry.objects.filter(partnership_id=user.partnership_id).order_by("sequence")[before:])
    assert [(entry.kind, entry.actor, entry.subject_id) for entry in made] == [("refusal", "", str(user.pk))]
