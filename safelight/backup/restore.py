"""Putting a backup back: into a new place, proven there, and only then in the place of the record that runs."""

import contextlib
import io
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.core.management import call_command
from django.db import DatabaseError, connections

from safelight.access import queries as access
from safelight.audit import queries as audit
from safelight.audit.models import Kind
from safelight.backup import actions, after_restore, archive, places, postgres, revoked, schema, sqlite
from safelight.backup.archive import Manifest, Sink, Table
from safelight.backup.errors import Refused
from safelight.backup.places import Place
from safelight.backup.stream import Reader
from safelight.core import clock


@dataclass(frozen=True)
class Choices:
    """What the operator said beside the file."""

    into: str = ""  # the address of an empty PostgreSQL database, when the live one is not empty
    server_is_stopped: bool = False
    migrate: bool = False
    live_is_lost: bool = False
    despite_audit_faults: bool = False


@dataclass
class Restored:
    """What a restore did, in numbers, and where the record before it stands now."""

    rows: int = 0
    files: int = 0
    steps: dict[str, int] = field(default_factory=dict)
    compared: bool = False  # whether there was a live record whose disposals and revocations were carried over
    aside: list[Path] = field(default_factory=list)
    into: str = ""


def restore(*, file: Path, key: bytes, choices: Choices) -> Restored:
    """Restore the backup. Raises ``Refused``, with the running data as they were, for anything that does not hold.

    The order is: look at the header; read the backup to its end; read from the live record what must not come alive
    again; write the copy to a new place; compare every table and file with what the backup says; walk the audit
    chains; apply what was read, and end all sessions; and only then swap, with the old record kept aside.
    """
    live = places.live()
    target = places.at_address(choices.into, live.data) if choices.into else live
    _look(file, key, live, target, choices)
    actions.check(file=file, key=key)
    carried = _read_live(live, choices)
    with _new_place(target) as new:
        manifest, sums = _write(file, key, new)
        _compare(manifest, new)
        done = Restored(rows=manifest.rows, files=len(sums.files), compared=carried is not None, into=choices.into)
        with places.in_use(new):
            _finish(done, carried, choices)
        _swap(live, new, done, choices)
    return done


def _look(file: Path, key: bytes, live: Place, target: Place, choices: Choices) -> None:
    with actions.opened(file) as source:
        facts = Reader(source, key).facts
    if facts["engine"] != target.engine:
        raise Refused(f"This backup was made from {facts['engine']}; the record here stands in {target.engine}.")
    age = schema.age(facts["schema"])
    if age is schema.Age.NEWER:
        raise Refused("This backup was made by a newer Safelight. Bring this one up to date first, then restore.")
    if age is schema.Age.OLDER and not choices.migrate:
        raise Refused(
            "This backup was made by an older Safelight: its tables are not those of this release. Restore it with"
            " that release; or give --migrate to restore it and bring the copy up to date."
        )
    if target.engine == "postgresql" and not target.is_empty():
        raise Refused(
            f"The database “{target.database['NAME']}” holds a record already, which is never written over. Make an"
            " empty one (createdb) and name it: safelight restore FILE --into postgresql://user@host/name"
        )
    if choices.into and target.engine != live.engine:
        raise Refused("--into names a PostgreSQL database; the record here stands in SQLite and is replaced in place.")
    if live.is_empty() and not _holds_files(live):
        return
    if not choices.server_is_stopped:
        raise Refused(
            "A record stands here. Stop the server and every job, so that nothing is written that would be lost, and"
            " say so with --server-is-stopped."
        )
    if live.engine == "postgresql" and not live.is_empty() and (others := postgres.others_connected(live.postgresql)):
        raise Refused(
            f"Other connections to “{live.database['NAME']}” are open ({others}): stop the server and every job."
        )


def _holds_files(place: Place) -> bool:
    return place.files.is_dir() and any(place.files.iterdir())


def _read_live(live: Place, choices: Choices) -> list[tuple[after_restore.Step, Any]] | None:
    """What each step read, or None where there is no live record to read from."""
    if choices.live_is_lost or live.is_empty():
        return None
    try:
        with places.in_use(live):
            return [(step, step.read()) for step in after_restore.steps()]
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise Refused(
            "The record that stands here cannot be read, so nobody can tell what was disposed of, or whose access was"
            " ended, since the backup was made. If it is lost, say so with --live-is-lost, and go through the list of"
            " disposals and of people who left by hand afterwards."
        ) from error


@contextmanager
def _new_place(target: Place) -> Iterator[Place]:
    """A folder beside the record (and for SQLite the database in it) that is taken away again at the end."""
    target.data.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="restore-", dir=target.data))
    try:
        if target.engine == "sqlite":
            yield Place({**target.database, "NAME": str(folder / "database.sqlite3")}, folder)
        else:
            filled = Place(target.database, folder)
            try:
                yield filled
            except BaseException:
                # It was empty before (pg_restore refuses another), so what stands there now is ours.
                with contextlib.suppress(Exception):
                    postgres.empty(filled.postgresql)
                raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Into(Sink):
    """Writes what an archive holds to a new place."""

    def __init__(self, files: Path, database: Callable[[bytes], object]) -> None:
        self._files, self._database = files, database

    def database(self, data: bytes) -> None:
        self._database(data)

    def file(self, name: str, content: IO[bytes], size: int) -> str:
        path = self._files / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            taken = archive.copy(content, out)
            out.flush()
            os.fsync(out.fileno())
        return taken


def _write(file: Path, key: bytes, new: Place) -> tuple[Manifest, archive.Sums]:
    with actions.opened(file) as source:
        reader = Reader(source, key)
        if new.engine == "sqlite":
            with os.fdopen(os.open(new.sqlite, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                read = archive.read(reader, _Into(new.files, out.write))
                out.flush()
                os.fsync(out.fileno())
            return read
        filling = postgres.Filling(new.postgresql)
        try:
            read = archive.read(reader, _Into(new.files, filling.write))
            filling.finish()
        except BaseException:
            filling.give_up()
            raise
        return read


def _compare(manifest: Manifest, new: Place) -> None:
    if new.engine == "sqlite":
        sqlite.check(new.sqlite)
        found = sqlite.tables(new.sqlite)
    else:
        found = postgres.tables(new.postgresql)
    if different := _different(manifest.tables, found):
        raise Refused(f"The restored tables are not those that were backed up: {', '.join(different)}.")


def _different(wanted: dict[str, Table], found: dict[str, Table]) -> list[str]:
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def _finish(done: Restored, carried: list[tuple[after_restore.Step, Any]] | None, choices: Choices) -> None:
    """With the restored record as the database: bring it up to date, prove its log, let nothing come alive again."""
    if choices.migrate:
        call_command("migrate", verbosity=0, interactive=False)
    broken = sum(len(audit.faults(partnership.pk)) for partnership in list(access.partnerships()))
    if broken and not choices.despite_audit_faults:
        raise Refused(
            f"The audit log in this backup has {broken} faults: it was altered before the backup was made. Give"
            " --despite-audit-faults to restore it all the same; the faults stay in it."
        )
    for step, read in carried or []:
        done.steps[step.name] = step.apply(read)
    done.steps["sessions_ended"] = revoked.end_sessions()
    actions.note_for_all("backup.restored", Kind.CHANGE, {"rows": done.rows, "files": done.files, **done.steps})
    if connections["default"].vendor == "postgresql":
        call_command("secure_database", verbosity=0, stdout=io.StringIO())  # the copy brings no grants of its own
    connections["default"].close()


def _swap(live: Place, new: Place, done: Restored, choices: Choices) -> None:
    """Put the new place in the place of the old, which is kept aside; the database last, in one step of the disk."""
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    aside = [(live.files, live.files.with_name(f"{live.files.name}.before-{stamp}"))]
    if new.engine == "sqlite":
        sqlite.alone(new.sqlite)
        os.chmod(new.sqlite, 0o600)
        if live.sqlite.exists():
            _set_down(live.sqlite, choices)
            # Left behind only where the live record is lost: the new database must not read them as its own.
            for companion in (Path(f"{live.sqlite}-wal"), Path(f"{live.sqlite}-shm")):
                aside.append((companion, companion.with_name(f"{companion.name}.before-{stamp}")))
    undo: list[tuple[Path, Path]] = []
    try:
        for old, kept in aside:
            if old.exists():
                os.rename(old, kept)
                undo.append((kept, old))
                done.aside.append(kept)
        if new.files.exists():
            os.rename(new.files, live.files)
            undo.append((live.files, new.files))
        if new.engine == "sqlite":
            live.sqlite.parent.mkdir(parents=True, exist_ok=True)
            if live.sqlite.exists():
                kept = live.sqlite.with_name(f"{live.sqlite.name}.before-{stamp}")
                os.link(live.sqlite, kept)
                done.aside.append(kept)
            os.replace(new.sqlite, live.sqlite)
            actions.sync_folder(live.sqlite.parent)
    except OSError as error:
        for here, there in reversed(undo):
            os.rename(here, there)
        raise Refused(f"The restored record could not be put in place: {error.strerror or error}.") from error
    actions.sync_folder(live.data)


def _set_down(database: Path, choices: Choices) -> None:
    """Bring the live database into its one file, which shows as well that nobody has it open."""
    connections["default"].close()
    try:
        sqlite.alone(database)
    except sqlite3.DatabaseError as error:
        if not choices.live_is_lost:
            raise Refused(f"The database that stands here cannot be closed: {error}.") from error
