"""Copying and replacing a SQLite database while its server may be writing."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from safelight.backup.archive import PIECE, Table
from safelight.backup.errors import Refused

_QUICK = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"


@contextmanager
def snapshot(database: Path, folder: Path) -> Iterator[Path]:
    """The database as it is at one moment, as a file in ``folder`` that only its owner reads; removed afterwards.

    SQLite's online backup takes all pages in one step, that is in one read transaction: writers go on, and what they
    write meanwhile is not in the copy. The copy stands in the clear for this time, in the folder of the database.
    """
    if not database.is_file():
        raise Refused(f"There is no database at {database}.")
    needed, free = database.stat().st_size, shutil.disk_usage(folder).free
    if free < needed * 1.1 + PIECE:
        raise Refused(f"The copy of the database needs {needed >> 20} MB in {folder}; only {free >> 20} MB are free.")
    path = folder / f"backup-{os.getpid()}.sqlite3"
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    os.chmod(path, 0o600)
    try:
        with (
            closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, timeout=60)) as source,
            closing(sqlite3.connect(path)) as target,
        ):
            target.executescript(_QUICK)
            source.backup(target, pages=-1)
        alone(path)
        yield path
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)


def pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def alone(path: Path) -> None:
    """Bring everything into the one file, so that it can be moved. Raises ``Refused`` while anybody has it open."""
    with closing(sqlite3.connect(path, timeout=2)) as database:
        try:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            mode = database.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            mode = "locked"
        if mode != "delete":
            raise Refused(f"Something still has {path} open: stop the server and every job first.")


def tables(path: Path) -> dict[str, Table]:
    """Every table with its rows and the digest of their content, in the order of their keys."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        names = [
            name
            for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            )
        ]
        return {name: _digest(database, name) for name in sorted(names)}


def _digest(database: sqlite3.Connection, table: str) -> Table:
    quoted = '"' + table.replace('"', '""') + '"'
    columns = database.execute(f"PRAGMA table_info({quoted})").fetchall()
    keys = [name for _, name, _, _, _, place in sorted(columns, key=lambda column: column[5]) if place]
    order = ", ".join('"' + name.replace('"', '""') + '"' for name in keys) or "rowid"
    seen, rows = hashlib.sha256(repr([column[1:3] for column in columns]).encode()), 0
    for row in database.execute(f"SELECT * FROM {quoted} ORDER BY {order}"):  # noqa: S608 (names from the database)
        seen.update(repr(row).encode("utf-8", "surrogatepass"))
        rows += 1
    return Table(rows, seen.hexdigest())


def check(path: Path) -> None:
    """Raises ``Refused`` when SQLite finds its own file broken, or a row that points nowhere."""
    with closing(sqlite3.connect(path)) as database:
        if database.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise Refused("SQLite finds the restored database broken.")
        if database.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise Refused("The restored database holds rows that point to rows that are not there.")
