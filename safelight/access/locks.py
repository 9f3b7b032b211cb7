"""What the database itself holds apart: grants, triggers and row-level security, worked out from the tables.

On PostgreSQL two roles share the work. The *owner* migrates; tables are its own and no policy binds it. The
*application's role* serves pages: it can read and write what it needs, can't change or remove what is written once,
and by row-level security sees one partnership at a time (``core.scope`` says which). Every table of every room falls
under one of the rules below or stops ``secure_database``, so that a new table can't be forgotten. On SQLite, which has
no roles, only the triggers of the audit log remain.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from safelight.audit import locks as audit_locks
from safelight.core.models import FinalRow
from safelight.core.scope import PARTNERSHIP, SIGN_IN, WINDOW

READ = "SELECT"
ADD = "SELECT, INSERT"
ALL = "SELECT, INSERT, UPDATE, DELETE"

# Tables without a partnership: what the application's role may do with them, and why all partnerships share them.
SHARED: dict[str, tuple[str, str]] = {
    "access.Count": (ALL, "counts by keyed hashes, made before anybody is known"),
    "toolkits.Definition": (ADD, "published files, the same for everybody"),
    "directory.AddressTried": (ADD, "whether published addresses still open, the same for everybody"),
    "reminders.Heartbeat": ("SELECT, INSERT, UPDATE", "when each part was last well, read by whoever watches"),
    "sessions.Session": (ALL, "read to find out who is asking; holds no record"),
    "contenttypes.ContentType": (READ, "names of tables"),
    "auth.Permission": ("", "not used: roles are our own"),
    "auth.Group": ("", "not used: roles are our own"),
    "auth.Group_permissions": ("", "not used: roles are our own"),
    "socialaccount.SocialApp": (READ, "addresses of identity providers"),
}

# What is not the rule for its table: written once by whoever owns the database, or only ever added to.
GRANTS: dict[str, str] = {
    "access.Partnership": "SELECT, UPDATE",
    "audit.Entry": ADD,
    "audit.Chain": "SELECT, INSERT, UPDATE",
}

# Who may sign in, and which areas take messages: what can be read, in every partnership, before anybody is known.
SIGN_IN_TABLES = frozenset(
    {
        "access.User",
        "access.Partnership",
        "access.RoleHolding",
        "access.SingleSignOnIdentity",
        "front_door.FrontDoor",  # which area's page of ways in an address is
    }
)

_PARTNERSHIP = f"(SELECT nullif(current_setting('{PARTNERSHIP}', true), '')::uuid)"
_SIGN_IN = f"(SELECT coalesce(current_setting('{WINDOW}', true), '') = '{SIGN_IN}')"


class Unprotected(Exception):
    """A table that no rule covers; the message names it and says what to do."""


@dataclass(frozen=True)
class Lock:
    """One table's lock: what may be done with it, and which of its rows are seen (empty: all)."""

    label: str
    table: str
    grant: str
    rows: str


def every_table() -> list[type[models.Model]]:
    """Every table that Django knows, those between many and many among them."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def locks() -> list[Lock]:
    """The lock of each table; raises ``Unprotected`` for one that no rule covers."""
    return [_lock(model) for model in every_table()]


def _lock(model: type[models.Model]) -> Lock:
    label, table = model._meta.label, model._meta.db_table
    if label in SHARED:
        return Lock(label, table, SHARED[label][0], "")
    final = ADD + ", DELETE" if issubclass(model, FinalRow) else ALL
    return Lock(label, table, GRANTS.get(label, final), _rows(model))


def _rows(model: type[models.Model]) -> str:
    """The condition on a row: its own partnership, or that each row it belongs to can be seen."""
    if model._meta.label == "access.Partnership":
        return f"id = {_PARTNERSHIP}"
    columns = {field.column for field in model._meta.concrete_fields}
    if "partnership_id" in columns:
        return f"partnership_id = {_PARTNERSHIP}"
    parents = [
        (field.column, field.related_model._meta.db_table, field.target_field.column)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and not field.null
        and isinstance(field.related_model, type)
        and field.related_model._meta.label not in SHARED
    ]
    if not parents:
        raise Unprotected(
            f"{model._meta.label} has no partnership and belongs to no row that has one. Give it a partnership, "
            "or say in safelight/access/locks.py why all partnerships share it."
        )
    return " AND ".join(
        f'EXISTS (SELECT 1 FROM "{parent}" AS parent WHERE parent."{key}" = "{model._meta.db_table}"."{column}")'  # noqa: S608 names of our own tables
        for column, parent, key in parents
    )


def statements(role: str, tables: set[str]) -> Iterator[str]:
    """Everything for PostgreSQL, for the tables that are there; the same again changes nothing."""
    yield f'GRANT USAGE ON SCHEMA public TO "{role}";'
    for lock in locks():
        if lock.table not in tables:
            continue
        yield f'REVOKE ALL ON "{lock.table}" FROM "{role}", PUBLIC;'
        if lock.grant:
            yield f'GRANT {lock.grant} ON "{lock.table}" TO "{role}";'
        yield f'DROP POLICY IF EXISTS safelight_own ON "{lock.table}";'
        yield f'DROP POLICY IF EXISTS safelight_sign_in ON "{lock.table}";'
        if not lock.rows:
            yield f'ALTER TABLE "{lock.table}" DISABLE ROW LEVEL SECURITY;'
            continue
        yield f'ALTER TABLE "{lock.table}" ENABLE ROW LEVEL SECURITY;'
        yield (
            f'CREATE POLICY safelight_own ON "{lock.table}" TO "{role}" USING ({lock.rows}) WITH CHECK ({lock.rows});'
        )
        if lock.label in SIGN_IN_TABLES:
            yield f'CREATE POLICY safelight_sign_in ON "{lock.table}" FOR SELECT TO "{role}" USING ({_SIGN_IN});'
    yield f'GRANT SELECT ON "django_migrations" TO "{role}";'


def secure(role: str, using: str = DEFAULT_DB_ALIAS) -> None:
    """Put every lock in place, in one transaction. Run by the owner, after each migration.

    Raises ``Unprotected``, and ``LookupError`` where the application's role is missing and can't be made here.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _have_role(connection, role)
            # Two runs at once would both replace the same policy, and one would fail.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('safelight.locks'))")
            cursor.execute("\n".join(statements(role, tables)))
        if {"audit_entry", "audit_chain"} <= tables:
            for statement in audit_locks.statements(connection.vendor):
                cursor.execute(statement)


def _have_role(connection: BaseDatabaseWrapper, role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone():
            return
        cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            raise LookupError(f'there is no role "{role}": let an administrator of PostgreSQL make it')
        # Cannot sign in until somebody gives it a password. Another run may make it at this very moment.
        cursor.execute(
            f'DO $$ BEGIN CREATE ROLE "{role}" NOLOGIN; '
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
