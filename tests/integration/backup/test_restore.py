"""Putting a backup back over a record that runs: only when everything holds, and nothing revoked comes alive."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.backup.house import House, empty

BackUp = Callable[[], Path]
STOPPED = "--server-is-stopped"


def into(house: House, tmp_path: Path) -> tuple[House, list[str]]:
    """Where a restore over ``house`` puts the record, and how the operator says so: SQLite in place, PostgreSQL
    into a new database that then gets the old one's part."""
    if house.server is None:
        return house, []
    fresh = empty(house, tmp_path / "unused")
    return House(house.data, house.server, fresh.database), ["--into", fresh.url]


def test_over_a_running_record_the_old_one_is_kept_aside(
    house: House, back_up: BackUp, key: Path, tmp_path: Path
) -> None:
    file, before, attached = back_up(), house.rows(), house.attached()
    house.answer(house.begin("write_from_many", threads=2, until=file))
    later = house.rows(), house.attached()
    target, named = into(house, tmp_path)
    ran = house.safelight("restore", file, "--key", key, STOPPED, *named)
    assert ran.status == 0, ran.err
    assert target.rows()["children_concern"] == before["children_concern"]
    assert target.attached() == attached
    (files,) = house.data.glob("files.before-*")
    assert len([path for path in files.rglob("*") if path.is_file()]) == len(later[1]) > len(attached)
    if house.server is None:
        (old,) = house.data.glob("safelight.sqlite3.before-*")
        old.rename(house.data / "safelight.sqlite3")
    assert house.rows() == later[0]


def test_without_saying_that_the_server_is_stopped_nothing_happens(
    house: House, back_up: BackUp, key: Path, tmp_path: Path
) -> None:
    file, before = back_up(), house.looks()
    _, named = into(house, tmp_path)
    ran = house.safelight("restore", file, "--key", key, *named)
    assert ran.status == 2
    assert STOPPED in ran.err
    assert house.looks() == before


def test_while_somebody_has_the_database_open_nothing_happens(
    house: House, back_up: BackUp, key: Path, tmp_path: Path
) -> None:
    file, before = back_up(), house.looks()
    _, named = into(house, tmp_path)
    with house.held_open():
        ran = house.safelight("restore", file, "--key", key, STOPPED, *named)
    assert ran.status == 2
    assert "open" in ran.err
    assert house.looks() == before


def test_a_postgresql_database_that_holds_anything_is_never_written_over(
    house: House, back_up: BackUp, key: Path
) -> None:
    if house.server is None:
        pytest.skip("PostgreSQL's rule")
    file, before = back_up(), house.looks()
    for named in ([], ["--into", house.url]):
        ran = house.safelight("restore", file, "--key", key, STOPPED, *named)
        assert ran.status == 2
        assert "never written over" in ran.err
    assert house.looks() == before


def test_a_wrong_key_changes_nothing(house: House, back_up: BackUp, key: Path, tmp_path: Path) -> None:
    file, before = back_up(), house.looks()
    other = tmp_path / "other-key"
    house.safelight("backup", "key", "--to", other)
    _, named = into(house, tmp_path)
    ran = house.safelight("restore", file, "--key", other, STOPPED, *named)
    assert ran.status == 2
    assert "wrong key" in ran.err
    assert house.looks() == before


@pytest.mark.parametrize("damage", ["cut", "flip"])
def test_a_cut_or_altered_file_changes_nothing(
    house: House, back_up: BackUp, key: Path, tmp_path: Path, damage: str
) -> None:
    file, before = back_up(), house.looks()
    target, _ = into(house, tmp_path)
    tried = house.call("refusals", file=file, key=key, into=target.url if house.server else "", damage=damage)
    assert tried["restored"] == 0
    assert tried["refused"] > 40
    assert house.looks() == before
    if house.server is not None:
        assert target.rows() == {}


def test_a_backup_of_a_newer_release_changes_nothing(
    house: House, elsewhere: House, back_up: BackUp, key: Path
) -> None:
    house.call("from_a_later_release")
    file, before = back_up(), elsewhere.looks()
    ran = elsewhere.safelight("restore", file, "--key", key)
    assert ran.status == 2
    assert "newer Safelight" in ran.err
    assert elsewhere.looks()[:2] == before[:2]


def test_a_backup_of_an_older_release_is_refused_until_the_operator_says_migrate(
    house: House, elsewhere: House, back_up: BackUp, key: Path
) -> None:
    house.manage("migrate", "ratings", "0001")
    file, before = back_up(), elsewhere.looks()
    ran = elsewhere.safelight("restore", file, "--key", key)
    assert ran.status == 2
    assert "older Safelight" in ran.err
    assert elsewhere.looks()[:2] == before[:2]
    ran = elsewhere.safelight("restore", file, "--key", key, "--migrate")
    assert ran.status == 0, ran.err
    elsewhere.manage("migrate", "--check")
    assert elsewhere.rows()["children_concern"] == house.rows()["children_concern"]


def test_a_backup_of_a_log_that_was_altered_is_refused_until_the_operator_insists(
    house: House, elsewhere: House, back_up: BackUp, key: Path
) -> None:
    house.call("alter_the_log")
    file = back_up()
    before = elsewhere.looks()
    ran = elsewhere.safelight("restore", file, "--key", key)
    assert ran.status == 2
    assert "audit log" in ran.err
    assert elsewhere.looks()[:2] == before[:2]
    ran = elsewhere.safelight("restore", file, "--key", key, "--despite-audit-faults")
    assert ran.status == 0, ran.err
    assert elsewhere.call("state")["faults"] > 0


@pytest.mark.hazard("HZ-41")
def test_access_that_was_ended_since_the_backup_stays_ended_and_everybody_signs_in_afresh(
    house: House, back_up: BackUp, key: Path, tmp_path: Path
) -> None:
    house.call("give_factors")
    file = back_up()
    assert house.call("state")["sessions"] == 1
    house.call("revoke")
    target, named = into(house, tmp_path)
    ran = house.safelight("restore", file, "--key", key, STOPPED, *named)
    assert ran.status == 0, ran.err
    first, second = target.call("leavers")
    assert first[0] is False
    assert second == [True, ["practitioner"], 0, "md5$salt$new"]
    assert target.call("state")["sessions"] == 0
    (counts, _) = target.call("actions_noted", action="backup.restored")
    assert (counts["access_taken_away"], counts["sessions_ended"]) == (4, 1)


def test_a_live_record_that_cannot_be_read_stops_a_restore_until_it_is_given_up(
    house: House, back_up: BackUp, key: Path, tmp_path: Path
) -> None:
    if house.server is not None:
        pytest.skip("a SQLite file is what breaks on a disk")
    file, before = back_up(), house.rows()
    database = house.data / "safelight.sqlite3"
    database.write_bytes(b"not a database any more" * 1000)
    ran = house.safelight("restore", file, "--key", key, STOPPED)
    assert ran.status == 2
    assert "--live-is-lost" in ran.err
    assert database.read_bytes().startswith(b"not a database")
    ran = house.safelight("restore", file, "--key", key, STOPPED, "--live-is-lost")
    assert ran.status == 0, ran.err
    assert house.rows()["children_concern"] == before["children_concern"]
    (kept,) = house.data.glob("safelight.sqlite3.before-*")
    assert kept.read_bytes().startswith(b"not a database")


@pytest.mark.hazard("HZ-41")
def test_a_child_whose_record_was_disposed_of_since_the_backup_stays_gone(
    house: House, back_up: BackUp, key: Path, tmp_path: Path
) -> None:
    file = back_up()
    child = house.call("dispose")
    assert house.call("traces", child_id=child) == {"child": 0, "linked": 0, "tombstones": 1}
    target, named = into(house, tmp_path)
    ran = house.safelight("restore", file, "--key", key, STOPPED, *named)
    assert ran.status == 0, ran.err
    assert target.call("traces", child_id=child) == {"child": 0, "linked": 0, "tombstones": 1}
    assert target.count("children_child") == 5
    assert {counts["disposed_again"] for counts in target.call("actions_noted", action="backup.restored")} == {1}
    assert target.call("state")["faults"] == 0


@pytest.mark.hazard("HZ-41")
def test_where_no_live_record_is_left_the_operator_is_told_what_came_back(
    house: House, elsewhere: House, back_up: BackUp, key: Path
) -> None:
    file = back_up()
    child = house.call("dispose")
    ran = elsewhere.safelight("restore", file, "--key", key)
    assert elsewhere.call("traces", child_id=child)["child"] == 1
    assert "What was disposed of" in ran.out
