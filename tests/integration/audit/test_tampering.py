"""The tampering drill: every way of changing the log behind the application's back is found, with its place."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from safelight.audit import actions, locks, queries
from safelight.audit.models import Chain, Entry
from safelight.config import cli
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db

LENGTH = 9


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def partnership_id() -> uuid.UUID:
    partnership = make_partnership("Tern Sands")
    for number in range(LENGTH - Chain.objects.get(pk=partnership.pk).length):
        actions.record_apart(
            partnership_id=partnership.pk,
            by=None,
            action=f"step.{number}",
            kind="view",
            child_id=uuid.uuid4(),
            counts={"found": number},
        )
    return partnership.pk


@pytest.fixture
def anchored(partnership_id: uuid.UUID, tmp_path: Path) -> Path:
    """What was written outside before anybody tampered."""
    path = tmp_path / "anchors.txt"
    assert cli.main(["audit", "anchor", "--to", str(path)]) == 0
    return path


@pytest.fixture
def unlocked(anchored: Path) -> None:
    """As who owns the database would begin: the triggers are dropped."""
    with connection.cursor() as cursor:
        for statement in locks.undo(connection.vendor):
            cursor.execute(statement)


def key(partnership_id: uuid.UUID) -> object:
    return partnership_id if connection.vendor == "postgresql" else partnership_id.hex


def rehash(partnership_id: uuid.UUID, first: int) -> None:
    """Write new hashes from a place on, and the head to fit: the work of somebody who knows how."""
    before = Entry.objects.filter(partnership_id=partnership_id, sequence=first - 1).first()
    previous = before.hash if before else "0" * 64
    entries = Entry.objects.filter(partnership_id=partnership_id, sequence__gte=first).order_by("sequence")
    last = first - 1
    for entry in entries:
        entry.previous_hash = previous
        previous, last = entry.computed_hash(), entry.sequence
        sql(
            "UPDATE audit_entry SET previous_hash = %s, hash = %s WHERE id = %s",
            entry.previous_hash,
            previous,
            _id(entry),
        )
    sql(
        "UPDATE audit_chain SET length = %s, last_hash = %s WHERE partnership_id = %s",
        last,
        previous,
        key(partnership_id),
    )


def _id(entry: Entry) -> object:
    return entry.pk if connection.vendor == "postgresql" else entry.pk.hex


FIELDS = {
    "at": "'2020-01-01 00:00:00+00'",
    "actor": "'somebody'",
    "kind": "'change'",
    "action": "'other'",
    "subject_kind": "'children.Child'",
    "subject_id": "'x'",
    "child_id": "'x'",
    "counts": "'{\"found\": 77}'",
    "previous_hash": "'" + "a" * 64 + "'",
    "hash": "'" + "a" * 64 + "'",
}


def alter(field: str) -> Callable[[uuid.UUID], None]:
    def tamper(partnership_id: uuid.UUID) -> None:
        value = FIELDS[field] if connection.vendor == "postgresql" else FIELDS[field].replace("+00", "")
        sql(f"UPDATE audit_entry SET {field} = {value} WHERE sequence = 4 AND partnership_id = %s", key(partnership_id))

    return tamper


def remove(*sequences: int) -> Callable[[uuid.UUID], None]:
    def tamper(partnership_id: uuid.UUID) -> None:
        for sequence in sequences:
            sql("DELETE FROM audit_entry WHERE sequence = %s AND partnership_id = %s", sequence, key(partnership_id))

    return tamper


def move(*moves: tuple[int, int]) -> Callable[[uuid.UUID], None]:
    def tamper(partnership_id: uuid.UUID) -> None:
        for old, new in moves:
            sql(
                "UPDATE audit_entry SET sequence = %s WHERE sequence = %s AND partnership_id = %s",
                new,
                old,
                key(partnership_id),
            )

    return tamper


def own_hash_of_each(partnership_id: uuid.UUID) -> None:
    for entry in Entry.objects.filter(partnership_id=partnership_id):
        sql("UPDATE audit_entry SET hash = %s WHERE id = %s", entry.computed_hash(), _id(entry))


def swap_with_hashes_of_their_own(partnership_id: uuid.UUID) -> None:
    move((4, 99), (5, 4), (99, 5))(partnership_id)
    own_hash_of_each(partnership_id)


def insert(partnership_id: uuid.UUID) -> None:
    for sequence in range(LENGTH, 4, -1):
        move((sequence, sequence + 1))(partnership_id)
    made = Entry.objects.get(partnership_id=partnership_id, sequence=4)
    added = Entry(**{f.attname: getattr(made, f.attname) for f in Entry._meta.concrete_fields if f.name != "id"})
    added.sequence, added.previous_hash = 5, made.hash
    added.hash = added.computed_hash()
    added.save()


def insert_before_the_first(partnership_id: uuid.UUID) -> None:
    move((4, 0))(partnership_id)


def lose_the_head(partnership_id: uuid.UUID) -> None:
    sql("DELETE FROM audit_chain WHERE partnership_id = %s", key(partnership_id))


def add_behind_the_head(partnership_id: uuid.UUID) -> None:
    sql("UPDATE audit_chain SET length = length - 1 WHERE partnership_id = %s", key(partnership_id))


def other_last_hash(partnership_id: uuid.UUID) -> None:
    sql("UPDATE audit_chain SET last_hash = %s WHERE partnership_id = %s", "b" * 64, key(partnership_id))


FOUND_BY_THE_CHAIN = {
    **{f"altered {field}": (alter(field), 4) for field in FIELDS},
    "removed first": (remove(1), 1),
    "removed in the middle": (remove(4), 4),
    "removed several": (remove(4, 5, 6), 4),
    "removed last": (remove(LENGTH), LENGTH),
    "swapped": (move((4, 99), (5, 4), (99, 5)), 4),
    "swapped, each with its own hash anew": (swap_with_hashes_of_their_own, 4),
    "inserted": (insert, 6),  # the place after: what stood there was moved
    "put before the first": (insert_before_the_first, 0),
    "head removed": (lose_the_head, LENGTH),
    "head set back": (add_behind_the_head, LENGTH),
    "head with another hash": (other_last_hash, LENGTH),
}


@pytest.mark.parametrize("kind", FOUND_BY_THE_CHAIN)
def test_tampering_is_found_with_its_place(
    kind: str, partnership_id: uuid.UUID, unlocked: None, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper, place = FOUND_BY_THE_CHAIN[kind]
    tamper(partnership_id)
    assert place in {fault.sequence for fault in queries.faults(partnership_id)}
    assert cli.main(["audit", "verify"]) == 1
    assert f"Tern Sands partnership: entry {place}: " in capsys.readouterr().out


def rewrite(partnership_id: uuid.UUID) -> None:
    alter("actor")(partnership_id)
    rehash(partnership_id, 4)


def cut_off_with_the_head(partnership_id: uuid.UUID) -> None:
    remove(8, 9)(partnership_id)
    rehash(partnership_id, 7)


def take_out_and_close_up(partnership_id: uuid.UUID) -> None:
    remove(4)(partnership_id)
    for sequence in range(5, LENGTH + 1):
        move((sequence, sequence - 1))(partnership_id)
    rehash(partnership_id, 4)


def remove_all(partnership_id: uuid.UUID) -> None:
    sql("DELETE FROM audit_entry")
    sql("DELETE FROM audit_chain")


FOUND_BY_ANCHORS = {
    "written afresh": (rewrite, 1),
    "cut off with the head": (cut_off_with_the_head, 8),
    "taken out and closed up": (take_out_and_close_up, 9),
    "removed altogether": (remove_all, 1),
}


@pytest.mark.parametrize("kind", FOUND_BY_ANCHORS)
def test_only_an_anchor_shows_what_was_written_afresh(
    kind: str, partnership_id: uuid.UUID, anchored: Path, unlocked: None, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper, place = FOUND_BY_ANCHORS[kind]
    tamper(partnership_id)
    assert cli.main(["audit", "verify"]) == 0
    capsys.readouterr()
    assert cli.main(["audit", "verify", "--anchors", str(anchored)]) == 1
    assert f"Tern Sands partnership: entry {place}: " in capsys.readouterr().out


def test_the_anchor_says_between_which_entries_the_log_was_written_afresh(
    partnership_id: uuid.UUID, anchored: Path, unlocked: None, capsys: pytest.CaptureFixture[str]
) -> None:
    actions.record_apart(partnership_id=partnership_id, by=None, action="later", kind="view")
    actions.record_apart(partnership_id=partnership_id, by=None, action="later", kind="view")
    assert cli.main(["audit", "anchor", "--to", str(anchored)]) == 0
    sql(
        "UPDATE audit_entry SET actor = 'x' WHERE sequence = %s AND partnership_id = %s",
        LENGTH + 1,
        key(partnership_id),
    )
    rehash(partnership_id, LENGTH + 1)
    capsys.readouterr()
    assert cli.main(["audit", "verify", "--anchors", str(anchored)]) == 1
    assert f"entries {LENGTH + 1} to {LENGTH + 2} were written afresh" in capsys.readouterr().out


def test_a_sound_log_is_said_to_be_sound(
    partnership_id: uuid.UUID, anchored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["audit", "verify", "--partnership", "Tern Sands partnership", "--anchors", str(anchored)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        f"Tern Sands partnership: sound, {LENGTH} entries, 1 anchors hold"
    )


def test_a_broken_log_is_not_anchored(partnership_id: uuid.UUID, anchored: Path, unlocked: None) -> None:
    before = anchored.read_text()
    alter("actor")(partnership_id)
    assert cli.main(["audit", "anchor", "--to", str(anchored)]) == 1
    assert anchored.read_text() == before


def test_a_log_that_does_not_continue_the_last_anchor_is_not_anchored(
    partnership_id: uuid.UUID, anchored: Path, unlocked: None
) -> None:
    before = anchored.read_text()
    cut_off_with_the_head(partnership_id)
    assert cli.main(["audit", "anchor", "--to", str(anchored)]) == 1
    assert anchored.read_text() == before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--partnership", "Nowhere"], "there is no partnership 'Nowhere'"),
        (["--anchors", "{tmp}/not-there"], "No such file"),
        (["--anchors", "{tmp}/bad"], "line 2: is not a day, a partnership, a number and a hash"),
    ],
)
def test_bad_input_is_told_from_a_fault(
    options: list[str], words: str, partnership_id: uuid.UUID, anchored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (anchored.parent / "bad").write_text(anchored.read_text() + "something else\n")
    options = [option.replace("{tmp}", str(anchored.parent)) for option in options]
    assert cli.main(["audit", "verify", *options]) == 2
    assert words in capsys.readouterr().err


def test_a_long_chain_is_read_in_batches(
    partnership_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch, unlocked: None
) -> None:
    monkeypatch.setattr(queries, "BATCH", 2)
    assert queries.faults(partnership_id) == []
    remove(5)(partnership_id)
    assert [fault.sequence for fault in queries.faults(partnership_id)] == [5]
