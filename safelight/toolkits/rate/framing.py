"""Tells what kind of text is coming in (a list, one object, JSON Lines) without holding more of it than needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from . import strict

BLOCK = 1 << 19
"""Bytes asked for at a time."""

BOM = b"\xef\xbb\xbf"
_SPACE = b" \t\r\n"
_TOKEN = re.compile(rb'[ \t\r\n]*(?:("[^"\\]*(?:\\.[^"\\]*)*")|([-+.0-9A-Za-z]+)|([{}\[\],:])|$)')


class Text:
    """An incoming text, read in blocks: its front without white space or a byte-order mark, then its lines."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._held = b""
        self.lines_skipped = 0
        self._skip_front()

    @property
    def first(self) -> bytes:
        """The first character that counts; empty when there is none."""
        return self._held[:1]

    def rest(self) -> bytes:
        """Everything from the first character on."""
        return self._held + self._source.read()

    def blocks(self) -> Iterator[list[bytes]]:
        """The lines from the first character on, without their line feeds, as they come in."""
        pieces: list[bytes] = []
        block = self._held
        while block:
            head, *lines = block.split(b"\n")
            pieces.append(head)
            if lines:
                last = lines.pop()
                yield [b"".join(pieces), *lines]
                pieces = [last]
            block = self._read()
        if any(pieces):
            yield [b"".join(pieces)]

    def _read(self) -> bytes:
        reader = getattr(self._source, "read1", self._source.read)
        return bytes(reader(BLOCK))

    def _skip_front(self) -> None:
        mark_allowed = True
        while True:
            block = self._read()
            self._held += block
            while True:
                stripped = self._held.lstrip(_SPACE)
                self.lines_skipped += self._held.count(b"\n", 0, len(self._held) - len(stripped))
                self._held = stripped
                if not (mark_allowed and stripped.startswith(BOM)):
                    break
                mark_allowed = False
                self._held = stripped[len(BOM) :]
            if not block or (self._held and not (mark_allowed and BOM.startswith(self._held))):
                return


class OneObject:
    """Follows a text line by line for as long as it may still be one whole object."""

    def __init__(self) -> None:
        self._inside: list[str] = []
        self._next = "value"
        self.possible = True

    @property
    def closed(self) -> bool:
        """The object is complete."""
        return self._next == "end"

    def feed(self, line: bytes) -> None:
        """Takes the next line; afterwards `possible` and `closed` tell where things stand."""
        place = 0
        while self.possible and place < len(line):
            found = _TOKEN.match(line, place)
            if found is None or found.end() == place:
                self.possible = False
                return
            place = found.end()
            text, word, mark = found.groups()
            if text or word or mark:
                self.possible = self._take("text" if text else "word" if word else mark.decode())

    def _take(self, kind: str) -> bool:
        """Whether a text, a word (number, true, false, null) or a mark may stand here."""
        expected = self._next
        if kind in "{[":
            if expected not in ("value", "value or ]") or not (self._inside or kind == "{"):
                return False
            self._inside.append(kind)
            self._next = "key or }" if kind == "{" else "value or ]"
            return True
        if kind in "}]":
            opening, empty = ("{", "key or }") if kind == "}" else ("[", "value or ]")
            if expected not in (empty, "comma or end") or not self._inside or self._inside.pop() != opening:
                return False
            self._next = "comma or end" if self._inside else "end"
            return True
        if kind == ",":
            self._next = "key" if self._inside[-1:] == ["{"] else "value"
            return expected == "comma or end"
        if kind == ":":
            self._next = "value"
            return expected == "colon"
        if kind == "text" and expected in ("key", "key or }"):
            self._next = "colon"
            return True
        self._next = "comma or end"
        return expected in ("value", "value or ]") and bool(self._inside)


def split_single(text: Text) -> tuple[dict[str, object] | None, Iterator[list[bytes]]]:
    """The one object that the whole text is, or None and the text's lines.

    No more is held than what may still be one object.
    """
    blocks = text.blocks()
    held: list[bytes] = []
    scan = OneObject()
    for block in blocks:
        for place, line in enumerate(block):
            if scan.possible and (not scan.closed or line.strip(_SPACE)):
                scan.feed(line)
            if not scan.possible:
                return None, _chain([*held, *block[place:]], blocks)
            held.append(line)
    try:
        value = strict.loads(b"\n".join(held))
    except strict.MalformedTextError:
        return None, iter([held])
    return value, iter(())


def _chain(first: list[bytes], others: Iterator[list[bytes]]) -> Iterator[list[bytes]]:
    yield first
    yield from others
