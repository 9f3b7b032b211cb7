"""The chronology, and the list of children at any size."""

import time
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safelight.access.models import User
from safelight.children import actions, chronology, due, queries
from safelight.children.chronology import EntryKind
from safelight.children.models import Child, Involvement
from safelight.core import clock
from safelight.core.ids import check_digits
from tests.factories import make_agency, make_child, make_concern, make_partnership, make_team, make_user
from tests.html import html_problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> User:
    return make_user(team=make_team(make_agency(make_partnership())))


def fresh(user: User) -> User:
    return User.objects.prefetch_related("role_holdings").get(pk=user.pk)


@pytest.mark.req("CH-06")
def test_the_chronology_lists_everything_newest_first_and_is_filtered_by_kind(client: Client, worker: User) -> None:
    with clock.at(datetime(2026, 1, 5, 12, tzinfo=UTC)):
        child = make_child(by=worker)
    with clock.at(datetime(2026, 2, 5, 12, tzinfo=UTC)):
        make_concern(by=worker, children=[child], what="Two phones")
        actions.record_voice(by=worker, child=child, words="Leave me be")
    with clock.at(datetime(2026, 3, 5, 12, tzinfo=UTC)):
        actions.log_contact(by=worker, child=child, kind="visit", words="Seen at the skate park")
        actions.record_disclosure(by=worker, child=child, said_at=clock.now(), words="He hit me", present="Bea")
        actions.make_promise(by=worker, child=child, words="I'll ring", due_on=date(2026, 3, 6))
    entries = queries.chronology(worker, child)
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)
    kinds = {entry.kind for entry in entries}
    assert kinds >= {EntryKind.CONCERN, EntryKind.VOICE, EntryKind.CONTACT, EntryKind.DISCLOSURE, EntryKind.PROMISE}
    client.force_login(worker)
    address = reverse("children:chronology", args=[child.pk])
    whole = client.get(address).content.decode()
    assert all(words in whole for words in ("Two phones", "Leave me be", "skate park", "He hit me", "I&#39;ll ring"))
    assert "entries over time" in whole and "<svg" in whole
    narrowed = client.get(address, {"kind": ["contact", "voice"], "print": "1"}).content.decode()
    assert "skate park" in narrowed and "Leave me be" in narrowed and "Two phones" not in narrowed
    assert client.get(address, {"kind": "nonsense"}).status_code == 200
    assert html_problems(narrowed) == []


@pytest.mark.req("CH-06")
def test_another_rooms_entries_join_and_a_hidden_child_has_none(worker: User) -> None:
    child = make_child(by=worker)
    entry = chronology.ChronologyEntry(clock.now(), EntryKind.MEETING, "Met")

    def provider(user: User, about: Child) -> list[chronology.ChronologyEntry]:
        return [entry] if about == child else []

    chronology.register(provider)
    try:
        assert entry in queries.chronology(worker, child)
        with pytest.raises(Exception, match="child"):
            queries.chronology(make_user(), child)
    finally:
        chronology._providers.remove(provider)


def fill(worker: User, count: int, involved: bool = True) -> None:
    """Children of the worker's partnership in bulk, for measuring only: a few thousand rows through the actions
    would take longer than the whole suite."""
    alphabet = "346789BCDFGHJKMNPQRTVWXY"
    now = clock.now()
    children = []
    for number in range(count):
        body = "".join(alphabet[number // 24**place % 24] for place in range(4))
        children.append(
            Child(
                partnership_id=worker.partnership_id,
                reference=f"SL-{body}-{check_digits(body)}",
                given_name=f"Robin{number % 97}",
                family_name=f"Family{number % 1013}",
                date_of_birth=date(2010, 1 + number % 12, 1 + number % 28),
                acting_level="medium",
                decided_level="medium",
                level_decided_on=date(2026, 1, 1),
                created_by=worker,
                created_at=now,
                lead_worker=worker,
            )
        )
    Child.objects.bulk_create(children, batch_size=500)
    if involved:
        Involvement.objects.bulk_create(
            (
                Involvement(
                    partnership_id=worker.partnership_id,
                    child=child,
                    user=worker,
                    since=date(2026, 1, 1),
                    added_by=worker,
                )
                for child in children
            ),
            batch_size=500,
        )


def walk(user: User, **filters: object) -> list[Child]:
    """Every child of every page."""
    found: list[Child] = []
    page = queries.page_of_children(user, **filters)  # type: ignore[arg-type]
    found += page.children
    while page.after is not None:
        assert len(page.children) == 25
        page = queries.page_of_children(user, after=page.after, **filters)  # type: ignore[arg-type]
        assert not page.first
        found += page.children
    return found


@pytest.mark.parametrize("count", [0, 24, 25, 26, 260])
def test_pages_of_25_show_every_child_once_in_order(worker: User, count: int) -> None:
    fill(worker, count)
    found = walk(fresh(worker))
    assert len(found) == len({child.pk for child in found}) == count
    names = [(child.family_name, child.given_name, child.pk) for child in found]
    assert names == sorted(names)


def test_the_list_narrows_by_level_and_by_lead_worker(worker: User) -> None:
    high, none, other = (make_child(by=worker) for _ in range(3))
    actions.set_level(child=high, decided="low", acting="high", on=date(2026, 1, 1), by=worker)
    actions.nominate_lead_worker(by=worker, child=other, user=make_user(agency=worker.agency))
    assert walk(fresh(worker), level="high") == [high]
    assert set(walk(fresh(worker), level="none")) == {none, other}
    assert set(walk(fresh(worker), mine=True)) == {high, none}


@pytest.mark.parametrize("role", ["practitioner", "coordinator"])
def test_the_list_costs_the_same_queries_for_few_and_for_thousands(client: Client, worker: User, role: str) -> None:
    user = worker if role == "practitioner" else make_user("coordinator", partnership=worker.partnership)
    client.force_login(user)
    counts, seconds = [], []
    for more in (100, 6000):
        fill_more(worker, more)
        client.get(reverse("children:list"))
        with CaptureQueriesContext(connection) as ran:
            response = client.get(reverse("children:list"))
        seconds.append(min(timed(client) for _ in range(5)))
        assert response.content.decode().count('scope="row"') == 25
        counts.append(len(ran))
    assert counts[0] == counts[1]
    assert seconds[1] < seconds[0] * 4 + 0.05


def timed(client: Client) -> float:
    """How long the list takes."""
    began = time.perf_counter()
    client.get(reverse("children:list"))
    return time.perf_counter() - began


def fill_more(worker: User, count: int) -> None:
    Involvement.objects.filter(user=worker).delete()
    Child.objects.filter(partnership_id=worker.partnership_id).delete()
    fill(worker, count)


def test_the_duties_of_many_children_take_as_many_queries_as_those_of_one(worker: User) -> None:
    now = clock.now()
    counts = []
    for _ in range(3):
        for _ in range(3):
            child = make_child(by=worker)
            make_concern(by=worker, children=[child], urgent=True)
            actions.record_disclosure(by=worker, child=child, said_at=now, words="x", present="x")
        facts = queries.facts(queries.visible_to(fresh(worker)))
        with CaptureQueriesContext(connection) as ran:
            assert due.duties(facts, now)
        counts.append(len(ran))
    assert counts[0] == counts[1] == counts[2]


def test_the_pages_of_a_child_take_as_many_queries_with_much_recorded_as_with_little(
    client: Client, worker: User
) -> None:
    client.force_login(worker)
    child = make_child(by=worker)
    names = ("details", "chronology", "people", "contact", "child_concerns", "workers", "strengths")
    counts = []
    for _ in range(2):
        make_concern(by=worker, children=[child])
        for _ in range(4):
            make_concern(by=worker, children=[child, make_child(by=worker)])
            actions.log_contact(by=worker, child=child, kind="visit", words="x")
            actions.make_promise(by=worker, child=child, words="x", due_on=date(2030, 1, 1))
            actions.add_person_around(by=worker, child=child, name="Jo", kind="family", tie="thin")
            actions.add_strength(by=worker, child=child, kind="push", words="x")
            actions.record_voice(by=worker, child=child, words="x")
        ran_by_page = []
        for name in names:
            with CaptureQueriesContext(connection) as ran:
                assert client.get(reverse(f"children:{name}", args=[child.pk])).status_code == 200
            ran_by_page.append(len(ran))
        counts.append(ran_by_page)
    assert counts[0] == counts[1]
