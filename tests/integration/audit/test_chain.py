"""The audit chain: written with the change, one after the other, each with the hash of the one before."""

import uuid

import pytest
from django.db import transaction

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


def test_an_entry_costs_one_insert_and_one_update(
    entries: list[Entry], partnership_id: uuid.UUID, django_assert_num_queries: object
) -> None:
    with transaction.atomic(), django_assert_num_queries(3) as asked:  # type: ignore[operator]
        actions.record(partnership_id=partnership_id, by=None, action="x")
    assert [query["sql"].split()[0] for query in asked.captured_queries] == ["SELECT", "INSERT", "UPDATE"]
