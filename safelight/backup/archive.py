"""What is inside the encryption: a compressed tar archive, read and written as a stream.

``manifest.json`` says what follows and how each table must look; ``database/00000001`` and on are the copy of the
database in pieces, in the database's own format; ``files/...`` are the files of the data folder; ``end.json`` holds the
SHA-256 of each file. So a backup can be opened without Safelight, by anybody who has the key.
"""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, cast

from safelight.backup.errors import Damaged
from safelight.backup.stream import Reader, Writer

PIECE = 1 << 20
MANIFEST, DATABASE, FILES, END = "manifest.json", "database/", "files/", "end.json"


@dataclass(frozen=True)
class Table:
    """How many rows a table holds, and the SHA-256 over all its rows in the order of their keys."""

    rows: int
    sha256: str


@dataclass
class Manifest:
    """What a backup says of itself, inside the encryption."""

    engine: str
    tables: dict[str, Table]

    def to_json(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"engine": self.engine, "tables": {name: [t.rows, t.sha256] for name, t in self.tables.items()}}

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> "Manifest":
        """The manifest of these plain values."""
        return cls(content["engine"], {name: Table(rows, sha) for name, (rows, sha) in content["tables"].items()})

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(table.rows for table in self.tables.values())


@dataclass
class Sums:
    """What went by while an archive was written or read."""

    database_bytes: int = 0
    files: dict[str, str] = field(default_factory=dict)  # path below the data folder's files → SHA-256


def write(out: Writer, manifest: Manifest, database: Iterable[bytes], files: Path) -> Sums:
    """Write a whole archive and seal its end. ``files`` is the folder whose files are copied; it may be missing."""
    sums = Sums()
    with (
        gzip.GzipFile(fileobj=cast(BinaryIO, out), mode="wb", filename="", compresslevel=1, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", bufsize=PIECE) as tar,
    ):
        _add(tar, MANIFEST, json.dumps(manifest.to_json()).encode())
        for number, piece in enumerate(_pieces(database), 1):
            _add(tar, f"{DATABASE}{number:08d}", piece)
            sums.database_bytes += len(piece)
        for path in _regular_files(files):
            _add_file(tar, path, path.relative_to(files).as_posix(), sums)
        _add(tar, END, json.dumps({"database_bytes": sums.database_bytes, "files": sums.files}).encode())
    out.finish()
    return sums


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= PIECE:
            yield bytes(waiting[:PIECE])
            del waiting[:PIECE]
    if waiting:
        yield bytes(waiting)


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))
    _forget(tar)


def _forget(tar: tarfile.TarFile) -> None:
    """tarfile remembers each entry that went by; a large record has thousands."""
    tar.members = []  # type: ignore[attr-defined]


def _regular_files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


class _Hashing(io.RawIOBase):
    """Reads a file and takes its SHA-256 on the way."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.sha256 = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.sha256.update(data)
        return data


def _add_file(tar: tarfile.TarFile, path: Path, name: str, sums: Sums) -> None:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return  # disposed of since the folder was listed
    with file:
        entry = tarfile.TarInfo(FILES + name)
        entry.size, entry.mode = path.stat().st_size, 0o600
        hashing = _Hashing(file)
        tar.addfile(entry, cast(IO[bytes], hashing))
        _forget(tar)
    sums.files[name] = hashing.sha256.hexdigest()


class Sink:
    """Takes what an archive holds, piece by piece. This one keeps nothing: to check is to read to the end."""

    def manifest(self, manifest: Manifest) -> None:
        """Called first, once."""

    def database(self, data: bytes) -> None:
        """Called for each piece of the database, in order."""

    def file(self, name: str, content: IO[bytes], size: int) -> str:
        """Called for each file, with its path below the files' folder: the SHA-256 of what was taken."""
        return copy(content, None)


def copy(content: IO[bytes], out: IO[bytes] | None) -> str:
    """Copy all of ``content`` to ``out`` (or nowhere) in pieces; its SHA-256."""
    seen = hashlib.sha256()
    while piece := content.read(PIECE):
        seen.update(piece)
        if out is not None:
            out.write(piece)
    return seen.hexdigest()


def read(source: Reader, sink: Sink) -> tuple[Manifest, Sums]:
    """Give everything to ``sink``, to the proven end. Raises ``Damaged`` when anything is missing or different."""
    sums, manifest, end = Sums(), None, None
    try:
        with (
            gzip.GzipFile(fileobj=cast(BinaryIO, source), mode="rb") as packed,
            tarfile.open(fileobj=packed, mode="r|", bufsize=PIECE) as tar,
        ):
            for entry in tar:
                _forget(tar)
                content = tar.extractfile(entry)
                if content is None:
                    raise Damaged("This backup holds something that is not a file.")
                if entry.name == MANIFEST:
                    manifest = Manifest.from_json(json.loads(content.read()))
                    sink.manifest(manifest)
                elif entry.name.startswith(DATABASE):
                    data = content.read()
                    sums.database_bytes += len(data)
                    sink.database(data)
                elif entry.name.startswith(FILES):
                    name = _safe(entry.name.removeprefix(FILES))
                    sums.files[name] = sink.file(name, content, entry.size)
                elif entry.name == END:
                    end = json.loads(content.read())
        source.drain()
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Damaged("What this backup holds cannot be read.") from error
    if manifest is None or end != {"database_bytes": sums.database_bytes, "files": sums.files}:
        raise Damaged("This backup does not hold all that it should.")
    return manifest, sums


def _safe(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise Damaged("This backup names a file outside its folder.")
    return name
