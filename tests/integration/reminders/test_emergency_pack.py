"""The emergency pack opens without the server, with its password alone, and holds nothing of intelligence."""

import io
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError
from pytest_django import Settings

from safelight.access.models import User
from safelight.audit.models import Entry
from safelight.children import actions as children
from safelight.config import cli, tick_commands
from safelight.core import clock
from safelight.missing import actions as missing
from safelight.reminders import pack
from tests.integration.overview.conftest import World

PASSWORD = "seven-swans-at-night"  # pragma: allowlist secret


def text_of(content: bytes, password: str = PASSWORD) -> str:
    """What a reader sees who has the file and the password, and no server."""
    read = PdfReader(io.BytesIO(content))
    assert read.is_encrypted and read.decrypt(password)
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def at_night(world: World) -> None:
    children.set_level(child=world.child, decided="high", acting="high", on=world.now.date(), by=world.worker)
    User.objects.filter(pk=world.worker.pk).update(telephone="01632 960222")


@pytest.mark.req("OV-04")
@pytest.mark.hazard("HZ-30")
def test_it_opens_with_the_server_off_and_tells_whom_to_ring_and_who_is_missing(
    world: World, tmp_path: Path, settings: Settings
) -> None:
    at_night(world)
    since = world.now - timedelta(hours=3)
    missing.report_missing(
        by=world.worker, child=world.child, missing_from=since, last_seen="By the pier", now=world.now
    )
    settings.PACK_PASSWORD = PASSWORD
    file = tmp_path / "pack.pdf"
    assert cli.main(["emergency-pack", str(file)]) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = text_of(file.read_bytes())
    for words in ("999", "01632 960140", "Kayla Denholm, 15", "By the pier", "Priya Nair", "960222"):
        assert words in text
    assert Entry.objects.filter(action="emergency-pack.made").count() == 1


@pytest.mark.req("OV-04")
@pytest.mark.hazard("HZ-30")
def test_every_page_says_when_it_expires_and_another_password_opens_nothing(world: World) -> None:
    at_night(world)
    content = pack.encrypted(world.partnership, PASSWORD, world.now)
    read = PdfReader(io.BytesIO(content))
    assert not read.decrypt("seven-swans-at-noon")
    with pytest.raises(FileNotDecryptedError):
        read.pages[0].extract_text()
    assert b"Kayla" not in content and b"Denholm" not in content
    assert read.decrypt(PASSWORD)
    assert all("Expires 25 November 2026" in " ".join(page.extract_text().split()) for page in read.pages)


@pytest.mark.hazard("HZ-30")
def test_what_partners_wrote_of_suspicions_and_restricted_records_are_not_in_it(world: World) -> None:
    at_night(world)
    world.assess("high", H2="present", M1="present", L1="present")
    hidden = world.new_child(given_name="Tove", family_name="Lind")
    children.set_level(child=hidden, decided="high", acting="high", on=world.now.date(), by=world.worker)
    children.restrict_child(
        by=world.manager, child=hidden, reason="A relative works here.", people=[world.worker, world.manager]
    )
    text = text_of(pack.encrypted(world.partnership, PASSWORD, world.now))
    assert "Kayla Denholm" in text and "Lind" not in text
    for words in ("lifts", "She has changed", "Because of what was seen", "VOLT", "relative"):
        assert words not in text


def test_a_short_password_or_none_makes_no_pack(
    world: World, tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PACK_PASSWORD = "short"  # pragma: allowlist secret
    assert cli.main(["emergency-pack", str(tmp_path / "pack.pdf")]) == 2
    assert "at least twelve characters" in capsys.readouterr().err and not list(tmp_path.iterdir())


@pytest.mark.req("OV-04")
def test_each_day_has_its_pack_and_an_expired_one_is_removed(world: World, tmp_path: Path, settings: Settings) -> None:
    settings.PACK_FOLDER, settings.PACK_PASSWORD = str(tmp_path), PASSWORD
    for _again in range(2):
        assert tick_commands.tick() == 0
    (first,) = tmp_path.iterdir()
    assert "2026-11-24" in first.name and Entry.objects.filter(action="emergency-pack.made").count() == 1
    with clock.at(clock.now() + timedelta(days=3_650)):
        assert tick_commands.tick() == 0
    (second,) = tmp_path.iterdir()
    assert second != first
