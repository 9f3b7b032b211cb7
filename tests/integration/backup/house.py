"""A record of its own, on SQLite or PostgreSQL as the run has it, that commands are run on as an operator runs them."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url
import psycopg
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from psycopg import sql

from safelight.backup import places
from safelight.backup.places import Place
from safelight.config import cli
from tests.integration.backup import fill

ROOT = Path(__file__).resolve().parents[3]
LONGEST = 180  # seconds for one command

RUN = """
import importlib, json, sys
import django
django.setup()
module, name = sys.argv[1].split(":")
print(json.dumps(getattr(importlib.import_module(module), name)(**json.loads(sys.argv[2])), default=str))
"""


def engine() -> str:
    """The database that this run of the tests is about."""
    return connections.settings["default"]["ENGINE"].rsplit(".", 1)[1]


class Server:
    """PostgreSQL's databases of these tests; each is dropped at the end."""

    def __init__(self) -> None:
        found = connections.settings["default"]
        self._found, self.made = found, []

    def address(self, name: str) -> str:
        """The DATABASE_URL of a database."""
        f = self._found
        password = f":{quote(f['PASSWORD'], safe='')}" if f.get("PASSWORD") else ""
        port = f":{f['PORT']}" if f.get("PORT") else ""
        return f"postgresql://{f['USER']}{password}@{quote(f.get('HOST') or '', safe='')}{port}/{name}"

    def make(self, template: str = "template0") -> str:
        """The name of a new database."""
        name = f"backup_{uuid.uuid4().hex[:12]}"
        self._do(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        self.made.append(name)
        return name

    def close(self) -> None:
        """Drop what was made."""
        for name in self.made:
            self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _do(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as database:
            database.execute(statement)


@dataclass
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str


class House:
    """One installation: a data folder and a database."""

    def __init__(self, data: Path, server: Server | None, database: str = "") -> None:
        self.data, self.server, self.database = data, server, database
        self.data.mkdir(exist_ok=True)

    @property
    def url(self) -> str:
        """Its DATABASE_URL."""
        return self.server.address(self.database) if self.server else f"sqlite:///{self.data / 'safelight.sqlite3'}"

    @property
    def files(self) -> Path:
        """Its folder of attached files."""
        return self.data / "files"

    def environment(self) -> dict[str, str]:
        """What its commands are given."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("SAFELIGHT_", "PYTEST"))}
        own |= {"SAFELIGHT_DATA": str(self.data), "DATABASE_URL": self.url, "PYTHONPATH": str(ROOT)}
        return own | {"DJANGO_SETTINGS_MODULE": "safelight.config.settings"}

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Inside the block this process has this record as its own."""
        place = Place(dj_database_url.parse(self.url), self.data)
        with places.in_use(place), override_settings(DATA=self.data):
            yield

    def safelight(self, *arguments: object) -> Ran:
        """Run the ``safelight`` command."""
        out, err = io.StringIO(), io.StringIO()
        with self.in_use(), redirect_stdout(out), redirect_stderr(err):
            status = cli.main([str(argument) for argument in arguments])
        return Ran(status, out.getvalue(), err.getvalue())

    def safelight_apart(self, *arguments: object) -> Ran:
        """The same in a process of its own, as an operator types it."""
        command = [sys.executable, "-m", "safelight.config.cli", *map(str, arguments)]
        ran = subprocess.run(
            command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, timeout=LONGEST, check=False
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def manage(self, *arguments: str) -> None:
        """Run one of Django's commands; it must succeed."""
        with self.in_use():
            call_command(*arguments, verbosity=0)

    def call(self, function: str, **values: Any) -> Any:
        """What a function of ``fill.py`` answers on this record."""
        with self.in_use():
            return getattr(fill, function)(**values)

    def begin(self, function: str, **values: Any) -> subprocess.Popen[str]:
        """The same in a process of its own, without waiting."""
        return subprocess.Popen(
            [sys.executable, "-c", RUN, f"tests.integration.backup.fill:{function}", json.dumps(values, default=str)],
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def answer(self, process: subprocess.Popen[str]) -> Any:
        """What it answered."""
        out, err = process.communicate(timeout=LONGEST)
        assert process.returncode == 0, err
        return json.loads(out.splitlines()[-1])

    @contextmanager
    def held_open(self) -> Iterator[None]:
        """A connection as a server holds it between two requests."""
        if self.server is not None:
            with psycopg.connect(self.url):
                yield
            return
        with closing(sqlite3.connect(self.data / "safelight.sqlite3")) as database:
            database.execute("SELECT count(*) FROM access_user").fetchone()
            yield

    def count(self, table: str) -> int:
        """How many rows a table has now."""
        return len(self.rows()[table])

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, all columns, in order: read without any of our own code."""
        if self.server is None:
            with closing(sqlite3.connect(self.data / "safelight.sqlite3")) as database:
                names = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
                found = {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
        else:
            with psycopg.connect(self.url) as database:
                names = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
                found = {
                    name: database.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(name))).fetchall()
                    for (name,) in names
                }
        return {name: sorted(rows, key=repr) for name, rows in found.items()}

    def attached(self) -> dict[str, str]:
        """Every file with the hash of its content."""
        found = [path for path in self.files.rglob("*") if path.is_file()] if self.files.exists() else []
        return {
            path.relative_to(self.files).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found
        }

    def looks(self) -> tuple[Any, ...]:
        """All that must stay as it is when a restore is refused, leftovers in the data folder among it."""
        left = sorted(path.name for path in self.data.iterdir() if not path.name.endswith(("-wal", "-shm")))
        return self.rows(), self.attached(), left


def copy(house: House, data: Path) -> House:
    """Another installation with the same content."""
    shutil.copytree(house.data, data)
    if house.server is None:
        return House(data, None)
    return House(data, house.server, house.server.make(template=house.database))


def empty(like: House, data: Path) -> House:
    """A new installation without anything in it."""
    return House(data, like.server, like.server.make() if like.server else "")
