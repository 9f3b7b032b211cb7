"""One encrypted file: a header in the clear, then chunks that are each sealed in their place.

``MAGIC``, the format's number (two bytes), the length of the facts (four bytes), the facts as JSON, a salt of 32
random bytes; then the chunks. The key of this one file is derived from the operator's key, the salt and everything
before the chunks (HKDF, SHA-256), so that a header that was touched opens nothing. Each chunk is AES-256-GCM; its nonce
is its number and whether it is the last, so that chunks that were cut off, changed, swapped or added are found.
This is the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár. It knows nothing of Django.
"""

import hashlib
import json
import secrets
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from safelight.backup.errors import Damaged, Refused

MAGIC = b"SAFELIGHT BACKUP\n"
FORMAT = 1
CHUNK = 1 << 20  # bytes in the clear; all that is ever held in memory is two of these
TAG = 16
SALT = 32
LONGEST_FACTS = 1 << 20

_NUMBERS = struct.Struct(">HI")
_CUT_OR_ALTERED = "This backup was cut short or altered after it was made"


def key_id(key: bytes) -> str:
    """Sixteen characters that tell keys apart and do not help anybody to find the key."""
    return hashlib.sha256(b"safelight backup key id\n" + key).hexdigest()[:16]


def _header(facts: Mapping[str, Any], salt: bytes) -> bytes:
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()
    return MAGIC + _NUMBERS.pack(FORMAT, len(text)) + text + salt


def _cipher(key: bytes, header: bytes) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=header[-SALT:], info=b"safelight backup\n" + header)
    return AESGCM(derived.derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Writer:
    """Takes bytes in the clear and writes them sealed. Without ``finish()`` the file stays one that nobody can open."""

    def __init__(self, out: BinaryIO, key: bytes, facts: Mapping[str, Any], *, chunk: int = CHUNK) -> None:
        header = _header({**facts, "key": key_id(key), "chunk": chunk}, secrets.token_bytes(SALT))
        out.write(header)
        self._out, self._cipher, self._chunk = out, _cipher(key, header), chunk
        self._number, self._waiting = 0, bytearray()

    def write(self, data: bytes) -> int:
        """Take ``data``; how many bytes were taken, which is all of them."""
        self._waiting += data
        while len(self._waiting) > self._chunk:  # the last chunk is sealed by finish() alone
            self._seal(bytes(self._waiting[: self._chunk]), last=False)
            del self._waiting[: self._chunk]
        return len(data)

    def flush(self) -> None:
        """Nothing: a chunk is written when it is full."""

    def finish(self) -> None:
        """Seal what is left as the last chunk."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, data: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last), data, None))
        self._number += 1


def read_header(source: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """The facts in the clear and the header's bytes. Not proven by anything until the first chunk is opened.

    Raises ``Damaged`` for what is no backup, and ``Refused`` for a format that this release does not know.
    """
    start = source.read(len(MAGIC) + _NUMBERS.size)
    if not start.startswith(MAGIC):
        raise Damaged("This is not a Safelight backup, or its beginning was altered.")
    if len(start) < len(MAGIC) + _NUMBERS.size:
        raise Damaged(f"{_CUT_OR_ALTERED}: its header ends early.")
    number, length = _NUMBERS.unpack(start[len(MAGIC) :])
    if number != FORMAT:
        raise Refused(
            f"This backup has format {number}; this release reads format {FORMAT}. Use the release that made it."
        )
    rest = source.read(length + SALT) if length <= LONGEST_FACTS else b""
    if len(rest) < length + SALT:
        raise Damaged(f"{_CUT_OR_ALTERED}: its header ends early.")
    try:
        facts = json.loads(rest[:length])
        if not isinstance(facts, dict) or not isinstance(facts.get("key"), str):
            raise ValueError("no facts")
        if not isinstance(facts.get("chunk"), int) or not 0 < facts["chunk"] <= CHUNK:
            raise ValueError("no size of a chunk")
    except ValueError as error:
        raise Damaged(f"{_CUT_OR_ALTERED}: its header cannot be read.") from error
    return facts, start + rest


class Reader:
    """Gives back the bytes in the clear, each chunk only after it was proven whole and in its place."""

    def __init__(self, source: BinaryIO, key: bytes) -> None:
        """Raises ``Refused`` when ``key`` is not the key that the header names."""
        self.facts, header = read_header(source)
        if self.facts["key"] != key_id(key):
            raise Refused(
                f"This is the wrong key. The backup was made with the key {self.facts['key']}; "
                f"the key given is {key_id(key)}."
            )
        self._source, self._cipher, self._size = source, _cipher(key, header), self.facts["chunk"] + TAG
        self._number, self._ready, self._ended = 0, b"", False
        self._next = source.read(self._size)

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes; empty only at the proven end. Raises ``Damaged``."""
        while not self._ready and not self._ended:
            self._open_next()
        if size < 0:
            pieces = [self._ready]
            while not self._ended:
                self._open_next()
                pieces.append(self._ready)
            self._ready = b""
            return b"".join(pieces)
        taken, self._ready = self._ready[:size], self._ready[size:]
        return taken

    def drain(self) -> None:
        """Read to the proven end and throw away what comes: whoever stops earlier has not seen whether it was cut."""
        while self.read(CHUNK):
            pass

    def _open_next(self) -> None:
        sealed, self._next = self._next, self._source.read(self._size)
        try:
            self._ready = self._cipher.decrypt(_nonce(self._number, not self._next), sealed, None)
        except (InvalidTag, ValueError) as error:
            raise Damaged(f"{_CUT_OR_ALTERED}: part {self._number + 1} does not hold.") from error
        self._number += 1
        self._ended = not self._next
