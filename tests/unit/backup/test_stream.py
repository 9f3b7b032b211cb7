"""The encrypted file: what goes in comes out, and nothing that was touched comes out at all."""

import hashlib
import io
import json
import struct

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from safelight.backup.errors import Damaged, Refused
from safelight.backup.stream import MAGIC, Reader, Writer

KEY = bytes(range(32))
OTHER = bytes(range(1, 33))
FACTS = {"created_at": "2026-11-22T10:00:00+00:00", "engine": "sqlite", "schema": {"access": "0001_initial"}}


def sealed(content: bytes, chunk: int = 16) -> bytes:
    out = io.BytesIO()
    writer = Writer(out, KEY, FACTS, chunk=chunk)
    for start in range(0, len(content), 7):
        writer.write(content[start : start + 7])
    writer.finish()
    return out.getvalue()


def opened(data: bytes, key: bytes = KEY) -> bytes:
    return Reader(io.BytesIO(data), key).read()


def opened_by_another_hand(data: bytes, key: bytes) -> bytes:
    """The format as its description says it, without any of our code: the whole file at once."""
    at = len(b"SAFELIGHT BACKUP\n")
    number, length = struct.unpack(">HI", data[at : at + 6])
    assert number == 1
    end = at + 6 + length + 32
    header, body = data[:end], data[end:]
    size = json.loads(data[at + 6 : at + 6 + length])["chunk"] + 16
    cipher = AESGCM(HKDF(SHA256(), 32, salt=header[-32:], info=b"safelight backup\n" + header).derive(key))
    chunks = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(
        cipher.decrypt(n.to_bytes(11, "big") + (b"\1" if n == len(chunks) - 1 else b"\0"), chunk, None)
        for n, chunk in enumerate(chunks)
    )


@given(st.binary(max_size=200), st.integers(1, 40))
def test_what_was_written_is_read_and_by_another_hand_too(content: bytes, chunk: int) -> None:
    data = sealed(content, chunk)
    assert opened(data) == content
    assert opened_by_another_hand(data, KEY) == content


@given(st.binary(max_size=200), st.lists(st.integers(1, 50)))
def test_reading_in_pieces_gives_the_same(content: bytes, sizes: list[int]) -> None:
    reader = Reader(io.BytesIO(sealed(content)), KEY)
    read = b"".join(reader.read(size) for size in sizes)
    assert read + reader.read() == content


@given(st.binary(max_size=120), st.data())
def test_a_file_that_was_cut_anywhere_is_refused(content: bytes, data: st.DataObject) -> None:
    whole = sealed(content)
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(Damaged):
        opened(whole[:cut])


@given(st.binary(max_size=120), st.data())
def test_one_altered_bit_anywhere_is_refused(content: bytes, data: st.DataObject) -> None:
    whole = bytearray(sealed(content))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Refused):
        opened(bytes(whole))


@given(st.binary(min_size=40, max_size=120), st.data())
def test_chunks_that_changed_places_or_came_twice_are_refused(content: bytes, data: st.DataObject) -> None:
    whole = sealed(content)
    body = len(whole) - sum(min(16, len(content) - at) + 16 for at in range(0, len(content), 16))
    first, second = whole[body : body + 32], whole[body + 32 : body + 64]
    rest = whole[body + 64 :]
    order = data.draw(st.sampled_from([[second, first], [first, first], [first], [second], [first, first, second]]))
    with pytest.raises(Damaged):
        opened(whole[:body] + b"".join(order) + rest)


@given(st.binary(max_size=60), st.binary(min_size=1, max_size=60))
def test_what_was_added_at_the_end_is_refused(content: bytes, more: bytes) -> None:
    with pytest.raises(Damaged):
        opened(sealed(content) + more)


def test_the_wrong_key_is_named_as_such() -> None:
    with pytest.raises(Refused, match="wrong key"):
        opened(sealed(b"words"), OTHER)


def test_a_forged_key_name_in_the_header_opens_nothing() -> None:
    ours, theirs = (hashlib.sha256(b"safelight backup key id\n" + key).hexdigest()[:16] for key in (KEY, OTHER))
    forged = sealed(b"words").replace(ours.encode(), theirs.encode())
    with pytest.raises(Damaged):
        opened(forged, OTHER)


def test_another_format_is_named_with_what_to_do() -> None:
    data = sealed(b"words")
    later = MAGIC + struct.pack(">H", 2) + data[len(MAGIC) + 2 :]
    with pytest.raises(Refused, match="format 2"):
        opened(later)


def test_nothing_but_the_header_is_in_the_clear() -> None:
    words = b"she said that she was frightened"
    assert words not in sealed(words * 10, chunk=64)


def test_the_same_content_never_gives_the_same_file() -> None:
    assert sealed(b"same") != sealed(b"same")


def test_a_file_whose_end_was_never_sealed_is_refused() -> None:
    out = io.BytesIO()
    Writer(out, KEY, FACTS, chunk=16).write(b"x" * 100)
    with pytest.raises(Damaged):
        opened(out.getvalue())


def test_what_is_waiting_is_never_more_than_a_chunk_and_what_came() -> None:
    writer = Writer(io.BytesIO(), KEY, FACTS, chunk=16)
    for _ in range(1000):
        writer.write(b"y" * 10)
        assert len(writer._waiting) <= 16
