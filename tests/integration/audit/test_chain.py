"""The audit chain: written with the change, and broken links are found."""

import uuid

import pytest
from django.db import connection, transaction

from safelight.audit import actions, queries
from safelight.audit.models import Entry
from safelight.core.errors import WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership_id() -> uuid.UUID:
    return uuid.uuid4()


@pytest.fixture
def entries(partnership_id: uuid.UUID) -> list[Entry]:
    return [
        actions.record_apart(partnership_id=partnership_id, by=None, action=f"step.{n}", kind="change")
        for n in range(5)
    ]


def test_entries_follow_each_other_without_a_gap(entries: list[Entry], partnership_id: uuid.UUID) -> None:
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.previous_hash for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    assert queries.faults(partnership_id) == []


def test_partnerships_have_chains_of_their_own(entries: list[Entry]) -> None:
    other = actions.record_apart(partnership_id=uuid.uuid4(), by=None, action="x", kind="view")
    assert other.sequence == 1


@pytest.mark.parametrize(
    ("damage", "place", "words"),
    [
        ("UPDATE audit_entry SET action = 'other' WHERE sequence = 3", 3, "altered"),
        ("DELETE FROM audit_entry WHERE sequence = 2", 2, "missing"),
        ("DELETE FROM audit_entry WHERE sequence = 5", 5, "should have 5"),
    ],
)
def test_damage_is_found_with_its_place(
    entries: list[Entry], partnership_id: uuid.UUID, damage: str, place: int, words: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(damage)
    found = queries.faults(partnership_id)
    assert found[0].sequence == place
    assert words in found[0].what


def test_two_entries_that_change_places_are_found(entries: list[Entry], partnership_id: uuid.UUID) -> None:
    with connection.cursor() as cursor:
        for old, new in [(2, 99), (3, 2), (99, 3)]:
            cursor.execute("UPDATE audit_entry SET sequence = %s WHERE sequence = %s", [new, old])
    assert {fault.sequence for fault in queries.faults(partnership_id)} >= {2, 3}


def test_an_entry_is_never_changed_or_deleted_by_the_application(entries: list[Entry]) -> None:
    with pytest.raises(WrongState):
        entries[0].save()
    with pytest.raises(WrongState):
        entries[0].delete()


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_the_transaction_of_its_change_is_refused(partnership_id: uuid.UUID) -> None:
    with pytest.raises(RuntimeError):
        actions.record(partnership_id=partnership_id, by=None, action="x")


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_takes_its_entry_with_it(partnership_id: uuid.UUID) -> None:
    @transaction.atomic
    def change_that_fails() -> None:
        actions.record(partnership_id=partnership_id, by=None, action="x")
        raise WrongState("on purpose")

    with pytest.raises(WrongState):
        change_that_fails()
    assert not Entry.objects.filter(partnership_id=partnership_id).exists()
