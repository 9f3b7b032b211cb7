"""Which release's tables a backup holds, told by the last migration of each app."""

from enum import StrEnum

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


class Age(StrEnum):
    """A backup's tables beside those of this release."""

    SAME = "same"
    OLDER = "older"
    NEWER = "newer"


def of_database() -> dict[str, str]:
    """The last migration of each app that the database has had."""
    last: dict[str, str] = {}
    for app, name in MigrationRecorder(connection).applied_migrations():
        last[app] = max(name, last.get(app, ""))
    return last


def age(schema: dict[str, str]) -> Age:
    """Whether this release made tables like these, or has changed them since, or never knew them."""
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {})
    if any((app, name) not in known for app, name in schema.items()):
        return Age.NEWER
    last: dict[str, str] = {}
    for app, name in known:
        last[app] = max(name, last.get(app, ""))
    return Age.SAME if schema == last else Age.OLDER
