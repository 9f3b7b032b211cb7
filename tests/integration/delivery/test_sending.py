"""The outbox: real servers on loopback take, refuse and return its messages."""

import io
import sys
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from safelight.access.models import User
from safelight.audit.models import Entry
from safelight.config import cli
from safelight.core import clock
from safelight.core.errors import Invalid
from safelight.delivery import actions
from safelight.delivery.models import Message
from safelight.delivery.outgoing import File
from tests.factories import make_child, make_partnership, make_user
from tests.factories.delivery import KEY, SERVICE, Notified, mail_server, notify_server, returned

pytestmark = pytest.mark.django_db

Commits = Callable[..., Any]


@pytest.fixture
def sender() -> User:
    return make_user(partnership=make_partnership())


def put(by: User, to: str = "anna@example.org", **values: Any) -> Message:
    given = {"subject": "A document for you", "body": "There is a document for you.", **values}
    return actions.send(by=by, partnership=by.partnership, to=to, **given)


def again(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def use_smtp(settings: Settings, port: int) -> None:
    settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_ENCRYPTED = "127.0.0.1", port, False
    settings.MAIL_FROM = "Safelight <no-reply@example.org>"


@pytest.mark.req("PL-09")
def test_a_mail_server_takes_the_message_and_its_words_leave_the_outbox(
    sender: User, settings: Settings, django_capture_on_commit_callbacks: Commits
) -> None:
    with mail_server() as (port, post):
        use_smtp(settings, port)
        with django_capture_on_commit_callbacks(execute=True):
            made = put(sender, attachments=[File("document.pdf", b"%PDF-locked")])
    kept = again(made)
    assert (kept.state, kept.body, kept.attachments.count()) == ("sent", "", 0)
    ((sent_by, to, content),) = post.taken
    assert (sent_by, to) == ("no-reply@example.org", ["anna@example.org"])
    read = message_from_bytes(content, policy=default)
    assert read["Subject"] == "A document for you" and read["Message-ID"] == kept.message_id
    (attached,) = read.iter_attachments()
    assert attached.get_filename() == "document.pdf" and attached.get_content() == b"%PDF-locked"


@pytest.mark.req("PL-09")
def test_an_address_that_the_server_refuses_shows_as_not_delivered(
    sender: User, settings: Settings, django_capture_on_commit_callbacks: Commits
) -> None:
    with mail_server() as (port, post):
        use_smtp(settings, port)
        with django_capture_on_commit_callbacks(execute=True):
            made = put(sender, "550.anna@example.org")
    kept = again(made)
    assert (kept.state, kept.failure) == ("not_delivered", "refused")
    assert not post.taken
    assert Entry.objects.filter(action="message.not-delivered").exists()


def test_what_the_server_cannot_take_now_is_tried_again_and_given_up_in_the_end(
    sender: User, settings: Settings, django_capture_on_commit_callbacks: Commits
) -> None:
    with mail_server() as (port, post):
        use_smtp(settings, port)
        with django_capture_on_commit_callbacks(execute=True):
            made = put(sender, "451.anna@example.org")
        assert again(made).state == "queued" and again(made).next_try_at > clock.now()
        for _again in range(actions.MOST_TRIES - 1):
            with clock.at(again(made).next_try_at + timedelta(seconds=1)):
                actions.deliver_waiting(sender.partnership)
        assert (again(made).state, again(made).failure) == ("not_delivered", "unreachable")
        assert not post.taken


def test_a_server_that_is_not_there_leaves_the_message_waiting(
    sender: User, settings: Settings, django_capture_on_commit_callbacks: Commits
) -> None:
    with mail_server() as (port, _post):
        pass
    use_smtp(settings, port)
    with django_capture_on_commit_callbacks(execute=True):
        made = put(sender)
    assert again(made).state == "queued"


@pytest.mark.req("PL-09")
@pytest.mark.parametrize("shape", ["message", "mbox", "maildir", "standard input"])
def test_a_notice_from_the_mailbox_shows_the_message_as_not_delivered(
    shape: str,
    sender: User,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Commits,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with mail_server() as (port, _post):
        use_smtp(settings, port)
        with django_capture_on_commit_callbacks(execute=True):
            made, other = put(sender), put(sender)
    notice, place = returned(again(made).message_id), tmp_path / "notices"
    if shape == "maildir":
        for folder in ("new", "cur", "tmp"):
            (place / folder).mkdir(parents=True)
        (place / "new" / "1.host").write_bytes(notice)
    elif shape == "mbox":
        place.write_bytes(b"From MAILER-DAEMON Mon Nov 23 10:00:00 2026\n" + notice.replace(b"\r\n", b"\n"))
    elif shape == "message":
        place.write_bytes(notice)
    else:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(notice)))
    source = "-" if shape == "standard input" else str(place)
    assert cli.main(["mail", "read-bounces", source]) == 0
    assert "read: 1, not delivered: 1" in capsys.readouterr().out
    assert (again(made).state, again(made).failure) == ("not_delivered", "returned")
    assert again(other).state == "sent"


def test_a_mailbox_that_is_not_there_is_bad_input(sender: User, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["mail", "read-bounces", "/nowhere/at/all"]) == 2
    assert "Can’t read" in capsys.readouterr().err


def use_notify(settings: Settings, address: str) -> None:
    settings.NOTIFY_URL, settings.NOTIFY_KEY, settings.NOTIFY_TEMPLATE = address, KEY, "a-template"


def test_notify_is_asked_with_a_signed_token_and_without_files(
    sender: User, settings: Settings, django_capture_on_commit_callbacks: Commits
) -> None:
    with notify_server() as (address, said):
        use_notify(settings, address)
        with django_capture_on_commit_callbacks(execute=True):
            made = put(sender)
        with pytest.raises(Invalid):
            put(sender, attachments=[File("document.pdf", b"%PDF")])
    (asked,) = said.asked
    assert asked["claims"]["iss"] == SERVICE and asked["email_address"] == "anna@example.org"
    assert asked["personalisation"] == {"subject": "A document for you", "body": "There is a document for you."}
    assert again(made).state == "sent" and again(made).outside_id


@pytest.mark.parametrize(
    ("answer", "state"), [(400, "not_delivered"), (403, "queued"), (429, "queued"), (500, "queued")]
)
def test_what_notify_refuses_is_told_from_what_it_cannot_do_now(
    answer: int, state: str, sender: User, settings: Settings, django_capture_on_commit_callbacks: Commits
) -> None:
    with notify_server() as (address, said):
        use_notify(settings, address)
        said.answer = answer
        with django_capture_on_commit_callbacks(execute=True):
            made = put(sender)
    assert again(made).state == state


def fails(said: Notified) -> None:
    said.status = "permanent-failure"


def test_what_notify_gave_up_shows_as_not_delivered(
    sender: User, settings: Settings, django_capture_on_commit_callbacks: Commits, capsys: pytest.CaptureFixture[str]
) -> None:
    with notify_server() as (address, said):
        use_notify(settings, address)
        with django_capture_on_commit_callbacks(execute=True):
            made = put(sender)
        assert cli.main(["mail", "send"]) == 0
        assert again(made).state == "sent"
        fails(said)
        assert cli.main(["mail", "send"]) == 0
    assert again(made).state == "not_delivered"


def test_without_a_way_of_sending_nothing_is_promised(sender: User) -> None:
    with pytest.raises(Invalid):
        put(sender)
    assert not Message.objects.exists()


@pytest.mark.req("SH-06")
@pytest.mark.hazard("HZ-18")
@pytest.mark.parametrize("field", ["subject", "file"])
def test_neither_subject_nor_file_name_can_name_the_child(field: str, sender: User, settings: Settings) -> None:
    settings.SMTP_HOST = "127.0.0.1"
    child = make_child(by=sender, given_name="Rowan", family_name="Marlowe-Hythe")
    given: dict[str, Any] = {"about_child_id": child.pk}
    if field == "subject":
        given["subject"] = "Plan for rowan"
    else:
        given["attachments"] = [File("Marlowe-Hythe.pdf", b"%PDF")]
    with pytest.raises(Invalid):
        put(sender, **given)


@pytest.mark.hazard("HZ-41")
def test_after_a_restore_nothing_that_waited_is_sent(
    sender: User, settings: Settings, django_capture_on_commit_callbacks: Commits
) -> None:
    with mail_server() as (port, post):
        use_smtp(settings, port)
        made = put(sender)
        assert actions.hold(actions.waiting_now()) == 1
        actions.deliver_waiting(sender.partnership)
        assert not post.taken
    assert (again(made).state, again(made).failure, again(made).body) == ("not_delivered", "held", "")


def test_the_demos_mail_stays_in_a_folder(
    settings: Settings, tmp_path: Path, django_capture_on_commit_callbacks: Commits
) -> None:
    settings.OUTBOX, settings.SMTP_HOST, settings.NOTIFY_KEY = tmp_path, "127.0.0.1", KEY
    sender = make_user(partnership=make_partnership(is_demo=True))
    with django_capture_on_commit_callbacks(execute=True):
        made = put(sender)
    (written,) = tmp_path.iterdir()
    assert "There is a document" in written.read_text() and written.stat().st_mode & 0o077 == 0
    assert again(made).state == "sent" and again(made).body
