"""The database's own locks: put in place after each migration, and asked for by ``check --deploy --database``."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import connections
from django.db.models.signals import post_migrate

from safelight.access import locks, scope


def connect() -> None:
    """Listen for migrations, sign-ins and checks."""
    # Sent once for each app after all of them have migrated; one is enough.
    post_migrate.connect(_secure, sender=apps.get_app_config("access"), dispatch_uid="safelight.locks")
    register(Tags.database, deploy=True)(serving_as_owner)
    scope.connect()


def _secure(sender: AppConfig, using: str, **given: Any) -> None:
    if "plan" in given:  # a migration, not the emptying of tables, which makes none
        locks.secure(settings.APPLICATION_ROLE, using)


def serving_as_owner(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """A warning where pages would be served by a role that row-level security does not bind."""
    found: list[CheckMessage] = []
    for using in databases or []:
        connection = connections[using]
        if connection.vendor != "postgresql":
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_user, rolsuper OR rolbypassrls OR EXISTS (SELECT 1 FROM pg_class "
                "WHERE relname = 'access_partnership' AND relowner = pg_roles.oid) "
                "FROM pg_roles WHERE rolname = current_user"
            )
            name, bypasses = cursor.fetchone()
        if bypasses:
            found.append(
                CheckWarning(
                    f'The database role "{name}" is not bound by row-level security.',
                    hint="Serve pages as the application's role; see docs/guides/audit.md, Two roles.",
                    id="safelight.W001",
                )
            )
    return found
