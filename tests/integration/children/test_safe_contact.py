"""Warnings before a visit, and contact that stands still until somebody has decided."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from safelight.access.models import User
from safelight.children import actions, queries
from safelight.children.models import Child, ContactNote, PersonAround, WarningNote
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.duties import registry
from safelight.duties.clock import add_months
from tests.factories import make_agency, make_child, make_partnership, make_team, make_user
from tests.html import html_problems

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def worker() -> User:
    return make_user(team=make_team(make_agency(make_partnership())))


@pytest.fixture
def child(worker: User) -> Child:
    return make_child(by=worker, telephone="01632 960201")


def due(child: Child, code: str) -> list[object]:
    duties = registry.all_duties(queries.facts([Child.objects.get(pk=child.pk)]), clock.now())
    return [duty for duty in duties if duty.code == code]


def warn(worker: User, child: Child, days: int = 60, **given: object) -> WarningNote:
    values = {"kind": "dog", "words": "A large dog, loose in the yard", "told_person": True, **given}
    return actions.add_warning(by=worker, child=child, until=clock.today() + timedelta(days=days), **values)  # type: ignore[arg-type]


@pytest.mark.req("BE-06")
def test_a_warning_stands_until_its_day_at_the_top_of_each_page_and_then_in_the_history(
    client: Client, worker: User, child: Child
) -> None:
    with clock.at(MONDAY):
        client.force_login(worker)
        warn(worker, child)
        for name in ("overview:child", "children:details", "children:contact"):
            assert "loose in the yard" in client.get(reverse(name, args=[child.pk])).content.decode(), name
    with clock.at(MONDAY + timedelta(days=61)):
        client = Client()
        client.force_login(worker)
        assert queries.warnings(child, clock.today()) == []
        assert "loose in the yard" not in client.get(reverse("children:details", args=[child.pk])).content.decode()
        history = client.get(reverse("children:warnings", args=[child.pk])).content.decode()
        assert "loose in the yard" in history and html_problems(history) == []


@pytest.mark.req("BE-06")
def test_a_warning_lasts_six_months_at_most_and_says_whether_the_person_was_told(worker: User, child: Child) -> None:
    with clock.at(MONDAY):
        last = add_months(clock.today(), 6)
        actions.add_warning(by=worker, child=child, kind="weapon", words="A knife", until=last, told_person=True)
        with pytest.raises(Invalid):
            actions.add_warning(
                by=worker, child=child, kind="dog", words="A dog", until=last + timedelta(days=1), told_person=True
            )
        with pytest.raises(Invalid) as refused:
            warn(worker, child, told_person=False)
        assert "not_told_why" in refused.value.errors
        warn(worker, child, told_person=False, not_told_why="It would put a neighbour in danger")
    with pytest.raises(NotFound):
        warn(make_user("emergency_duty", partnership=worker.partnership), child)


@pytest.mark.req("BE-06")
def test_a_warning_that_ends_soon_is_looked_at_again_and_extended_or_ended(worker: User, child: Child) -> None:
    with clock.at(MONDAY):
        warning = warn(worker, child, days=14)
        assert due(child, "WARNING-REVIEW") == []
    with clock.at(MONDAY + timedelta(days=9)):
        assert len(due(child, "WARNING-REVIEW")) == 1
        with pytest.raises(Invalid):
            actions.review_warning(by=worker, warning=warning, outcome="extended", reason="Seen again")
        later = clock.today() + timedelta(days=90)
        actions.review_warning(by=worker, warning=warning, outcome="extended", reason="Seen again", until=later)
        assert due(child, "WARNING-REVIEW") == []
        actions.review_warning(by=worker, warning=warning, outcome="ended", reason="The dog died")
        assert queries.warnings(child, clock.today()) == []
        with pytest.raises(WrongState):
            actions.review_warning(by=worker, warning=warning, outcome="ended", reason="Again")
    assert [review.outcome for review in queries.warning_for(worker, child.pk, warning.pk).reviews.order_by("at")] == [
        "extended",
        "ended",
    ]


def test_the_pages_of_a_warning(client: Client, worker: User, child: Child) -> None:
    client.force_login(worker)
    address = reverse("children:warnings", args=[child.pk])
    assert client.post(address, {"about": str(child.pk)}).status_code == 422
    day = clock.today() + timedelta(days=20)
    given = {
        "about": str(child.pk),
        "kind": "person",
        "words": "A man at the address shouts",
        "until-day": str(day.day),
        "until-month": str(day.month),
        "until-year": str(day.year),
        "told_person": "no",
        "not_told_why": "He would know who told us",
    }
    assert client.post(address, given).status_code == 302
    warning = queries.all_warnings(child)[0]
    one = reverse("children:warning", args=[child.pk, warning.pk])
    assert html_problems(client.get(one).content.decode()) == []
    ended = {"about": str(child.pk), "outcome": "ended", "reason": "He moved"}
    assert client.post(one, ended).status_code == 302
    page = client.get(address).content.decode()
    assert "He moved" in page and html_problems(page) == []


def person(worker: User, child: Child, **marks: str) -> PersonAround:
    made = actions.add_person_around(
        by=worker,
        child=child,
        name="Dawn",
        kind=marks.pop("kind", "family"),
        tie="strained",
        telephone="01632 960202",
        email="dawn@example.org",
        has_parental_responsibility=True,
    )
    return actions.mark_safe(by=worker, person=made, **{"safe": "safe", "telephone_safe": "safe", **marks})


@pytest.mark.req("SH-04")
@pytest.mark.hazard("HZ-09")
def test_contact_is_safe_only_where_the_person_and_the_way_are_checked_and_safe(worker: User, child: Child) -> None:
    mother = person(worker, child, email_safe="unsafe")
    assert queries.safe_for_contact(mother, "telephone")
    assert not queries.safe_for_contact(mother, "email")
    assert not queries.safe_for_contact(mother, "address")  # nobody has checked
    assert mother.safe_checked_by == worker and mother.safe_checked_on == clock.today()
    mother = actions.update_person_around(by=worker, person=mother, version=mother.version, telephone="01632 960203")
    assert not queries.safe_for_contact(mother, "telephone")  # a new number is not a checked one
    mother = actions.update_person_around(by=worker, person=mother, version=mother.version, kind="risk")
    assert not queries.safe_for_contact(mother, "email")


@pytest.mark.req("SH-04")
def test_contact_that_may_not_be_safe_stops_until_a_lead_or_manager_decides(
    client: Client, worker: User, child: Child
) -> None:
    mother = person(worker, child, safe="unsafe")
    manager = make_user("manager", team=worker.team)
    client.force_login(worker)
    address = reverse("children:contact", args=[child.pk])
    given = {"about": str(child.pk), "kind": "call", "words": "Rang about school", "reached": f"{mother.pk}:telephone"}
    stopped = client.post(address, given)
    page = stopped.content.decode()
    assert stopped.status_code == 409 and "Rang about school" in page and html_problems(page) == []
    assert not ContactNote.objects.exists()
    with pytest.raises(NotFound):
        actions.decide_halt(by=worker, child=child, person=mother, channel="", go_on=True, reason="Fine")
    actions.decide_halt(by=manager, child=child, person=mother, channel="", go_on=False, reason="She tells him")
    assert client.post(address, given).status_code == 409
    actions.decide_halt(by=manager, child=child, person=mother, channel="", go_on=True, reason="He has left")
    assert client.post(address, given).status_code == 302
    note = ContactNote.objects.get()
    assert (note.person, note.channel, note.before_decision) == (mother, "telephone", False)


@pytest.mark.req("SH-04")
@pytest.mark.hazard("HZ-28")
def test_what_has_happened_already_is_always_written_down(client: Client, worker: User, child: Child) -> None:
    mother = person(worker, child, telephone_safe="not_checked")
    client.force_login(worker)
    given = {
        "about": str(child.pk),
        "kind": "call",
        "words": "She rang us at night",
        "reached": f"{mother.pk}:telephone",
    }
    assert client.post(reverse("children:contact", args=[child.pk]), given).status_code == 409
    assert (
        client.post(reverse("children:contact", args=[child.pk]), {**given, "before_decision": "1"}).status_code == 302
    )
    assert ContactNote.objects.get().before_decision


@pytest.mark.req("SH-04")
def test_the_childs_own_telephone_may_be_the_unsafe_one(client: Client, worker: User, child: Child) -> None:
    lead = make_user("safeguarding_lead", team=worker.team)
    assert queries.halts(child) == []
    client.force_login(worker)
    address = reverse("children:halts", args=[child.pk])
    about = {"about": str(child.pk)}
    assert html_problems(client.get(address).content.decode()) == []
    assert client.post(address, {**about, "what": "own", "safe": "unsafe"}).status_code == 302
    child.refresh_from_db()
    assert child.telephone_safe == "unsafe" and child.telephone_checked_by == worker
    assert [(halt.person, halt.channel) for halt in queries.halts(child)] == [(None, "telephone")]
    assert len(due(child, "HALT-DECIDE")) == 1
    with pytest.raises(actions.Halted):
        actions.log_contact(by=worker, child=child, kind="call", words="Rang", channel="telephone")
    client.force_login(lead)
    decided = {**about, "what": "decide", "person": "", "channel": "telephone", "go_on": "no", "reason": "Visit only"}
    assert client.post(address, decided).status_code == 302
    assert queries.halts(child) == [] and due(child, "HALT-DECIDE") == []
    with pytest.raises(actions.Halted):
        actions.log_contact(by=worker, child=child, kind="call", words="Rang", channel="telephone")
    page = client.get(address).content.decode()
    assert "Visit only" in page and html_problems(page) == []


@pytest.mark.req("BE-04")
def test_nobody_checks_the_onward_plan_that_they_wrote(worker: User) -> None:
    manager = make_user("manager", team=worker.team)
    child = make_child(by=worker, date_of_birth_verified=True)
    actions.record_transition(by=manager, child=child, notes="Adult services agreed")
    with pytest.raises(WrongState, match="another manager"):
        actions.check_onward_plan(by=manager, child=child)
    with pytest.raises(IntegrityError), transaction.atomic():
        Child.objects.filter(pk=child.pk).update(onward_plan_checked_by=manager, onward_plan_checked_at=clock.now())
