"""Services: the sources', the partnership's own in their place, and those for one child."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.audit.models import Entry
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, Stale
from safelight.directory import actions, queries
from safelight.directory.fit import Fit
from safelight.directory.models import LocalService
from tests.factories import make_child, make_partnership, make_user
from tests.html import html_problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return make_user(Role.COORDINATOR)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, name: str, *ids: object) -> str:
    response = client_of(user).get(reverse(f"directory:{name}", args=ids))
    assert response.status_code == 200
    text = response.content.decode()
    assert html_problems(text) == []
    return text


def keep(by: User, code: str = "", version: int = 0, **changed: object) -> LocalService:
    values = {
        "name": "Lantern Youth Advice",
        "about": "Somebody to talk to after school.",
        "refer": ["young_person"],
        "telephone": "01632 960231",
        "age_from": 11,
        "age_to": 18,
        **changed,
    }
    return actions.keep_service(by=by, code=code, version=version, today=clock.today(), **values)


@pytest.mark.req("DR-01")
def test_a_child_s_page_puts_first_what_fits_and_says_why(coordinator: User) -> None:
    worker = make_user(partnership=coordinator.partnership)
    keep(coordinator)
    keep(coordinator, name="Adults only", age_from=18, age_to=None)
    child = make_child(by=worker, gender="boy")
    text = page(worker, "for_child", child.pk)
    fits, rest = text.split("Ask these first")
    assert "Lantern Youth Advice" in fits and "The age fits." in fits
    assert "Childline" in fits
    assert "These do not fit" in rest and "it is for other ages" in rest.lower()
    # Services of another city, from a source, are never offered as fitting here.
    assert "Horizon" not in fits and "Horizon" in rest and "It works in another area" in rest


@pytest.mark.req("DR-01")
def test_a_service_that_names_a_level_is_asked_first_until_a_level_is_decided(coordinator: User) -> None:
    worker = make_user(partnership=coordinator.partnership)
    keep(coordinator, levels=["high"])
    child = make_child(by=worker)
    found = {one.service.code: one.found.fit for one in queries.services_for(child, clock.today())}
    assert found["lantern-youth-advice"] is Fit.PERHAPS


@pytest.mark.req("DR-01")
@pytest.mark.hazard("HZ-21")
def test_a_number_from_a_source_is_not_confirmed_until_somebody_has_tried_it_here(coordinator: User) -> None:
    before = page(coordinator, "services")
    assert "Nobody has confirmed it" in before and 'href="tel:08001111"' not in before
    shipped = queries.service(coordinator.partnership, "childline")
    response = client_of(coordinator).post(
        reverse("directory:service", args=["childline"]),
        {
            "version": "0",
            "name": shipped.name,
            "about": shipped.about,
            "telephone": "0800 1111",
            "refer": ["young_person"],
            "how": shipped.how,
            "age_to": "18",
            "gender": "",
            "areas": "",
        },
    )
    assert response.status_code == 302
    after = page(coordinator, "services")
    assert 'href="tel:08001111"' in after and "Confirmed here on" in after
    assert after.count(">Childline") == 1  # the own entry stands in the place of the shipped one
    row = LocalService.objects.get(code="childline")
    assert row.confirmed_by == coordinator and row.confirmed_on == clock.today()
    assert Entry.objects.filter(action="directory.service_kept", subject_id=str(row.pk)).exists()


@pytest.mark.req("DR-01")
def test_only_a_coordinator_or_an_administrator_changes_the_directory(coordinator: User) -> None:
    worker = make_user(partnership=coordinator.partnership)
    with pytest.raises(NotFound):
        keep(worker)
    assert client_of(worker).get(reverse("directory:new")).status_code == 404
    assert not LocalService.objects.exists()


def test_one_partnership_s_services_are_not_another_s(coordinator: User) -> None:
    keep(coordinator)
    elsewhere = make_user(Role.COORDINATOR, partnership=make_partnership())
    assert "Lantern Youth Advice" not in page(elsewhere, "services")
    with pytest.raises(NotFound):
        queries.service(elsewhere.partnership, "lantern-youth-advice")


@pytest.mark.req("BE-08")
def test_a_second_writer_does_not_undo_the_first(coordinator: User) -> None:
    row = keep(coordinator)
    keep(coordinator, row.code, row.version, telephone="01632 960232")
    with pytest.raises(Stale):
        keep(coordinator, row.code, row.version, telephone="01632 960233")
    response = client_of(coordinator).post(
        reverse("directory:service", args=[row.code]),
        {"version": "1", "name": row.name, "about": "My own words.", "refer": ["family"], "telephone": "01632 960233"},
    )
    assert response.status_code == 422
    assert "My own words." in response.content.decode()  # nothing that was typed is lost
    row.refresh_from_db()
    assert row.telephone == "01632 960232"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"about": ""}, "about"),
        ({"refer": []}, "refer"),
        ({"age_from": 18, "age_to": 12}, "age_to"),
        ({"website": "not an address"}, "website"),
        ({"telephone": ""}, "how"),
    ],
)
def test_what_is_missing_is_asked_for_at_its_field(coordinator: User, changed: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        keep(coordinator, **changed)
    assert set(caught.value.errors) == {field}


def test_two_services_of_one_name_stand_apart(coordinator: User) -> None:
    assert keep(coordinator).code != keep(coordinator).code


def test_the_number_of_queries_does_not_grow_with_the_services(coordinator: User) -> None:
    def queries_made() -> int:
        with CaptureQueriesContext(connection) as made:
            page(coordinator, "services")
        return len(made)

    page(coordinator, "services")
    few = queries_made()
    for number in range(12):
        keep(coordinator, name=f"Service {number}")
    assert queries_made() == few


@pytest.mark.req("DR-04", "DR-02")
def test_a_practice_guide_says_first_what_to_do_and_explains_its_terms_where_they_stand(coordinator: User) -> None:
    assert "Practice guides" in page(coordinator, "guides")
    text = page(coordinator, "guide", "sharing-information")
    assert text.index("share what is needed with") < text.index("The rule beneath the rules")
    text = page(coordinator, "guide", "missing")
    buttons = re.findall(r'class="sl-term" popovertarget="(term-\d+)">([^<]+)<', text)
    assert "trigger plan" in {written for _place, written in buttons}
    for place, _written in buttons:
        assert text.count(f'popover id="{place}"') == 1
    assert client_of(coordinator).get(reverse("directory:guide", args=["no-such"])).status_code == 404
