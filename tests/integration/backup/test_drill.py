"""The drill: a backup that is restored elsewhere is the same record, row by row and file by file."""

import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integration.backup.house import House

BackUp = Callable[[], Path]
# What a backup and a restore themselves write.
OWN = {"audit_entry", "audit_chain", "django_session", "sqlite_sequence"}


def without_own(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    return {name: found for name, found in rows.items() if name not in OWN}


def entries_besides(rows: dict[str, list[tuple[Any, ...]]], action: str) -> list[tuple[Any, ...]]:
    return [row for row in rows["audit_entry"] if action not in row]


def test_a_restored_record_is_the_same_in_every_row_and_every_file(
    house: House, elsewhere: House, back_up: BackUp, key: Path
) -> None:
    ran = elsewhere.safelight("restore", back_up(), "--key", key)
    assert ran.status == 0, ran.err
    before, after = house.rows(), elsewhere.rows()
    assert len(before["children_concern"]) == 6
    assert without_own(after) == without_own(before)
    assert entries_besides(after, "backup.restored") == entries_besides(before, "backup.made")
    assert len(house.attached()) == 3
    assert elsewhere.attached() == house.attached()
    assert "go through both lists" in ran.out


def test_a_backup_made_while_fifty_write_is_one_whole_moment(
    house: House, elsewhere: House, back_up: BackUp, key: Path, tmp_path: Path
) -> None:
    before, stop = house.count("children_concern"), tmp_path / "stop"
    writers = house.begin("write_from_many", threads=50, until=stop)
    while house.count("children_concern") < before + 20:
        assert writers.poll() is None
        time.sleep(0.05)
    begun = house.count("children_concern")
    file = back_up()
    ended = house.count("children_concern")
    assert begun < ended, "nobody wrote while the backup was made"
    stop.touch()
    logged = house.answer(writers)
    ran = elsewhere.safelight_apart("restore", file, "--key", key)
    assert ran.status == 0, ran.err
    live, restored = house.call("state"), elsewhere.call("state")
    assert live["concerns"] == before + logged
    assert begun <= restored["concerns"] <= ended
    assert restored["entries"] == restored["concerns"]
    assert (restored["faults"], restored["missing"]) == (0, [])
    then, now = elsewhere.rows(), house.rows()
    assert {row[0] for row in then["children_concern"]} < {row[0] for row in now["children_concern"]}
    assert {row[0] for row in entries_besides(then, "backup.restored")} < {row[0] for row in now["audit_entry"]}
    assert elsewhere.attached().items() <= house.attached().items()


def test_backup_and_restore_stand_in_each_partnerships_log_as_counts_only(
    house: House, elsewhere: House, back_up: BackUp, key: Path
) -> None:
    rows = sum(len(found) for name, found in house.rows().items() if name != "sqlite_sequence")
    file = back_up()
    assert house.call("actions_noted", action="backup.made") == [{"rows": rows, "files": 3}] * 2
    elsewhere.safelight("restore", file, "--key", key)
    noted = elsewhere.call("actions_noted", action="backup.restored")
    assert [(counts["rows"], counts["files"]) for counts in noted] == [(rows, 3)] * 2
    assert elsewhere.call("actions_noted", action="backup.made") == []


def test_a_backup_can_be_checked_without_being_restored(house: House, back_up: BackUp, key: Path) -> None:
    file = back_up()
    before = house.looks()
    ran = house.safelight("backup", "check", file, "--key", key)
    assert ran.status == 0
    assert "This backup is whole" in ran.out
    assert house.looks() == before


def test_nothing_in_the_clear_and_nothing_left_behind(house: House, back_up: BackUp, key: Path, tmp_path: Path) -> None:
    secret = house.data / "secret-key"
    secret.write_text("signs the sessions of this place")
    before = sorted(path.name for path in house.data.iterdir())
    file = back_up()
    content = file.read_bytes()
    for words in (b"Kayla", b"Kestrel", b"example.org", b"signs the sessions", key.read_bytes()):
        assert words not in content
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    left = {path.name for path in house.data.iterdir()} - {"safelight.sqlite3-wal", "safelight.sqlite3-shm"}
    assert left == set(before) - {"safelight.sqlite3-wal", "safelight.sqlite3-shm"}
    assert not list(tmp_path.glob("*.partial"))


def test_neither_key_nor_secret_comes_back_with_a_restore(
    house: House, elsewhere: House, back_up: BackUp, key: Path
) -> None:
    (house.data / "secret-key").write_text("signs the sessions of this place")
    elsewhere.safelight("restore", back_up(), "--key", key)
    assert {path.name for path in elsewhere.data.iterdir()} - {"safelight.sqlite3"} == {"files"}


def test_a_backup_is_never_written_over_another(house: House, back_up: BackUp, key: Path) -> None:
    file = back_up()
    before = file.read_bytes()
    ran = house.safelight("backup", "--to", file, "--key", key)
    assert ran.status == 2
    assert "exists already" in ran.err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["backup", "--to", "{tmp}/none/file", "--key", "{key}"], "could not be written"),
        (["backup", "--key", "{key}"], "Where to?"),
        (["backup", "--to", "{tmp}/file"], "Which key?"),
        (["backup", "--to", "{data}/files/file", "--key", "{key}"], "among the files"),
        (["backup", "check", "{tmp}/none", "--key", "{key}"], "cannot be read"),
        (["restore", "{key}", "--key", "{key}"], "not a Safelight backup"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    house: House, key: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    ran = house.safelight(*[text.format(tmp=tmp_path, key=key, data=house.data) for text in arguments])
    assert ran.status == 2
    assert words in ran.err
    assert "Traceback" not in ran.err
