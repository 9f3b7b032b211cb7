"""Search before create, alike for hidden and absent; possible duplicates for the coordinator alone."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safelight.access.models import User
from safelight.audit.models import Entry, Kind
from safelight.children import actions, queries
from safelight.children.matching import Terms
from safelight.children.models import Child, PossibleDuplicate
from safelight.core.errors import NotFound
from tests.factories import make_agency, make_child, make_partnership, make_team, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.req("BE-01")]

BORN = date(2011, 3, 4)
NOTHING = (
    "No record that you can see. If you open one, the partnership’s coordinator compares it with records that you "
    "cannot see."
)


@pytest.fixture
def worker() -> User:
    return make_user(team=make_team(make_agency(make_partnership())))


def fields(name: str = "", born: date | None = None, identifier: str = "") -> dict[str, str]:
    day = {f"date_of_birth-{part}": str(getattr(born, part)) for part in ("day", "month", "year")} if born else {}
    return {"name": name, "identifier": identifier, **day}


def found(user: User, terms: Terms) -> list[Child]:
    return [one.child for one in queries.search(user, terms)[0]]


@pytest.mark.parametrize(
    "terms",
    [
        Terms("Kaila Denhlom"),
        Terms("Kay"),
        Terms("", BORN),
        Terms("Kayla", date(2011, 4, 3)),
        Terms("", None, "943 476 5919"),
        Terms("", None, "b801200005001"),
        Terms("", None, "ccm 17"),
    ],
)
def test_a_child_is_found_by_name_birth_date_or_number(worker: User, terms: Terms) -> None:
    child = make_child(
        by=worker,
        given_name="Kayla",
        family_name="Denholm",
        known_as="Kay",
        date_of_birth=BORN,
        nhs_number="9434765919",
        upn="B801200005001",
        local_reference="CCM 17",
    )
    make_child(by=worker, given_name="Oliver", family_name="Price", date_of_birth=date(2013, 1, 30))
    assert found(worker, terms) == [child]
    assert found(worker, Terms("", None, child.reference.lower())) == [child]


def test_the_page_says_why_each_matches(client: Client, worker: User) -> None:
    make_child(by=worker, given_name="Kayla", family_name="Denholm", date_of_birth=BORN)
    client.force_login(worker)
    page = client.post(reverse("children:search"), fields("Kaila Denholm", date(2011, 4, 3))).content.decode()
    assert "Name spelled or sounding alike, date of birth with day and month swapped" in page
    assert NOTHING not in page


@pytest.mark.req("NW-09")
@pytest.mark.hazard("HZ-13")
def test_hidden_and_absent_give_the_same_page_by_the_same_queries(client: Client, worker: User) -> None:
    other = make_user(team=make_team(make_agency(worker.partnership)))
    make_child(by=other, given_name="Kayla", family_name="Denholm", date_of_birth=BORN, nhs_number="9434765919")
    client.force_login(worker)
    # The first search of a while begins a count (access.often); the ones compared add to it.
    client.post(reverse("children:search"), fields("Orla Whitcombe", date(2010, 2, 3), "9434765773"))
    pages, statements = [], []
    for name, born, number in (
        ("Kayla Denholm", BORN, "9434765919"),
        ("Zephyr Quillon", date(2012, 5, 6), "9434765870"),
    ):
        with CaptureQueriesContext(
            connection,
        ) as ran:
            response = client.post(reverse("children:search"), fields(name, born, number))
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
        for typed in (name, str(born.day), str(born.month), str(born.year), number):
            page = page.replace(f'value="{typed}"', 'value=""')
        pages.append(page)
        statements.append([re.sub(r"'[^']*'|\d+", "", query["sql"])[:60] for query in ran.captured_queries])
    assert NOTHING in pages[0]
    assert pages[0] == pages[1]
    assert statements[0] == statements[1]


def test_a_record_is_opened_only_from_a_search_which_comes_along(client: Client, worker: User) -> None:
    client.force_login(worker)
    assert client.get(reverse("children:new"))["Location"] == reverse("children:search")
    page = client.post(reverse("children:new"), fields("Kayla Jane Denholm", BORN)).content.decode()
    assert 'value="Kayla Jane"' in page and 'value="Denholm"' in page and 'value="2011"' in page
    assert not Child.objects.exists()


def test_saving_a_new_record_tells_its_author_nothing_and_the_coordinator_of_the_pair(
    client: Client, worker: User
) -> None:
    other = make_user(team=make_team(make_agency(worker.partnership)))
    hidden = make_child(by=other, given_name="Kayla", family_name="Denholm", date_of_birth=BORN)
    client.force_login(worker)
    typed = {"save": "yes", "given_name": "Kaylah", "family_name": "Denholm", "learning_disability": "not_known"}
    typed |= {"gender": "girl", "social_care_status": "none"}
    typed |= {f"date_of_birth-{part}": str(getattr(BORN, part)) for part in ("day", "month", "year")}
    response = client.post(reverse("children:new"), typed, follow=True)
    assert response.status_code == 200
    assert hidden.reference not in response.content.decode()
    pair = PossibleDuplicate.objects.get()
    assert (pair.other, pair.new.created_by) == (hidden, worker)
    for role in ("practitioner", "safeguarding_lead", "manager", "administrator"):
        client.force_login(make_user(role, team=worker.team))
        assert client.get(reverse("children:duplicates")).status_code == 404
        assert client.get(reverse("children:duplicate", args=[pair.pk])).status_code == 404
    coordinator = make_user("coordinator", partnership=worker.partnership)
    client.force_login(coordinator)
    page = client.get(reverse("children:duplicates")).content.decode()
    assert hidden.reference in page and "same date of birth" in page
    response = client.post(
        reverse("children:duplicate", args=[pair.pk]), {"state": "same", "words": "Same school and mother."}
    )
    assert response.status_code == 302
    pair.refresh_from_db()
    assert (pair.state, pair.settled_by, pair.note) == ("same", coordinator, "Same school and mother.")
    assert not queries.open_duplicates(coordinator).exists()


def test_a_pair_of_another_partnership_is_not_there(worker: User) -> None:
    make_child(by=worker, given_name="Kayla", date_of_birth=BORN)
    make_child(by=worker, given_name="Kayla", date_of_birth=BORN)
    pair = PossibleDuplicate.objects.get()
    stranger = make_user("coordinator")
    with pytest.raises(NotFound):
        queries.duplicate_for(stranger, pair.pk)
    with pytest.raises(NotFound):
        actions.settle_duplicate(by=stranger, pair=pair, state="same", words="x")


def test_a_search_leaves_an_entry_without_what_was_typed(client: Client, worker: User) -> None:
    make_child(by=worker, given_name="Kayla", family_name="Denholm")
    client.force_login(worker)
    client.post(reverse("children:search"), fields("Kayla"))
    entry = Entry.objects.get(kind=Kind.SEARCH)
    assert entry.counts == {"found": 1}
    assert "Kayla" not in str(vars(entry))


def test_a_search_for_nothing_says_what_to_enter(client: Client, worker: User) -> None:
    client.force_login(worker)
    response = client.post(reverse("children:search"), fields())
    assert response.status_code == 422
    assert "Enter a name, a date of birth or a number" in response.content.decode()
