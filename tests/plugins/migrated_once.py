"""On SQLite the test database is migrated once for each state of the migrations, and copied from then on.

Migrating takes longer than most tests. The copy stands in the folder of caches under a name that is the hash of every
migration and of whatever else writes into the database while it is made; when one of them changes, it is made anew.
Django still runs ``migrate`` on the copy, so a migration that the hash misses is applied all the same.
"""

import hashlib
import os
import sqlite3
from pathlib import Path
from typing import Any

import django
from django.db.backends.sqlite3.creation import DatabaseCreation

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"


def template() -> Path:
    """Where the copy for the migrations as they stand is, or would be."""
    written = hashlib.sha256(django.__version__.encode())
    for pattern in ("*/migrations/*.py", "*/locks.py"):
        for path in sorted((ROOT / "safelight").glob(pattern)):
            written.update(str(path.relative_to(ROOT)).encode())
            written.update(path.read_bytes())
    return CACHE / f"migrated-{written.hexdigest()[:20]}.sqlite3"


def pytest_configure() -> None:
    """Databases in memory begin as the copy; the first that is made without one leaves it for the others."""
    migrate = DatabaseCreation.create_test_db

    def create_test_db(self: DatabaseCreation, *args: Any, **kwargs: Any) -> str:
        name = self._get_test_db_name()
        if not self.is_in_memory_db(name):
            return migrate(self, *args, **kwargs)
        kept = template()
        # A database in memory is there for as long as somebody is connected to it.
        with_it = sqlite3.connect(name, uri=True)
        try:
            if kept.exists():
                _copy(sqlite3.connect(kept), with_it)
            made = migrate(self, *args, **kwargs)
            if not kept.exists():
                self.connection.ensure_connection()
                _keep(self.connection.connection, kept)
            return made
        finally:
            with_it.close()

    DatabaseCreation.create_test_db = create_test_db


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    try:
        source.backup(target)
    finally:
        source.close()


def _keep(connection: sqlite3.Connection, kept: Path) -> None:
    kept.parent.mkdir(exist_ok=True)
    for older in kept.parent.glob("migrated-*.sqlite3"):
        older.unlink(missing_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    target = sqlite3.connect(unfinished)
    try:
        connection.backup(target)
    finally:
        target.close()
    unfinished.replace(kept)
