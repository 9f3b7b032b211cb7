"""What can be circulated: each room above registers its paper here, and this room asks it for one person's copy."""

from collections.abc import Callable, Iterator, Mapping
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
    key: str = ""  # of a line that a person may put back; empty where nobody may
    words: str = ""  # the line itself, for whoever decides whether to put it back


@dataclass(frozen=True)
class Block:
    """A piece of the copy as it is previewed: a heading and its lines of plain text."""

    heading: str
    lines: tuple[str, ...] = ()
    key: str = ""  # of the whole piece, where a person may leave it out
    keys: tuple[str, ...] = ()  # of the lines, one each or none at all; empty for one that can't be left out


@dataclass(frozen=True)
class LineChoice:
    """What a person said of one line of one copy: that it stands there or not, and why."""

    shown: bool
    why: str


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
    is what somebody could circulate without a meeting, if anything. ``of_its_own`` is for a paper that stands beside
    those of its kind, such as the minutes of one meeting; of any other a later one replaces those before it.
    """

    kind: str
    title: Any
    render: Callable[[User, Child, UUID, UUID | None, CopyKind], Rendered]
    current: Callable[[User, Child], Subject | None] | None = None
    of_its_own: bool = False


_papers: dict[str, Paper] = {}
_number: ContextVar[str] = ContextVar("copy_number", default="")
_choices: ContextVar[Mapping[str, LineChoice] | None] = ContextVar("line_choices", default=None)


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
def numbered(number: str, choices: Mapping[str, LineChoice] | None = None) -> Iterator[None]:
    """While a copy is made its number is known, so that whoever prints it can put it on each page (HZ-20), and what a
    person said of its single lines, by their keys."""
    token, said = _number.set(number), _choices.set(choices)
    try:
        yield
    finally:
        _number.reset(token)
        _choices.reset(said)


def line_choices() -> Mapping[str, LineChoice]:
    """What a person said of single lines of the copy that is being made now."""
    return _choices.get() or {}


def copy_number() -> str:
    """The number of the copy that is being made now; empty while none is."""
    return _number.get()


def lines_of(rendered: Rendered) -> tuple[dict[str, str], dict[str, str]]:
    """The lines of a copy that a person may leave out, and those left out that a person may put back: key → words."""
    there: dict[str, str] = {}
    for block in rendered.preview:
        if block.key:
            there[block.key] = "\n".join((block.heading, *block.lines))
        there |= {key: words for key, words in zip(block.keys, block.lines, strict=False) if key}
    return there, {each.key: each.words or each.what for each in rendered.left_out if each.key}
