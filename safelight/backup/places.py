"""Where the record stands: which database, which folder, and how to look at another one for a while."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dj_database_url
from django.conf import settings
from django.db import connections

from safelight.backup import postgres
from safelight.backup.errors import Refused
from safelight.files import storage

# The folder of the data folder that holds what people attached. The key that signs sessions, collected static files and
# logs are made again, and stand in no backup.
FILES = "files"


@dataclass(frozen=True)
class Place:
    """A database and the folder with its files."""

    database: Mapping[str, Any]  # as in Django's DATABASES
    data: Path

    @property
    def engine(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return "sqlite" if self.database["ENGINE"].endswith("sqlite3") else "postgresql"

    @property
    def sqlite(self) -> Path:
        """The file of a SQLite database."""
        return Path(self.database["NAME"])

    @property
    def postgresql(self) -> dict[str, Any]:
        """libpq's parameters of a PostgreSQL database."""
        return postgres.parameters(self.database)

    @property
    def files(self) -> Path:
        """The folder of attached files; it may be missing."""
        return self.data / FILES

    def is_empty(self) -> bool:
        """Whether no record stands here yet."""
        if self.engine == "sqlite":
            return not self.sqlite.exists() or self.sqlite.stat().st_size == 0
        return postgres.is_empty(self.postgresql)


def live() -> Place:
    """The record that the settings name; as the database's owner where the settings name one."""
    database = connections["default"].settings_dict
    if owner := os.environ.get("SAFELIGHT_OWNER_DATABASE_URL"):
        database = {**database, **_parsed(owner)}
    return Place(database, Path(settings.DATA))


def at_address(address: str, data: Path) -> Place:
    """The PostgreSQL database at a ``postgresql://`` address, with the live files' folder.

    What the address leaves out is as for the live one: ``postgresql:///safelight_new`` is another database of the same
    server and role, and no password stands on the command line.
    """
    return Place({**live().database, **{name: value for name, value in _parsed(address).items() if value}}, data)


def _parsed(address: str) -> dict[str, Any]:
    found = dict(dj_database_url.parse(address))
    if not str(found.get("ENGINE", "")).endswith("postgresql"):
        raise Refused("The address of a PostgreSQL database is needed: postgresql://user@host/name")
    return {
        name: found[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS") if name in found
    }


@contextmanager
def in_use(place: Place) -> Iterator[None]:
    """Inside the block Django's ``default`` database is that of ``place``, and attached files are those beside it."""
    kept = connections["default"]
    other = type(kept)({**kept.settings_dict, **place.database}, "default")
    connections["default"] = other
    try:
        with storage.beside(place.data):
            yield
    finally:
        other.close()
        connections["default"] = kept
