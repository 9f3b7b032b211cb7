"""Anchors: where each chain stood on a day, kept in a file outside. Pure: no Django.

A chain proves that nothing inside it was changed, but not that somebody with the whole database did not write it
afresh. A line that has left the machine proves that too. One line is one anchor::

    2026-11-22 5f6b…-…-… 1042 9c56cc51b374c3ba…

day, partnership, how many entries there were, and the hash of the last one. There is nothing secret in it.
"""

import fcntl
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

_HASH = re.compile(r"[0-9a-f]{64}")


class BadAnchors(Exception):
    """The file holds a line that is no anchor, or one that goes back; the message names the line."""


@dataclass(frozen=True)
class Anchor:
    """On ``day`` the chain of ``partnership_id`` had ``sequence`` entries and ended with ``hash``."""

    day: date
    partnership_id: UUID
    sequence: int
    hash: str

    def line(self) -> str:
        """As it stands in the file, without the end of the line."""
        return f"{self.day.isoformat()} {self.partnership_id} {self.sequence} {self.hash}"


def read(lines: Iterable[str]) -> dict[UUID, list[Anchor]]:
    """The anchors of each partnership, oldest first; ``BadAnchors`` for a line that can't be one."""
    found: dict[UUID, list[Anchor]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        anchor = _parse(line, number)
        before = found.setdefault(anchor.partnership_id, [])
        if before and (anchor.sequence < before[-1].sequence or anchor.day < before[-1].day):
            raise BadAnchors(f"line {number}: goes back behind an earlier line of the same partnership")
        before.append(anchor)
    return found


def _parse(line: str, number: int) -> Anchor:
    parts = line.split()
    try:
        day, partnership_id, sequence = date.fromisoformat(parts[0]), UUID(parts[1]), int(parts[2])
        if len(parts) != 4 or sequence < 1 or not _HASH.fullmatch(parts[3]):
            raise ValueError
    except (ValueError, IndexError):
        raise BadAnchors(f"line {number}: is not a day, a partnership, a number and a hash") from None
    return Anchor(day, partnership_id, sequence, parts[3])


def append(path: Path, anchors: Sequence[Anchor]) -> None:
    """Add lines to the file, made if need be, and return only when they are on the disk."""
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write("".join(f"{anchor.line()}\n" for anchor in anchors).encode())
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
