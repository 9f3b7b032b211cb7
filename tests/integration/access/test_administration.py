"""What administrators do for people: temporary passwords, roles by two, leaving and coming back, places, settings."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from safelight.access import actions, people, people_queries, places
from safelight.access.models import Agency, RoleHolding, RoleOffer, Team, User
from safelight.access.roles import Permission, Role
from safelight.audit.models import Entry
from safelight.children import actions as children
from safelight.children import queries
from safelight.children.models import Child, Involvement
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from tests.factories import PASSWORD, make_agency, make_child, make_partnership, make_team, make_user
from tests.factories.people import administrator_of
from tests.html import html_problems

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NEW = "seven geese over water"


class House:
    """A partnership with its administrator, a manager, a worker who leads a child, and a colleague."""

    def __init__(self) -> None:
        self.partnership = make_partnership()
        self.admin = administrator_of(self.partnership)
        self.agency = make_agency(self.partnership)
        self.team = make_team(self.agency)
        self.manager = make_user("manager", team=self.team)
        self.worker = make_user(team=self.team, line_manager=self.manager)
        self.colleague = make_user(team=self.team, line_manager=self.manager)

    def second_administrator(self) -> User:
        return make_user(Role.ADMINISTRATOR, partnership=self.partnership)

    def edit(self, user: User, **changed: object) -> User:
        user = User.objects.get(pk=user.pk)
        names = ("name", "email", "job_title", "telephone", "agency", "team", "line_manager")
        return people.edit_person(by=self.admin, user=user, **{name: getattr(user, name) for name in names} | changed)


@pytest.fixture
def house() -> House:
    return House()


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def sign_in(client: Client, email: str, password: str):
    return client.post("/sign-in/", {"email": email, "password": password, "next": "/your-sign-in/sessions/"})


# ── Temporary passwords ──────────────────────────────────────────────────────


def test_a_temporary_password_opens_nothing_but_the_choice_of_ones_own(client: Client, house: House) -> None:
    added = people.add_person(by=house.admin, name="Noor Vale", email="noor@example.org", roles=[Role.PRACTITIONER])
    assert sign_in(client, "noor@example.org", added.password)["Location"] == "/your-sign-in/password/"
    for address in ("/", "/guide/", "/children/", "/your-sign-in/", "/your-sign-in/sessions/", "/kept/"):
        assert client.get(address)["Location"] == "/your-sign-in/password/", address
    assert client.post("/keys/", "{}", content_type="application/json").status_code == 401
    same = client.post("/your-sign-in/password/", {"current": added.password, "new": added.password})
    assert same.status_code == 422
    changed = client.post("/your-sign-in/password/", {"current": added.password, "new": NEW})
    assert changed["Location"] == "/your-sign-in/sessions/"
    assert client.get("/your-sign-in/sessions/").status_code == 200
    assert sign_in(Client(), "noor@example.org", NEW)["Location"] == "/your-sign-in/sessions/"
    assert sign_in(Client(), "noor@example.org", added.password).status_code == 422


def test_a_second_factor_is_still_owed_after_the_first_own_password(
    client: Client, house: House, settings: object
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    added = people.add_person(by=house.admin, name="Noor Vale", email="noor@example.org", roles=[Role.PRACTITIONER])
    sign_in(client, "noor@example.org", added.password)
    client.post("/your-sign-in/password/", {"current": added.password, "new": NEW})
    assert client.get("/your-sign-in/sessions/")["Location"] == "/your-sign-in/"


def test_a_temporary_password_runs_out_after_seven_days_and_says_so_to_who_has_it(client: Client, house: House) -> None:
    with clock.at(NOON):
        added = people.add_person(by=house.admin, name="Noor Vale", email="noor@example.org")
    with clock.at(NOON + timedelta(days=7, seconds=-1)):
        assert sign_in(Client(), "noor@example.org", added.password).status_code == 302
    with clock.at(NOON + timedelta(days=7)):
        page = sign_in(client, "noor@example.org", added.password)
        assert "has run out" in page.content.decode()
        assert "has run out" not in sign_in(client, "noor@example.org", "something else").content.decode()
    assert Entry.objects.filter(action="sign-in.password-run-out", kind="refusal").count() == 1


def test_a_new_temporary_password_ends_sessions_and_is_shown_once(client: Client, house: House) -> None:
    theirs = Client()
    sign_in(theirs, house.worker.email, PASSWORD)
    sign_in(client, house.admin.email, PASSWORD)
    page = client.post(reverse("access:person_password", args=[house.worker.pk])).content.decode()
    (password,) = re.findall(r'<code class="sl-secret">([^<]+)</code>', page)
    assert fresh(house.worker).check_password(password)
    assert theirs.get("/your-sign-in/sessions/").status_code == 302
    later = client.get(reverse("access:person", args=[house.worker.pk])).content.decode()
    assert password not in later
    assert "Temporary, not changed yet" in later


def test_whoever_comes_in_through_their_organisation_loses_the_temporary_password(house: House) -> None:
    added = people.add_person(by=house.admin, name="Noor Vale", email="noor@example.org")
    actions.drop_temporary_password(user=added.user)
    assert not fresh(added.user).password_must_change
    assert actions.try_password(email="noor@example.org", password=added.password).user is None
    actions.drop_temporary_password(user=house.worker)
    assert fresh(house.worker).check_password(PASSWORD)


# ── Roles ────────────────────────────────────────────────────────────────────


def test_nobody_changes_their_own_role_place_or_sessions_here(client: Client, house: House) -> None:
    admin = house.admin
    for act in (
        lambda: people.give_role(by=admin, user=admin, role=Role.DATA_OFFICER),
        lambda: people.take_role(by=admin, user=admin, role=Role.ADMINISTRATOR),
        lambda: people.deactivate(by=admin, user=admin),
        lambda: people.give_temporary_password(by=admin, user=admin),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(Invalid):
        house.edit(admin, team=house.team, agency=house.agency)
    assert house.edit(admin, telephone="01632 960999").telephone == "01632 960999"
    sign_in(client, admin.email, PASSWORD)
    for name in ("person_role", "person_password", "person_factors", "person_sessions", "person_leave", "person_back"):
        answer = client.post(reverse(f"access:{name}", args=[admin.pk]), {"role": "manager"})
        assert answer.status_code == 404, name
    assert fresh(admin).roles == {Role.ADMINISTRATOR}
    assert 'name="role"' not in client.get(reverse("access:person", args=[admin.pk])).content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_opens_or_posts_anything_about_people(client: Client, house: House, role: Role) -> None:
    client.force_login(make_user(role, team=house.team))
    addresses = [reverse(f"access:{name}") for name in ("people", "person_new", "agencies", "partnership")]
    person = ("person", "person_edit", "person_role", "person_password", "person_leave", "person_back")
    addresses += [reverse(f"access:{name}", args=[house.worker.pk]) for name in person]
    addresses.append(reverse("access:agency", args=[house.agency.pk]))
    addresses.append(reverse("access:team", args=[house.team.pk]))
    for address in addresses:
        session = client.session
        session["confirmed_at"] = session["active_at"]
        session.save()
        assert {client.get(address).status_code, client.post(address, {}).status_code} <= {404, 405}, address


def test_somebody_of_another_partnership_does_not_exist(client: Client, house: House) -> None:
    other = House()
    sign_in(client, house.admin.email, PASSWORD)
    for name in ("person", "person_edit", "person_role", "person_password", "person_factors", "person_leave"):
        address = reverse(f"access:{name}", args=[other.worker.pk])
        statuses = {client.get(address).status_code, client.post(address, {"role": "manager"}).status_code}
        assert statuses <= {404, 405}, name
    fields = {"name": "X", "email": "x@example.org", "agency": str(other.agency.pk), "roles": ["practitioner"]}
    assert client.post(reverse("access:person_new"), fields).status_code == 422
    with pytest.raises(NotFound):
        house.edit(house.worker, line_manager=other.manager)
    assert other.worker.name not in client.get("/people/").content.decode()


def test_changing_a_role_asks_who_one_is_and_an_old_confirmation_is_not_enough(client: Client, house: House) -> None:
    sign_in(client, house.admin.email, PASSWORD)
    session = client.session
    session["confirmed_at"] -= 301
    session.save()
    address = reverse("access:person_role", args=[house.worker.pk])
    page = client.post(address, {"role": "manager"}).content.decode()
    assert "Confirm that it is you" in page
    assert fresh(house.worker).roles == {Role.PRACTITIONER}
    client.post(address, {"role": "manager", "identity-password": PASSWORD})
    assert fresh(house.worker).roles == {Role.PRACTITIONER, Role.MANAGER}
    assert Entry.objects.filter(action="role.given.manager", actor=str(house.admin.pk)).count() == 1


def test_an_administrator_holds_no_role_that_sees_children(house: House) -> None:
    with pytest.raises(Invalid, match="sees no child"):
        people.give_role(by=house.admin, user=house.worker, role=Role.ADMINISTRATOR)
    with pytest.raises(Invalid, match="sees no child"):
        people.add_person(
            by=house.admin, name="N", email="n@example.org", roles=[Role.ADMINISTRATOR, Role.INFORMATION_OFFICER]
        )
    second = house.second_administrator()
    with pytest.raises(Invalid, match="sees no child"):
        people.give_role(by=house.admin, user=second, role=Role.EMERGENCY_DUTY)


@pytest.mark.parametrize("role", [Role.INFORMATION_OFFICER, Role.INTELLIGENCE_OFFICER])
def test_a_weighty_role_waits_for_a_second_administrator_where_there_is_one(house: House, role: Role) -> None:
    assert people.give_role(by=house.admin, user=house.manager, role=role), "the only administrator gives it alone"
    second = house.second_administrator()
    assert not people.give_role(by=house.admin, user=house.worker, role=role)
    assert fresh(house.worker).roles == {Role.PRACTITIONER}
    (offer,) = people_queries.open_offers(house.admin)
    with pytest.raises(NotFound):
        people.answer_offer(by=house.admin, offer_id=offer.pk, agree=True)
    people.answer_offer(by=second, offer_id=offer.pk, agree=True)
    held = RoleHolding.objects.get(user=house.worker, role=role)
    assert (held.given_by_id, held.agreed_by_id) == (house.admin.pk, second.pk)
    with pytest.raises(NotFound):
        people.answer_offer(by=second, offer_id=offer.pk, agree=True)


def test_whoever_would_become_administrator_does_not_agree_to_it_and_a_declined_offer_gives_nothing(
    client: Client, house: House
) -> None:
    second = house.second_administrator()
    added = people.add_person(by=house.admin, name="Third", email="third@example.org", roles=[Role.ADMINISTRATOR])
    assert added.waiting == (Role.ADMINISTRATOR,)
    offer = RoleOffer.objects.get()
    with pytest.raises(NotFound):
        people.answer_offer(by=added.user, offer_id=offer.pk, agree=True)
    sign_in(client, second.email, PASSWORD)
    assert "Third" in client.get("/people/").content.decode()
    client.post(reverse("access:role_offer", args=[offer.pk]), {"answer": "decline"})
    offer.refresh_from_db()
    assert (offer.outcome, offer.answered_by) == ("declined", second)
    assert fresh(added.user).roles == frozenset()


def test_the_database_itself_refuses_agreement_by_the_giver_or_the_holder(house: House) -> None:
    here = {"partnership": house.partnership, "user": house.worker, "role": Role.INFORMATION_OFFICER}
    for giver, agreer in ((house.admin, house.admin), (house.admin, house.worker)):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleHolding.objects.create(**here, given_by=giver, agreed_by=agreer)
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleOffer.objects.create(
                **here, offered_by=giver, offered_at=NOON, outcome="agreed", answered_by=agreer, answered_at=NOON
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleOffer.objects.create(**here | {"user": house.admin}, offered_by=house.admin, offered_at=NOON)


def test_two_administrators_who_take_the_role_from_each_other_leave_one(house: House) -> None:
    second = house.second_administrator()
    assert house.admin.may(Permission.MANAGE_USERS) and second.may(Permission.MANAGE_USERS)  # both read beforehand
    people.take_role(by=house.admin, user=second, role=Role.ADMINISTRATOR)
    with pytest.raises(NotFound):
        people.take_role(by=second, user=house.admin, role=Role.ADMINISTRATOR)
    with pytest.raises(NotFound):
        people.deactivate(by=second, user=house.admin)
    assert fresh(house.admin).roles == {Role.ADMINISTRATOR}


@pytest.mark.hazard("HZ-35")
def test_the_last_role_that_sees_children_goes_with_what_was_due(house: House) -> None:
    child = make_child(by=house.worker)
    people.give_role(by=house.admin, user=house.worker, role=Role.ANALYST)
    assert people.take_role(by=house.admin, user=house.worker, role=Role.PRACTITIONER) == 1
    assert Child.objects.get(pk=child.pk).lead_worker == house.manager
    assert not Involvement.objects.filter(user=house.worker, until=None).exists()


def test_my_work_tells_a_second_administrator_of_a_role_that_waits_and_of_numbers_nobody_confirmed(
    client: Client, house: House
) -> None:
    second = house.second_administrator()
    people.give_role(by=house.admin, user=house.worker, role=Role.INFORMATION_OFFICER)
    client.force_login(second)
    page = client.get("/").content.decode()
    assert "Agree to a role, or decline it: Information officer" in page and house.worker.name in page
    assert "Ring the numbers that stand on every page" in page
    theirs = Client()
    theirs.force_login(house.admin)
    assert "Agree to a role" not in theirs.get("/").content.decode(), "whoever offered it does not answer it"
    client.force_login(house.manager)
    assert "Agree to a role" not in client.get("/").content.decode()


# ── Managers, leaving and coming back ────────────────────────────────────────


def test_nobody_is_above_themselves(house: House) -> None:
    with pytest.raises(Invalid, match="manage each other"):
        house.edit(house.manager, line_manager=house.worker)
    with pytest.raises(Invalid, match="manage each other"):
        house.edit(house.worker, line_manager=house.worker)
    people.deactivate(by=house.admin, user=house.colleague)
    with pytest.raises(Invalid, match="not active"):
        house.edit(house.manager, line_manager=house.colleague)


def test_a_team_belongs_to_the_agency_that_is_chosen(house: House) -> None:
    with pytest.raises(Invalid) as refused:
        house.edit(house.worker, agency=make_agency(house.partnership))
    assert "team" in refused.value.errors


@pytest.mark.hazard("HZ-35")
def test_a_leaver_is_out_at_once_and_all_that_was_theirs_is_the_managers(client: Client, house: House) -> None:
    child = make_child(by=house.worker)
    day = clock.today() + timedelta(days=2)
    promise = children.make_promise(by=house.worker, child=child, words="I will ring", due_on=day)
    theirs = Client()
    sign_in(theirs, house.worker.email, PASSWORD)
    sign_in(client, house.admin.email, PASSWORD)
    address = reverse("access:person_leave", args=[house.worker.pk])
    page = client.get(address).content.decode()
    assert "They work with 1 child." in page
    assert house.manager.name in page
    assert child.given_name not in page and child.family_name not in page
    assert html_problems(page) == []
    client.post(address, {"to": ""})
    assert theirs.get("/").status_code == 302
    gone = fresh(house.worker)
    assert (gone.is_active, gone.roles) == (False, frozenset())
    assert Child.objects.get(pk=child.pk).lead_worker == house.manager
    promise.refresh_from_db()
    assert promise.owner == house.manager
    assert queries.visible_to(fresh(house.manager)).filter(pk=child.pk).exists()
    assert Entry.objects.get(action="user.deactivated").counts == {"sessions": 1, "roles": 1, "children": 1}


@pytest.mark.hazard("HZ-35")
def test_without_a_manager_a_leavers_children_need_somebody_by_name(house: House) -> None:
    alone = make_user(agency=make_agency(house.partnership))
    child = make_child(by=alone)
    with pytest.raises(Invalid) as refused:
        people.deactivate(by=house.admin, user=alone)
    assert "to" in refused.value.errors
    assert fresh(alone).is_active
    with pytest.raises(Invalid):
        people.deactivate(by=house.admin, user=alone, to=house.admin)
    people.deactivate(by=house.admin, user=alone, to=house.colleague)
    assert Child.objects.get(pk=child.pk).lead_worker == house.colleague


def test_who_comes_back_has_a_temporary_password_and_nothing_else(house: House) -> None:
    make_child(by=house.worker)
    people.deactivate(by=house.admin, user=house.worker)
    with pytest.raises(WrongState):
        people.give_role(by=house.admin, user=house.worker, role=Role.PRACTITIONER)
    password = people.reactivate(by=house.admin, user=house.worker)
    back = fresh(house.worker)
    assert (back.is_active, back.roles, back.password_must_change) == (True, frozenset(), True)
    assert not back.check_password(PASSWORD)
    assert actions.try_password(email=back.email, password=password).user == back
    people.give_role(by=house.admin, user=back, role=Role.PRACTITIONER)
    assert not queries.visible_to(fresh(back)).exists()


def test_offers_by_and_for_a_leaver_are_withdrawn(house: House) -> None:
    second, third = house.second_administrator(), house.second_administrator()
    people.give_role(by=second, user=house.worker, role=Role.INFORMATION_OFFICER)
    people.give_role(by=house.admin, user=house.colleague, role=Role.INFORMATION_OFFICER)
    people.deactivate(by=house.admin, user=second)
    people.deactivate(by=house.admin, user=house.colleague)
    assert people_queries.open_offers(third) == []
    assert set(RoleOffer.objects.values_list("outcome", flat=True)) == {"withdrawn"}


# ── Finding, places, settings ────────────────────────────────────────────────


def test_people_are_found_by_name_agency_and_role_and_leavers_when_asked_for(house: House) -> None:
    other = make_user(Role.COORDINATOR, agency=make_agency(house.partnership), name="Wren Alder")
    people.deactivate(by=house.admin, user=house.colleague)

    def names(**asked: object) -> set[str]:
        return {one.name for one in people_queries.find(house.admin, **asked).people}

    assert names(name="alder wr") == {"Wren Alder"}
    assert names(agency=str(other.agency_id)) == {"Wren Alder"}
    assert names(role="coordinator") == {"Wren Alder"}
    assert house.colleague.name not in names()
    assert house.colleague.name in names(inactive=True)


def test_the_list_comes_in_pages_with_as_many_questions_to_the_database(
    client: Client, house: House, django_assert_max_num_queries: object
) -> None:
    for _number in range(30):
        make_user(team=house.team)
    sign_in(client, house.admin.email, PASSWORD)
    with django_assert_max_num_queries(25):
        page = client.get("/people/").content.decode()
    assert "page 1 of 2" in page
    second = client.post("/people/", {"page": "2"}).content.decode()
    assert "page 2 of 2" in second and "Previous page" in second
    assert client.post("/people/", {"name": "nobody at all"}).content.decode().count("Nobody fits") == 1
    entry = Entry.objects.filter(action="people.searched").latest("sequence")
    assert (entry.kind, entry.counts) == ("search", {"found": 0})


def test_an_address_that_somebody_has_is_refused_beside_its_field(client: Client, house: House) -> None:
    sign_in(client, house.admin.email, PASSWORD)
    fields = {"name": "Twin", "email": house.worker.email.upper(), "roles": ["practitioner"]}
    page = client.post(reverse("access:person_new"), fields)
    assert page.status_code == 422
    assert "Somebody already signs in with this e-mail address." in page.content.decode()
    with pytest.raises(Invalid):
        house.edit(house.worker, email=house.colleague.email)


def test_agencies_and_teams_are_added_and_renamed_and_no_name_stands_twice(client: Client, house: House) -> None:
    sign_in(client, house.admin.email, PASSWORD)
    client.post("/people/agencies/", {"name": "Harbour Clinic", "kind": "health"})
    clinic = Agency.objects.get(name="Harbour Clinic")
    again = client.post("/people/agencies/", {"name": "Harbour Clinic", "kind": "health"})
    assert again.status_code == 422
    team_new = reverse("access:team_new", args=[clinic.pk])
    client.post(team_new, {"team-name": "Nurses"})
    assert client.post(team_new, {"team-name": "nurses"}).status_code == 422
    nurses = Team.objects.get(agency=clinic)
    client.post(reverse("access:team", args=[nurses.pk]), {"name": "School nurses"})
    client.post(reverse("access:agency", args=[clinic.pk]), {"name": "Harbour Health", "kind": "health"})
    nurses.refresh_from_db()
    clinic.refresh_from_db()
    assert (nurses.name, clinic.name) == ("School nurses", "Harbour Health")
    with pytest.raises(Invalid):
        places.rename_agency(by=house.admin, agency=clinic, name=house.agency.name, kind="health")


def test_changed_numbers_are_not_confirmed_until_somebody_rang_them(client: Client, house: House) -> None:
    sign_in(client, house.admin.email, PASSWORD)
    fields = {"name": "Kestrel Bay", "mash_telephone": "01632 960140", "mash_hours": "", "out_of_hours_telephone": ""}
    client.post("/people/partnership/", fields | {"confirmed": "yes"})
    house.partnership.refresh_from_db()
    assert house.partnership.numbers_confirmed_on == clock.today()
    client.post("/people/partnership/", fields | {"mash_telephone": "01632 960777"})
    house.partnership.refresh_from_db()
    assert (house.partnership.mash_telephone, house.partnership.numbers_confirmed_on) == ("01632 960777", None)
    page = client.get("/people/partnership/").content.decode()
    assert "MASH telephone changed" in page and "Numbers rung and confirmed" in page
    assert "01632 960777" in Client().get("/urgent-numbers/").content.decode()


def test_the_pages_are_sound_html_and_the_words_of_every_change_are_known(client: Client, house: House) -> None:
    sign_in(client, house.admin.email, PASSWORD)
    people.give_role(by=house.admin, user=house.worker, role=Role.DATA_OFFICER)
    people.take_role(by=house.admin, user=house.worker, role=Role.DATA_OFFICER)
    people.end_sessions_of(by=house.admin, user=house.worker)
    house.edit(house.worker, name="Other Name", telephone="1", job_title="Other", agency=house.agency, team=None)
    person = [house.worker.pk]
    addresses = ["/people/", "/people/new/", "/people/agencies/", "/people/partnership/"]
    addresses += [reverse(f"access:{name}", args=person) for name in ("person", "person_edit", "person_leave")]
    addresses += [reverse("access:agency", args=[house.agency.pk]), reverse("access:team", args=[house.team.pk])]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert html_problems(answer.content.decode()) == [], address
    page = client.get(addresses[4]).content.decode()
    assert "Data officer taken" in page and "Signed out everywhere" in page
    assert not re.search(r"<li>(user|role|factor)\.", page)


# ── E-mail addresses ─────────────────────────────────────────────────────────


def test_an_administrator_sees_addresses_and_a_colleague_elsewhere_name_and_title_alone(
    client: Client, house: House
) -> None:
    other = make_user(agency=make_agency(house.partnership, "health"), name="Wren Alder", job_title="School nurse")
    child = make_child(by=house.worker)
    children.add_involvement(by=house.worker, child=child, user=other)
    sign_in(client, house.admin.email, PASSWORD)
    assert other.email in client.get("/people/").content.decode()
    theirs = Client()
    theirs.force_login(house.worker)
    shown = ""
    for name in ("overview:child", "children:workers", "children:chronology", "children:details", "outputs:documents"):
        answer = theirs.get(reverse(name, args=[child.pk]))
        assert answer.status_code == 200, name
        shown += answer.content.decode()
    assert "Wren Alder" in shown and "School nurse" in shown
    assert not re.search(r"person\d+@example\.org|administrator\d+@example\.org", shown)


def test_no_page_but_an_administrators_writes_the_address_that_somebody_signs_in_with() -> None:
    rooms = Path(__file__).parents[3] / "safelight"
    writing = {path for path in rooms.glob("*/templates/**/*.html") if re.search(r"\.email\b", path.read_text())}
    administrators = {"people.html", "person.html", "person_password.html"}
    typed_by_whoever_signs_in = {"sign_in.html"}
    # A service's own address in the directory: nobody signs in with it, and it is printed to be written to.
    of_a_service = {"directory/card.html"}
    writing = {path for path in writing if f"{path.parent.name}/{path.name}" not in of_a_service}
    assert {path.parent.name for path in writing} == {"access"}
    assert {path.name for path in writing} == administrators | typed_by_whoever_signs_in
