"""Whoever watches from outside hears of a scheduler or an outbox that fell silent (OV-04, HZ-29)."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django import Settings

from safelight.config import cli, tick_commands
from safelight.core import clock
from safelight.reminders import heartbeat
from tests.factories.delivery import mail_server

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 2, 10, tzinfo=UTC)
LIMIT = timedelta(minutes=15)


@pytest.fixture
def alarmed(settings: Settings, tmp_path: Path) -> Settings:
    settings.ALARM_TO = ["operator@example.org"]
    settings.ALARM_NOTE = tmp_path / "last-alarm"
    settings.SMTP_ENCRYPTED, settings.SMTP_USER = False, ""
    return settings


def health(at: datetime) -> tuple[int, str]:
    with clock.at(at):
        response = Client().get("/health/")
    return response.status_code, response.content.decode()


def check(at: datetime, url: str | None = None) -> int:
    with clock.at(at):
        return tick_commands.check(url)


@pytest.mark.req("OV-04")
@pytest.mark.hazard("HZ-29")
def test_a_machine_outside_learns_within_fifteen_minutes_that_the_scheduler_stopped(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with clock.at(NOW):
        assert tick_commands.tick() == 0
    assert health(NOW) == (200, "all well") and check(NOW) == 0
    # A watcher that asks every five minutes: the last time that it may still hear nothing is ten minutes after.
    assert health(NOW + heartbeat.SILENT_AFTER) == (200, "all well")
    assert heartbeat.SILENT_AFTER + timedelta(minutes=5) <= LIMIT
    assert health(NOW + LIMIT) == (503, "tick silent")
    capsys.readouterr()
    assert check(NOW + LIMIT) == 1
    assert capsys.readouterr().out.startswith("silent: tick, outbox\n")


@pytest.mark.req("OV-04")
def test_a_scheduler_that_never_ran_is_silent() -> None:
    assert health(NOW) == (503, "tick silent")


def test_an_older_beat_never_replaces_a_newer() -> None:
    heartbeat.beat("tick", NOW)
    heartbeat.beat("tick", NOW - timedelta(minutes=5))
    assert heartbeat.last_beats() == {"tick": NOW}


@pytest.mark.req("OV-04")
@pytest.mark.hazard("HZ-29")
def test_the_alarm_goes_by_e_mail_at_most_once_an_hour_and_does_not_use_the_outbox(alarmed: Settings) -> None:
    with mail_server() as (port, post):
        alarmed.ALARM_SMTP_HOST, alarmed.ALARM_SMTP_PORT = "127.0.0.1", port
        for minutes in (0, 5, 59, 61):
            assert check(NOW + timedelta(minutes=minutes)) == 1
    assert [to for _sender, to, _content in post.taken] == [["operator@example.org"]] * 2
    read = message_from_bytes(post.taken[0][2])
    assert read["Subject"] == "Safelight: alarm"


def test_an_alarm_that_cannot_be_sent_is_said_and_tried_again(
    alarmed: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with mail_server() as (port, _post):
        pass
    alarmed.ALARM_SMTP_HOST, alarmed.ALARM_SMTP_PORT = "127.0.0.1", port
    assert check(NOW) == 1
    assert "the alarm could not be sent" in capsys.readouterr().out
    assert not alarmed.ALARM_NOTE.exists()


def test_a_database_that_does_not_answer_is_an_alarm_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(_now: datetime) -> list[str]:
        raise DatabaseError("words that nobody should read")

    monkeypatch.setattr(heartbeat, "silent", gone)
    assert check(NOW) == 1
    assert capsys.readouterr().out == "silent: database\n"


class _Watched(BaseHTTPRequestHandler):
    """Another machine's ``/health/``, and a watcher that counts who asks."""

    answer: ClassVar[tuple[int, bytes]] = (200, b"all well")
    asked: ClassVar[int] = 0

    def do_GET(self) -> None:  # the library names it
        type(self).asked += 1
        status, words = self.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def other() -> Iterator[str]:
    _Watched.answer, _Watched.asked = (200, b"all well"), 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Watched)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/health/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.req("OV-04")
@pytest.mark.hazard("HZ-29")
@pytest.mark.parametrize(
    ("answer", "silent"),
    [
        ((503, b"outbox silent"), "outbox"),
        ((503, b"tick silent"), "tick"),
        ((200, b"<p>Some other page</p>"), "server"),
        ((500, b"went wrong"), "server"),
    ],
)
def test_another_machine_asks_by_address_and_says_what_is_silent(
    other: str, answer: tuple[int, bytes], silent: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["heartbeat", "check", "--url", other]) == 0
    _Watched.answer = answer
    assert cli.main(["heartbeat", "check", "--url", other]) == 1
    assert capsys.readouterr().out == f"silent: {silent}\n"


def test_a_server_that_is_gone_is_silent_and_a_wrong_address_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(NOW, "http://127.0.0.1:9/health/") == 1
    assert capsys.readouterr().out == "silent: server\n"
    assert check(NOW, "ftp://example.org/") == 2


@pytest.mark.req("OV-04")
def test_a_watcher_outside_is_told_while_all_is_well(other: str, settings: Settings) -> None:
    settings.HEARTBEAT_URL = other
    with clock.at(NOW):
        assert tick_commands.tick() == 0
    assert _Watched.asked == 1
    settings.HEARTBEAT_URL = "http://127.0.0.1:9/"
    with clock.at(NOW + timedelta(minutes=1)):
        assert tick_commands.tick() == 0


def test_the_loop_ends_with_the_process_that_it_goes_with(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["tick", "--every", "60", "--while-process", "999999999"]) == 0
    assert capsys.readouterr().out == ""
    with pytest.raises(SystemExit):
        cli.main(["tick", "--every", "0"])
