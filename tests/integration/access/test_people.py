"""Making people, their roles, and signing in."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from safelight.access import actions, queries
from safelight.access.models import KeptPost, Partnership, RoleHolding, User
from safelight.access.roles import Permission, Role
from safelight.audit.models import Entry
from safelight.core.errors import Invalid, NotFound, WrongState

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"


@pytest.fixture
def administrator() -> User:
    return actions.begin(area="Kestrel Bay", name="Ada Brook", email="Ada@Example.org", password=PASSWORD)


@pytest.fixture
def practitioner(administrator: User) -> User:
    return actions.create_user(
        by=administrator, email="priya@example.org", name="Priya Nair", password=PASSWORD, roles=[Role.PRACTITIONER]
    )


def test_a_first_run_makes_one_administrator_who_sees_no_child(administrator: User) -> None:
    assert administrator.roles == {Role.ADMINISTRATOR}
    assert not administrator.may(Permission.LOG_CONCERN)
    with pytest.raises(WrongState):
        actions.create_first_administrator(
            partnership=administrator.partnership, email="b@example.org", name="B", password=PASSWORD
        )


def test_only_an_administrator_makes_people(practitioner: User) -> None:
    with pytest.raises(NotFound):
        actions.create_user(
            by=practitioner, email="c@example.org", name="C", password=PASSWORD, roles=[Role.ADMINISTRATOR]
        )


def test_an_agency_of_another_partnership_does_not_exist(administrator: User) -> None:
    other = actions.begin(area="Elsewhere", name="Ola", email="ola@example.org", password=PASSWORD)
    agency = actions.create_agency(by=other, name="School", kind="school")
    with pytest.raises(NotFound):
        actions.create_user(
            by=administrator, email="d@example.org", name="D", password=PASSWORD, roles=[], agency=agency
        )


def test_nobody_gives_themselves_a_role_even_in_the_database(administrator: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleHolding.objects.create(
            partnership=administrator.partnership, user=administrator, role=Role.MANAGER, given_by=administrator
        )


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012"])
def test_a_weak_password_is_refused_with_words(administrator: User, password: str) -> None:
    with pytest.raises(Invalid) as raised:
        actions.create_user(by=administrator, email="e@example.org", name="E", password=password, roles=[])
    assert raised.value.errors["password"]


@pytest.mark.hazard("HZ-45")
def test_demo_data_never_goes_beside_a_real_partnership(administrator: User) -> None:
    with pytest.raises(WrongState):
        actions.create_partnership(name="Demo", area="Demo", is_demo=True)


@pytest.mark.hazard("HZ-45")
def test_a_demo_sign_in_works_only_where_the_demo_was_asked_for(settings: object) -> None:
    demo = actions.create_partnership(name="Demo", area="Kestrel Bay", is_demo=True)
    actions.create_first_administrator(partnership=demo, email="demo@example.org", name="Demo", password=PASSWORD)
    settings.DEMO_ALLOWED = False
    assert actions.try_password(email="demo@example.org", password=PASSWORD).user is None
    settings.DEMO_ALLOWED = True
    assert actions.try_password(email="demo@example.org", password=PASSWORD).user is not None


def test_signing_in_and_failing_to_leave_entries(client: Client, practitioner: User) -> None:
    client.post(reverse("access:sign_in"), {"email": "Priya@example.org ", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(practitioner.pk)
    Client().post(reverse("access:sign_in"), {"email": "priya@example.org", "password": "wrong"})
    last = list(Entry.objects.order_by("sequence").values_list("action", "kind", "actor"))[-2:]
    assert last == [("sign-in.one-factor", "sign-in", str(practitioner.pk)), ("sign-in.refused", "refusal", "")]


def test_the_sign_in_page_says_what_is_wrong_and_keeps_the_address(client: Client) -> None:
    response = client.post(reverse("access:sign_in"), {"email": "x@example.org", "password": "no"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "is not right" in page
    assert 'value="x@example.org"' in page


def test_sign_in_never_sends_anybody_to_another_site(client: Client, practitioner: User) -> None:
    response = client.post(
        reverse("access:sign_in"),
        {"email": practitioner.email, "password": PASSWORD, "next": "https://elsewhere.example/"},
    )
    assert response["Location"] == "/"


@pytest.mark.req("BE-09")
def test_a_form_posted_after_the_session_ended_waits_for_the_same_person_alone(
    client: Client, practitioner: User, administrator: User
) -> None:
    sign_in = reverse("access:sign_in")
    client.post(sign_in, {"email": practitioner.email, "password": PASSWORD})
    client.cookies.pop("sessionid")
    response = client.post("/kept/", {"evidence": "Silver car, Mill Lane", "csrfmiddlewaretoken": "t"})
    assert response["Location"].startswith(sign_in)
    assert "kept=1" in response["Location"]
    assert list(queries.kept_posts(administrator)) == []
    response = client.post(sign_in, {"email": practitioner.email, "password": PASSWORD})
    assert response["Location"] == reverse("access:kept")
    assert "Silver car, Mill Lane" in client.get(reverse("access:kept")).content.decode()
    client.post(reverse("access:drop_kept", kwargs={"kept_id": KeptPost.objects.get().pk}))
    assert not KeptPost.objects.exists()


def test_nothing_is_kept_from_a_stranger(client: Client, administrator: User) -> None:
    client.post("/kept/", {"evidence": "x"})
    client.cookies["safelight_who"] = str(administrator.pk)
    client.post("/kept/", {"evidence": "x"})
    assert not KeptPost.objects.exists()


def test_a_page_that_does_not_exist_and_one_that_is_refused_are_the_same(client: Client, practitioner: User) -> None:
    client.force_login(practitioner)
    absent = client.get("/no-such-page/")
    refused = client.post("/kept/00000000-0000-0000-0000-000000000000/drop/")
    assert absent.status_code == refused.status_code == 404
    assert _without_token(absent.content.decode()) == _without_token(refused.content.decode())
    assert Entry.objects.filter(kind="refusal", actor=str(practitioner.pk)).count() == 1


def _without_token(page: str) -> str:
    import re

    return re.sub(r'value="[A-Za-z0-9]{64}"', "", page)


def test_the_urgent_numbers_need_no_account(client: Client) -> None:
    Partnership.objects.create(name="P", area="Kestrel Bay", mash_telephone="01632 960140")
    page = client.get(reverse("access:urgent")).content.decode()
    assert "999" in page
    assert "01632 960140" in page


def test_the_keys_stay_off_for_whoever_turned_them_off_and_nobody_else(practitioner: User, client: Client) -> None:
    client.force_login(practitioner)
    assert client.post(reverse("access:keys"), {"on": "no"}).status_code == 204
    assert User.objects.get(pk=practitioner.pk).keys_on is False
    assert not User.objects.exclude(pk=practitioner.pk).filter(keys_on=False).exists()
    assert Entry.objects.filter(action="user.keys", actor=str(practitioner.pk)).exists()
    client.post(reverse("access:keys"), {"on": "yes"})
    assert User.objects.get(pk=practitioner.pk).keys_on is True
