"""The calendar feed: a private address, numbers alone, and gone at once when it is replaced or ended."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from safelight.access.models import User
from safelight.audit.models import Entry
from safelight.children import actions as children
from safelight.core import clock
from safelight.reminders import views
from safelight.reminders.models import OwnReminders
from tests.html import html_problems
from tests.integration.overview.conftest import World


def made(world: World, user: User) -> str:
    """The path of a new address, as its page shows it."""
    response = world.sign_in(user).post("/reminders/", {"what": "calendar"})
    text = response.content.decode()
    assert html_problems(text) == []
    found = re.search(r'value="http://127\.0\.0\.1:8000(/calendar/[^"]+\.ics)"', text)
    assert found is not None
    return found[1]


def summaries(content: bytes) -> dict[date, str]:
    return {one.decoded("DTSTART"): str(one["SUMMARY"]) for one in Calendar.from_ical(content).walk("VEVENT")}


def plain(content: bytes) -> bytes:
    """A page without what differs each time it is made."""
    return re.sub(rb'(nonce|csrfmiddlewaretoken" value)="[^"]*"', b"", content)


@pytest.mark.req("OV-01")
@pytest.mark.hazard("HZ-17")
def test_the_feed_tells_how_much_is_due_by_day_and_names_nobody(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    thursday = date(2026, 11, 26)
    children.make_promise(by=world.worker, child=world.child, words="I will ring Thursday.", due_on=thursday)
    response = Client().get(made(world, world.worker))
    assert response.status_code == 200 and response["Content-Type"].startswith("text/calendar")
    found = summaries(response.content)
    assert re.fullmatch(r"Safelight: \d+ things? due", found[date(2026, 11, 24)])
    assert found[thursday] == "Safelight: 1 thing due"
    text = response.content.decode().replace("\r\n ", "")
    for word in ("Kayla", "Denholm", "Priya", "ring", "MASH", world.child.reference, str(world.child.pk), "ATTENDEE"):
        assert word not in text
    assert "URL:http://127.0.0.1:8000/" in text
    assert response.headers["Cache-Control"].find("no-store") >= 0
    assert "Kayla" not in str(response.headers)


@pytest.mark.req("OV-01")
def test_what_is_overdue_stands_on_today(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    path = made(world, world.worker)
    world.later(days=2)
    assert "overdue" in summaries(Client().get(path).content)[date(2026, 11, 26)]


@pytest.mark.hazard("HZ-17")
def test_a_new_address_replaces_the_old_and_an_ended_one_looks_as_if_it_never_was(world: World) -> None:
    first = made(world, world.worker)
    second = made(world, world.worker)
    never = Client().get("/calendar/never-was.ics")
    assert Client().get(first).status_code == 404 and Client().get(second).status_code == 200
    client = world.sign_in(world.worker)
    client.post("/reminders/", {"what": "end"})
    gone = Client().get(second)
    assert gone.status_code == never.status_code == 404
    assert plain(gone.content) == plain(never.content)
    assert OwnReminders.objects.get(user=world.worker).calendar_hash is None


@pytest.mark.hazard("HZ-17")
def test_only_a_hash_of_the_address_is_kept_and_it_is_shown_once(world: World) -> None:
    path = made(world, world.worker)
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    kept = OwnReminders.objects.get(user=world.worker)
    assert kept.calendar_hash is not None and token not in kept.calendar_hash
    assert token not in world.sign_in(world.worker).get("/reminders/").content.decode()


@pytest.mark.hazard("HZ-17")
def test_somebody_who_left_has_no_feed(world: World) -> None:
    path = made(world, world.worker)
    User.objects.filter(pk=world.worker.pk).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_each_reading_leaves_an_entry_and_asking_too_often_finds_nothing(world: World) -> None:
    path = made(world, world.worker)
    answers = [Client().get(path).status_code for _ in range(views.MOST_OF_ONE + 1)]
    assert answers == [200] * views.MOST_OF_ONE + [404]
    read = Entry.objects.filter(action="reminders.calendar-read", actor=str(world.worker.pk))
    assert read.count() == views.MOST_OF_ONE
    with clock.at(world.now + timedelta(hours=2)):
        assert Client().get(path).status_code == 200


def test_what_is_not_a_choice_changes_nothing(world: World) -> None:
    assert world.sign_in(world.worker).post("/reminders/", {"what": "everything"}).status_code == 200
    assert not OwnReminders.objects.exists()
