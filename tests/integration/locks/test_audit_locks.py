"""The database refuses to change the audit log, whoever asks: triggers on both, grants on PostgreSQL."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from safelight.audit import actions, locks, queries
from safelight.audit.models import Chain, Entry
from tests.factories import make_partnership
from tests.plugins.application_role import give_back, take_role

pytestmark = pytest.mark.django_db

TAMPERING = [
    "UPDATE audit_entry SET action = 'other'",
    "DELETE FROM audit_entry",
    "DELETE FROM audit_chain",
    "UPDATE audit_chain SET length = 0",
    "UPDATE audit_chain SET length = length - 1",
    "UPDATE audit_chain SET last_hash = 'x'",
]
EMPTYING = ["TRUNCATE audit_entry", "TRUNCATE audit_chain"]

postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles")


def refused(statement: str) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(error.value)


@pytest.mark.parametrize("statement", TAMPERING + (EMPTYING if connection.vendor == "postgresql" else []))
def test_the_database_refuses_to_change_the_log(statement: str) -> None:
    partnership = make_partnership()
    assert locks.MESSAGE in refused(statement)
    assert queries.faults(partnership.pk) == []


@postgresql
@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'other'", "DELETE FROM audit_entry", *EMPTYING])
def test_the_role_that_serves_pages_has_no_right_to_try(statement: str) -> None:
    make_partnership()
    take_role()
    try:
        assert "permission denied" in refused(statement)
    finally:
        give_back()


def test_the_head_moves_on_with_each_entry() -> None:
    partnership = make_partnership()
    before = Chain.objects.get(pk=partnership.pk).length
    actions.record_apart(partnership_id=partnership.pk, by=None, action="x", kind="view")
    assert Chain.objects.get(pk=partnership.pk).length == before + 1


@pytest.mark.django_db(transaction=True)
def test_triggers_come_back_with_the_next_migration() -> None:
    make_partnership()
    with connection.cursor() as cursor:
        for statement in locks.undo(connection.vendor):
            cursor.execute(statement)
        cursor.execute("UPDATE audit_entry SET actor = actor")
    call_command("migrate", verbosity=0)
    assert locks.MESSAGE in refused("UPDATE audit_entry SET actor = actor")
    assert Entry.objects.exists()
