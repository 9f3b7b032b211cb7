"""The operator's key: one line in a file of its own, which stands in no backup."""

import base64
import binascii
import os
import secrets
import stat
from pathlib import Path

from safelight.backup.errors import Refused

LENGTH = 32  # bytes
_BEGINS = "safelight-backup-key-1 "


def make(path: Path) -> bytes:
    """Make a key in a new file that only its owner reads; the key. Raises ``Refused`` where a file stands already."""
    key = secrets.token_bytes(LENGTH)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Refused(
            f"{path} exists already. A key is never written over: backups made with it would be lost."
        ) from error
    except OSError as error:
        raise Refused(f"The key could not be written to {path}: {error.strerror}.") from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(_BEGINS + base64.urlsafe_b64encode(key).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def read(path: Path) -> bytes:
    """The key in ``path``. Raises ``Refused`` when there is none, or when everybody on the machine may read it."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & stat.S_IROTH:
            raise Refused(f"Everybody on this machine may read the key in {path}. Close it first: chmod 600 {path}")
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"No key could be read from {path}.") from error
    try:
        key = base64.urlsafe_b64decode(text.removeprefix(_BEGINS).strip())
    except (binascii.Error, ValueError):
        key = b""
    if not text.startswith(_BEGINS) or len(key) != LENGTH:
        raise Refused(f"{path} does not hold a backup key. Make one with: safelight backup key --to {path}")
    return key
