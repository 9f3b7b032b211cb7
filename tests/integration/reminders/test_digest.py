"""The daily digest: once a day for each person, however often and wherever the scheduler runs."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from pytest_django import Settings

from safelight.access.models import User
from safelight.children import actions as children
from safelight.config import tick_commands
from safelight.core import clock
from safelight.delivery.models import Message
from safelight.reminders import actions, heartbeat
from tests.factories import make_child, make_user
from tests.factories.delivery import mail_server
from tests.factories.people import administrator_of
from tests.html import html_problems
from tests.integration.overview.conftest import World

SIX = datetime(2026, 11, 24, 6, 59, tzinfo=UTC)
SEVEN = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


@pytest.fixture
def posted(settings: Settings) -> Settings:
    """A mail server is set up, and nobody answers there: messages stay in the outbox."""
    settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_ENCRYPTED = "127.0.0.1", 9, False
    settings.MAIL_FROM = "Safelight <no-reply@example.org>"
    return settings


def tick(at: datetime) -> int:
    with clock.at(at):
        return tick_commands.tick()


def digests(user: User) -> list[Message]:
    return list(Message.objects.filter(to=user.email).order_by("queued_at"))


@pytest.mark.req("OV-01")
@pytest.mark.hazard("HZ-17")
def test_a_digest_tells_numbers_and_where_to_sign_in_and_nobody_s_name(world: World, posted: Settings) -> None:
    world.assess("medium", M1="present", L1="present")
    tick(SEVEN)
    (message,) = digests(world.worker)
    assert message.subject.startswith("Safelight: ") and "due" in message.subject
    assert "http://127.0.0.1:8000/" in message.body and message.child_id is None
    for word in ("Kayla", "Denholm", "MASH", "assessment", "Priya", world.child.reference, str(world.child.pk)):
        assert word not in message.subject + message.body


@pytest.mark.req("OV-01")
def test_nobody_is_written_to_before_seven_in_london_or_about_nothing(world: World, posted: Settings) -> None:
    world.assess("medium", M1="present", L1="present")
    tick(SIX)
    assert not digests(world.worker)
    summer = datetime(2027, 6, 1, 6, 0, tzinfo=UTC)  # seven in London
    tick(summer)
    assert len(digests(world.worker)) == 1
    assert not digests(world.colleague)


@pytest.mark.req("OV-01")
def test_a_second_run_and_a_late_one_send_nothing_again_and_a_missed_morning_is_sent_once_late(
    world: World, posted: Settings
) -> None:
    world.assess("medium", M1="present", L1="present")
    late = SEVEN + timedelta(hours=9)
    for moment in (late, late, late + timedelta(minutes=1)):
        tick(moment)
    assert len(digests(world.worker)) == 1
    for moment in (SEVEN + timedelta(days=3), SEVEN + timedelta(days=3, hours=5)):
        tick(moment)
    assert len(digests(world.worker)) == 2


@pytest.mark.req("OV-01")
def test_who_turned_it_off_or_left_gets_none(world: World, posted: Settings) -> None:
    world.assess("medium", M1="present", L1="present")
    client = world.sign_in(world.worker)
    assert client.post("/reminders/", {"what": "digest", "on": "no"}).status_code == 302
    tick(SEVEN)
    assert not digests(world.worker)
    actions.choose_digest(by=world.worker, on=True)
    User.objects.filter(pk=world.worker.pk).update(is_active=False)
    tick(SEVEN)
    assert not digests(world.worker)


def test_a_welsh_reader_s_digest_is_asked_for_in_welsh_and_still_tells_only_numbers(
    world: World, posted: Settings
) -> None:
    world.assess("medium", M1="present", L1="present")
    User.objects.filter(pk=world.worker.pk).update(language="cy")
    tick(SEVEN)
    (message,) = digests(world.worker)
    assert "Kayla" not in message.subject + message.body


@pytest.mark.hazard("HZ-29")
def test_a_mail_server_that_is_down_loses_nothing_and_shows_to_the_administrator(
    world: World, settings: Settings
) -> None:
    world.assess("medium", M1="present", L1="present")
    with mail_server() as (port, _post):
        pass  # it is stopped again: nobody listens there
    settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_ENCRYPTED = "127.0.0.1", port, False
    settings.MAIL_FROM = "Safelight <no-reply@example.org>"
    tick(SEVEN)
    (message,) = digests(world.worker)
    assert message.state == "queued" and message.tries == 1
    beats = heartbeat.last_beats()
    assert "tick" in beats and "outbox" not in beats
    client = world.sign_in(administrator_of(world.partnership))
    with clock.at(SEVEN + timedelta(minutes=1)):
        text = client.get("/").content.decode()
        page = client.get("/reminders/running/").content.decode()
    assert "Find out why the mail server takes no e-mail" in text
    assert html_problems(page) == [] and "Silent: outbox." in page
    with mail_server() as (port, post):
        settings.SMTP_PORT = port
        tick(SEVEN + timedelta(minutes=6))
        assert [to for _sender, to, _content in post.taken] == [[world.worker.email]]
    assert digests(world.worker)[0].state == "sent" and len(digests(world.worker)) == 1
    assert "outbox" in heartbeat.last_beats()


def test_only_administrators_see_what_runs_by_itself(world: World) -> None:
    for user in (world.worker, world.manager, world.coordinator):
        assert world.sign_in(user).get("/reminders/running/").status_code == 404
    assert "Find out why" not in world.sign_in(world.manager).get("/").content.decode()


@pytest.mark.hazard("HZ-29")
def test_a_step_that_fails_stops_no_other_and_leaves_out_the_sign_of_life(
    world: World, posted: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    world.assess("medium", M1="present", L1="present")
    posted.BOUNCES = "/nowhere/at/all"
    assert tick(SEVEN) == 1
    assert capsys.readouterr().out == "failed: bounces\n"
    assert len(digests(world.worker)) == 1 and not heartbeat.last_beats()
    posted.BOUNCES = ""
    assert tick(SEVEN) == 0 and "tick" in heartbeat.last_beats()


@pytest.mark.req("OV-01")
@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_write_to_each_person_once(posted: Settings) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory belongs to one thread; it writes in one place at a time anyway")
    worker = make_user()
    child = make_child(by=worker)
    with clock.at(SIX):
        children.make_promise(by=worker, child=child, words="I will ring.", due_on=SEVEN.date())
    start = threading.Barrier(2)

    def run() -> None:
        with clock.at(SEVEN):
            start.wait()
            tick_commands.tick()
        connections.close_all()

    workers = [threading.Thread(target=run) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(timeout=60)
    assert Message.objects.filter(to=worker.email).count() == 1
