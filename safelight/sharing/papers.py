"""What can be circulated: each room above registers its paper here, and this room asks it for one person's copy."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from safelight.access.models import User
from safelight.children.models import Child
from safelight.core.errors import NotFound
from safelight.sharing.copies import CopyKind


@dataclass(frozen=True)
class LeftOut:
    """Something of the record that a copy does not hold, and why. Shown to whoever sends it, never on the copy."""

    what: str
    why: str


@dataclass(frozen=True)
class Block:
    """A piece of the copy as it is previewed: a heading and its lines of plain text."""

    heading: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rendered:
    """One copy: the file, what was left out and why, and its words to be read before it goes.

    ``halt`` is a sentence where the copy must not go yet, such as a translation that lags behind; else empty.
    """

    pdf: bytes
    left_out: list[LeftOut] = field(default_factory=list)
    preview: list[Block] = field(default_factory=list)
    halt: str = ""


@dataclass(frozen=True)
class Subject:
    """What would be circulated now: the row, its version, and the moment from which five working days run."""

    subject_id: UUID
    version_id: UUID | None
    from_at: datetime
    label: str


@dataclass(frozen=True)
class Paper:
    """A kind of paper. ``kind`` is its code (at most 30 characters); ``title`` is neutral, for pages of ours.

    ``render(user, child, subject_id, version_id, copy_kind)`` makes one kind of copy with only what was chosen for it;
    ``copy_kind`` is a ``CopyKind``. It raises ``NotFound`` for what the user does not see. ``current(user, child)``
    is what somebody could circulate without a meeting, if anything.
    """

    kind: str
    title: Any
    render: Callable[[User, Child, UUID, UUID | None, CopyKind], Rendered]
    current: Callable[[User, Child], Subject | None] | None = None


_papers: dict[str, Paper] = {}
_number: ContextVar[str] = ContextVar("copy_number", default="")


def register(paper: Paper) -> None:
    """Add a paper; the same kind again replaces it."""
    _papers[paper.kind] = paper


def paper(kind: str) -> Paper:
    """The paper of this kind; ``NotFound`` for a kind that no room registered."""
    if kind not in _papers:
        raise NotFound("paper")
    return _papers[kind]


def papers() -> list[Paper]:
    """Every paper, in the order of their codes."""
    return [_papers[kind] for kind in sorted(_papers)]


@contextmanager
def numbered(number: str) -> Iterator[None]:
    """While a copy is made its number is known, so that whoever prints it can put it on each page (HZ-20)."""
    token = _number.set(number)
    try:
        yield
    finally:
        _number.reset(token)


def copy_number() -> str:
    """The number of the copy that is being made now; empty while none is."""
    return _number.get()
