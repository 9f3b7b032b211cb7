"""The second lock between partnerships: the database shows the application's role one partnership at a time."""

import uuid
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from safelight.access import locks
from safelight.access.models import Agency, Partnership, User
from safelight.access.scope import each_partnership, partnership_scope, sign_in_scope
from safelight.audit import actions as audit
from safelight.children.models import Child
from safelight.core import scope
from tests.factories import make_child, make_partnership, make_user
from tests.plugins.application_role import give_back, take_role

pytestmark = pytest.mark.django_db
postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security")


@pytest.fixture
def two() -> tuple[Child, Child]:
    """A child in each of two partnerships."""
    return make_child(by=make_user()), make_child(by=make_user())


@pytest.fixture
def as_application(two: tuple[Child, Child]) -> Iterator[None]:
    """What follows is asked by the role that serves pages, after the owner has made two partnerships."""
    if connection.vendor == "postgresql":
        take_role()
        yield
        give_back()
    else:
        yield


def rows(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def held_by_partnership() -> list[str]:
    return sorted(lock.table for lock in locks.locks() if lock.rows)


def test_every_table_is_held_by_a_rule_or_shared_for_a_reason() -> None:
    shared = {lock.label for lock in locks.locks() if not lock.rows}
    assert shared <= set(locks.SHARED)
    assert set(locks.SHARED) <= {model._meta.label for model in locks.every_table()}
    assert all(reason for _, reason in locks.SHARED.values())


def test_a_table_that_no_rule_covers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(locks.SHARED, "toolkits.Definition")
    with pytest.raises(locks.Unprotected, match=r"toolkits\.Definition has no partnership"):
        locks.locks()


@postgresql
def test_without_a_scope_the_application_sees_no_row(as_application: None) -> None:
    assert [table for table in held_by_partnership() if rows(f'SELECT 1 FROM "{table}" LIMIT 1')] == []


@postgresql
def test_raw_sql_across_partnerships_returns_nothing(two: tuple[Child, Child], as_application: None) -> None:
    mine, other = two
    with partnership_scope(mine.partnership_id):
        assert rows("SELECT id FROM children_child") == [(mine.pk,)]
        assert rows("SELECT id FROM children_child WHERE id = %s", other.pk) == []
        assert rows("SELECT id FROM access_partnership") == [(mine.partnership_id,)]
        assert rows("SELECT count(*) FROM access_user WHERE partnership_id = %s", other.partnership_id) == [(0,)]
        assert rows("SELECT count(*) FROM audit_entry WHERE partnership_id = %s", other.partnership_id) == [(0,)]
        assert rows("SELECT count(*) FROM audit_chain WHERE partnership_id = %s", other.partnership_id) == [(0,)]
        joined = "SELECT count(*) FROM children_involvement AS i JOIN children_child AS c ON c.id = i.child_id"
        assert rows(f"{joined} WHERE c.partnership_id <> %s", mine.partnership_id) == [(0,)]


@postgresql
def test_every_table_shows_only_the_rows_of_the_scope(two: tuple[Child, Child]) -> None:
    for table in held_by_partnership():
        with connection.cursor() as cursor:
            columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
        if "partnership_id" not in columns:
            continue  # held by the rows it belongs to
        counting = f'SELECT partnership_id, count(*) FROM "{table}" GROUP BY 1'
        everything = rows(counting)
        take_role()
        for partnership_id, count in everything:
            with partnership_scope(str(partnership_id)):
                assert rows(counting) == [(partnership_id, count)], table
        give_back()


@postgresql
def test_nothing_is_written_into_another_partnership(two: tuple[Child, Child], as_application: None) -> None:
    mine, other = two
    with partnership_scope(mine.partnership_id):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Agency.objects.create(partnership_id=other.partnership_id, name="x", kind="police")
        assert not Child.objects.filter(pk=other.pk).update(given_name="x")
        assert rows("UPDATE children_child SET given_name = 'x' WHERE id = %s RETURNING id", other.pk) == []
        assert rows("DELETE FROM children_involvement WHERE child_id = %s RETURNING id", other.pk) == []
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            rows("UPDATE children_child SET partnership_id = %s RETURNING id", other.partnership_id)
        with pytest.raises(DatabaseError, match="row-level security"):
            audit.record_apart(partnership_id=other.partnership_id, by=None, action="x", kind="view")


@postgresql
def test_before_sign_in_only_who_may_sign_in_is_seen(two: tuple[Child, Child], as_application: None) -> None:
    seen = {
        table for table in held_by_partnership() if _with_sign_in_scope(f'SELECT count(*) FROM "{table}"') != [(0,)]
    }
    assert {"access_user", "access_partnership", "access_roleholding"} <= seen
    readable = {apps.get_model(label)._meta.db_table for label in locks.SIGN_IN_TABLES}
    assert seen <= readable
    assert not [table for table in readable if table.startswith(("children", "assessments", "audit"))]
    with sign_in_scope():
        assert not User.objects.update(name="x")
        assert rows("DELETE FROM access_roleholding RETURNING id") == []


def _with_sign_in_scope(statement: str) -> list[tuple[object, ...]]:
    with sign_in_scope():
        return rows(statement)


@postgresql
def test_a_partnership_is_made_by_the_owner_alone(as_application: None) -> None:
    made = uuid.uuid4()
    with (
        partnership_scope(made),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        Partnership.objects.create(pk=made, name="x", area="x")


@postgresql
def test_what_is_written_once_can_not_be_changed_by_the_application(as_application: None) -> None:
    for label in ("ratings.Decision", "duties.DutyAct", "children.Disclosure", "audit.Entry"):
        table = apps.get_model(label)._meta.db_table
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            rows(f'UPDATE "{table}" SET id = id RETURNING id')


def test_a_scope_ends_with_its_block_whatever_happened(two: tuple[Child, Child]) -> None:
    mine, other = two
    with partnership_scope(mine.partnership_id):
        with pytest.raises(ZeroDivisionError), partnership_scope(other.partnership_id):
            raise ZeroDivisionError
        assert scope.current().partnership == str(mine.partnership_id)
        assert _setting() in (str(mine.partnership_id), None)
        with pytest.raises(DatabaseError), transaction.atomic(), partnership_scope(other.partnership_id):
            rows("SELECT no_such_column FROM access_user")
        assert scope.current().partnership == str(mine.partnership_id)
        assert _setting() in (str(mine.partnership_id), None)
    assert scope.current() == scope.NOTHING
    assert _setting() in ("", None)


def _setting() -> object:
    """What the database was told; None on SQLite, which is told nothing."""
    if connection.vendor != "postgresql":
        return None
    return rows("SELECT current_setting('safelight.partnership', true)")[0][0]


def test_narrowing_needs_the_sign_in_window(two: tuple[Child, Child]) -> None:
    mine, other = two
    scope.narrow(mine.partnership_id)
    assert scope.current() == scope.NOTHING
    with sign_in_scope():
        scope.narrow(mine.partnership_id)
        assert scope.current().partnership == str(mine.partnership_id)
        scope.narrow(other.partnership_id)
        assert scope.current().partnership == str(mine.partnership_id)
    assert scope.current() == scope.NOTHING


def test_what_is_streamed_is_made_in_its_scope(two: tuple[Child, Child]) -> None:
    with partnership_scope(two[0].partnership_id):
        stream = scope.each_in_scope(scope.current().partnership for _ in range(2))
    assert scope.current() == scope.NOTHING
    assert list(stream) == [str(two[0].partnership_id)] * 2
    assert scope.current() == scope.NOTHING


def test_commands_enter_each_partnership_in_turn(two: tuple[Child, Child], as_application: None) -> None:
    expected = {child.partnership_id for child in two}
    seen = {}
    for partnership in each_partnership():
        seen[partnership.pk] = set(Child.objects.filter(partnership=partnership).values_list("pk", flat=True))
    assert expected <= set(seen)
    assert seen[two[0].partnership_id] == {two[0].pk}


@postgresql
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_opened_anew_takes_up_the_scope() -> None:
    partnership = make_partnership()
    with partnership_scope(partnership.pk):
        connection.close()
        assert _setting() == str(partnership.pk)
    connection.close()
    assert _setting() in ("", None)
