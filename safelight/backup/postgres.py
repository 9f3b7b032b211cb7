"""Copying a PostgreSQL database in one snapshot with pg_dump, and filling an empty one with pg_restore."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from safelight.backup.archive import PIECE, Table
from safelight.backup.errors import Refused

# So that the same row gives the same text wherever it stands. Row security is off, which is an error and not a
# silent gap where the role may not see every row.
_SETTINGS = (
    "SET TimeZone = 'UTC'",
    "SET DateStyle = 'ISO, YMD'",
    "SET IntervalStyle = 'postgres'",
    "SET extra_float_digits = 1",
    "SET bytea_output = 'hex'",
    "SET client_encoding = 'UTF8'",
    "SET row_security = off",
)

Parameters = Mapping[str, Any]  # libpq's names and values, as Django's connection gives them


def parameters(settings: Mapping[str, Any]) -> dict[str, Any]:
    """libpq's parameters of a Django database setting."""
    named = {
        "dbname": settings.get("NAME"),
        "user": settings.get("USER"),
        "password": settings.get("PASSWORD"),
        "host": settings.get("HOST"),
        "port": settings.get("PORT"),
    }
    allowed = {"sslmode", "sslrootcert", "sslcert", "sslkey", "service", "passfile", "connect_timeout", "options"}
    named |= {name: value for name, value in (settings.get("OPTIONS") or {}).items() if name in allowed}
    return {name: value for name, value in named.items() if value not in (None, "")}


def connect(where: Parameters, **more: Any) -> psycopg.Connection[Any]:
    """A connection apart from Django's. Raises ``Refused`` when the database cannot be reached."""
    try:
        return psycopg.connect(make_conninfo(**where), **more)
    except psycopg.OperationalError as error:
        raise Refused(f"The database “{where.get('dbname')}” cannot be reached: {str(error).strip()}") from error


@dataclass(frozen=True)
class Snapshot:
    """One moment of a database, held open: its tables, and its dump as bytes."""

    tables: dict[str, Table]
    where: Parameters
    name: str
    program: str

    def pieces(self) -> Iterator[bytes]:
        """What pg_dump writes. Raises ``Refused`` when it fails, with what it said."""
        yield from _run_out(
            [self.program, "--format=custom", "--compress=0", "--no-password", f"--snapshot={self.name}"], self.where
        )


@contextmanager
def snapshot(where: Parameters) -> Iterator[Snapshot]:
    """The database at one moment: pg_dump is told to use the same snapshot as the digests (pg_export_snapshot)."""
    with connect(where, autocommit=False) as database, _as_owner():
        program = find("pg_dump", database.info.server_version // 10_000)
        database.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = database.execute("SELECT pg_export_snapshot()").fetchone()
        name = str(row[0]) if row else ""
        yield Snapshot(_tables(database), where, name, program)


def tables(where: Parameters) -> dict[str, Table]:
    """Every table with its rows and the digest of their content, in the order of their keys."""
    with connect(where, autocommit=False) as database, _as_owner():
        return _tables(database)


@contextmanager
def _as_owner() -> Iterator[None]:
    """Says what to do where the role may not read every row of every table."""
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise Refused(
            "This role may not read the whole record. Set SAFELIGHT_OWNER_DATABASE_URL to the address with the role"
            " that owns the tables."
        ) from error


def _tables(database: psycopg.Connection[Any]) -> dict[str, Table]:
    for setting in _SETTINGS:
        database.execute(setting.encode())
    names = database.execute(
        "SELECT schemaname, tablename FROM pg_tables"
        " WHERE schemaname <> 'information_schema' AND schemaname NOT LIKE 'pg\\_%' ORDER BY 1, 2"
    ).fetchall()
    return {f"{schema}.{name}": _digest(database, schema, name) for schema, name in names}


def _digest(database: psycopg.Connection[Any], schema: str, name: str) -> Table:
    table = sql.Identifier(schema, name)
    columns = database.execute(
        "SELECT attname, format_type(atttypid, atttypmod), attnum = ANY (coalesce(indkey::int2[], '{}'))"
        " FROM pg_attribute LEFT JOIN pg_index ON indrelid = attrelid AND indisprimary"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        [table.as_string(database)],
    ).fetchall()
    keys = [column for column, _, is_key in columns if is_key] or [column for column, _, _ in columns]
    order = sql.SQL(", ").join(sql.SQL('{}::text COLLATE "C"').format(sql.Identifier(key)) for key in keys)
    seen, rows = hashlib.sha256(repr([column[:2] for column in columns]).encode()), 0
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        sql.SQL(", ").join(sql.Identifier(column) for column, _, _ in columns), table, order
    )
    with database.cursor() as cursor, cursor.copy(query) as copied:
        for row in copied:
            seen.update(row)
            rows += 1
    return Table(rows, seen.hexdigest())


def is_empty(where: Parameters) -> bool:
    """Whether the database holds no table yet."""
    with connect(where) as database:
        return not _holds_tables(database)


def _holds_tables(database: psycopg.Connection[Any]) -> bool:
    found = database.execute(
        "SELECT 1 FROM pg_tables WHERE schemaname <> 'information_schema' AND schemaname NOT LIKE 'pg\\_%' LIMIT 1"
    ).fetchone()
    return found is not None


def empty(where: Parameters) -> None:
    """Take away a restore that did not hold, from a database that was empty before it."""
    with connect(where) as database:
        database.execute("DROP SCHEMA public CASCADE")
        database.execute("CREATE SCHEMA public AUTHORIZATION pg_database_owner")


def others_connected(where: Parameters) -> int:
    """How many other connections the database has now."""
    with connect(where) as database:
        row = database.execute(
            "SELECT count(*) FROM pg_stat_activity"
            # What else there is to know of another role's connections is hidden from an owner who is no superuser.
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL"
        ).fetchone()
        return int(row[0]) if row else 0


class Filling:
    """pg_restore at work on an empty database, in one transaction: all of it stands afterwards, or nothing."""

    def __init__(self, where: Parameters) -> None:
        with connect(where) as database:
            if _holds_tables(database):
                raise Refused(
                    f"The database “{where.get('dbname')}” is not empty. Restore into a new one, and nothing is lost."
                )
            program = find("pg_restore", database.info.server_version // 10_000)
        command = [program, "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", "--no-password"]
        arguments, environment = _reach(where)
        self._process = subprocess.Popen(  # noqa: S603 (our own arguments, no shell)
            [*command, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
        )

    def write(self, data: bytes) -> None:
        """The next piece of the dump."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
        except BrokenPipeError:
            self.finish()

    def finish(self) -> None:
        """Wait for the end. Raises ``Refused`` with what pg_restore said when it failed; then nothing stands."""
        _, said = self._process.communicate()
        if self._process.returncode != 0:
            words = _last_words(said)
            hint = " Make the roles of the operator’s guide first." if re.search(r'role "\S+" does not', words) else ""
            raise Refused(f"pg_restore failed, and nothing was written: {words}{hint}")

    def give_up(self) -> None:
        """End pg_restore; its transaction ends with it and nothing stands."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()


def _run_out(command: list[str], where: Parameters) -> Iterator[bytes]:
    arguments, environment = _reach(where)
    process = subprocess.Popen(  # noqa: S603 (our own arguments, no shell)
        [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    assert process.stdout is not None and process.stderr is not None
    try:
        while piece := process.stdout.read(PIECE):
            yield piece
        said = process.stderr.read()
        if process.wait() != 0:
            raise Refused(f"pg_dump failed: {_last_words(said)}")
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _reach(where: Parameters) -> tuple[list[str], dict[str, str]]:
    """The database as an argument, and the password in the environment, where other people's `ps` does not show it."""
    open_to_see = {name: value for name, value in where.items() if name != "password"}
    environment = {**os.environ, "LC_ALL": "C"}
    if "password" in where:
        environment["PGPASSWORD"] = str(where["password"])
    return ["--dbname", make_conninfo(**open_to_see)], environment


def _last_words(said: bytes) -> str:
    return " ".join(said.decode("utf-8", "replace").split())[-600:] or "it said nothing"


def find(program: str, server: int) -> str:
    """The path of a PostgreSQL program that is not older than the server (its major version).

    Raises ``Refused`` with what to install: an older pg_dump refuses a newer server.
    """
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: folder.parent.name)
    candidates = [str(folder / program) for folder in folders if (folder / program).is_file()]
    if found := shutil.which(program):
        candidates.append(found)
    for candidate in candidates:
        said = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
        version = re.search(r"(\d+)(?:\.\d+|beta|rc|devel)", said.stdout)
        if version and int(version.group(1)) >= server:
            return candidate
    raise Refused(
        f"{program} of PostgreSQL {server} or newer is needed here. "
        f"On Debian: apt-get install postgresql-client-{server}"
    )
