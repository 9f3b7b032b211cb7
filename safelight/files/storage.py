"""Where the bytes lie: ``files`` in the data folder, and ``sealed`` beside it, which no page and no backup reads.

Names are our own ids. Folders are the server's alone (0700), files too (0600); what is sealed is not even readable
(0000). They are not encrypted here: the disk is (see the operator's guide), and backups are.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from uuid import UUID

from django.conf import settings

_data: ContextVar[Path | None] = ContextVar("data", default=None)


@contextmanager
def beside(data: Path) -> Iterator[None]:
    """Inside the block the files are those of another data folder: one that a restore is filling."""
    token = _data.set(data)
    try:
        yield
    finally:
        _data.reset(token)


def _folder(name: str) -> Path:
    folder = (_data.get() or Path(settings.DATA)) / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _kept(file_id: UUID) -> Path:
    return _folder("files") / str(file_id)


def _sealed(file_id: UUID) -> Path:
    return _folder("sealed") / str(file_id)


def write(file_id: UUID, body: bytes) -> None:
    """Keep the bytes of a new file."""
    handle = os.open(_kept(file_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())


def read(file_id: UUID) -> bytes | None:
    """The bytes of a kept file; None if there are none. What is sealed lies elsewhere and is never read."""
    try:
        return _kept(file_id).read_bytes()
    except FileNotFoundError:
        return None


def seal(file_id: UUID) -> None:
    """Put a file out of everybody's reach, without opening it. Again changes nothing."""
    try:
        os.replace(_kept(file_id), _sealed(file_id))
    except FileNotFoundError:
        return
    _sealed(file_id).chmod(0)


def drop_copy(file_id: UUID) -> None:
    """Remove the copy of a file that an older backup brought back; what is sealed stays."""
    _kept(file_id).unlink(missing_ok=True)


def remove(file_id: UUID) -> None:
    """Remove a file, kept or sealed. Again changes nothing."""
    _kept(file_id).unlink(missing_ok=True)
    _sealed(file_id).unlink(missing_ok=True)
