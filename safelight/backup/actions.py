"""Making a backup, and reading one to its end."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safelight.access import queries as access
from safelight.audit import actions as audit
from safelight.audit.models import Kind
from safelight.backup import archive, places, postgres, schema, sqlite
from safelight.backup.archive import Manifest, Sink, Sums
from safelight.backup.errors import Refused
from safelight.backup.stream import Reader, Writer
from safelight.core import clock


@dataclass(frozen=True)
class Summary:
    """What a backup holds, in numbers."""

    created_at: str
    engine: str
    tables: int
    rows: int
    files: int
    size: int  # bytes of the encrypted file

    def __str__(self) -> str:
        return (
            f"{self.engine}, made {self.created_at}: {self.tables} tables, {self.rows} rows, {self.files} files, "
            f"{self.size} bytes encrypted"
        )


def make(*, to: Path, key: bytes) -> Summary:
    """Write the live record to the new file ``to``, read it back to its end, and note it in each partnership's log.

    Consistent while the server runs: the database is copied as it was at one moment, and files, which are written once
    and before their row, afterwards. Raises ``Refused``; then there is no file.
    """
    place = places.live()
    to = to.absolute()
    if to.exists():
        raise Refused(f"{to} exists already. A backup is never written over another: give a new name.")
    if to.is_relative_to(place.files.absolute()):
        raise Refused("A backup cannot stand among the files that it copies.")
    if place.is_empty():
        raise Refused("There is no record here to back up: no database was made yet.")
    partial = to.with_name(f"{to.name}.{os.getpid()}.partial")
    try:
        with _new_file(partial) as out, places.in_use(place):
            facts = {
                "created_at": clock.now().isoformat(timespec="seconds"),
                "engine": place.engine,
                "schema": schema.of_database(),
            }
            _write(place, Writer(out, key, facts))
        summary = check(file=partial, key=key)
        with places.in_use(place):
            note_for_all("backup.made", Kind.DOWNLOAD, {"rows": summary.rows, "files": summary.files})
        os.rename(partial, to)
        sync_folder(to.parent)
    except OSError as error:
        raise Refused(f"The backup could not be written: {error.strerror or error}.") from error
    finally:
        partial.unlink(missing_ok=True)
    return summary


def check(*, file: Path, key: bytes) -> Summary:
    """Decrypt and read a whole backup without keeping anything of it. Raises ``Refused`` or ``Damaged``."""
    with opened(file) as source:
        reader = Reader(source, key)
        manifest, sums = archive.read(reader, Sink())
    return summary_of(reader.facts, manifest, sums, file)


def summary_of(facts: dict[str, Any], manifest: Manifest, sums: Sums, file: Path) -> Summary:
    """The numbers of a backup that was read to its end."""
    return Summary(
        created_at=str(facts["created_at"]),
        engine=manifest.engine,
        tables=len(manifest.tables),
        rows=manifest.rows,
        files=len(sums.files),
        size=file.stat().st_size,
    )


def _write(place: places.Place, out: Writer) -> None:
    if place.engine == "sqlite":
        with sqlite.snapshot(place.sqlite, place.sqlite.parent) as copied:
            archive.write(out, Manifest("sqlite", sqlite.tables(copied)), sqlite.pieces(copied), place.files)
    else:
        with postgres.snapshot(place.postgresql) as moment:
            archive.write(out, Manifest("postgresql", moment.tables), moment.pieces(), place.files)


def note_for_all(action: str, kind: str, counts: dict[str, int]) -> None:
    """An entry in the log of each partnership: what was done to the whole record, in numbers."""
    for partnership in list(access.partnerships()):
        audit.record_apart(partnership_id=partnership.pk, by=None, action=action, kind=kind, counts=counts)


@contextmanager
def opened(file: Path) -> Iterator[Any]:
    """The backup's bytes. Raises ``Refused`` when there is no such file."""
    try:
        source = file.open("rb")
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error
    with source:
        yield source


@contextmanager
def _new_file(path: Path) -> Iterator[Any]:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


def sync_folder(folder: Path) -> None:
    """Ask the disk to keep a rename in ``folder``, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
