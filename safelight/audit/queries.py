"""Reading the audit log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from safelight.audit.anchors import Anchor
from safelight.audit.models import Chain, Entry

FIRST = "0" * 64  # what the first entry of a chain follows
BATCH = 2_000  # entries read at once: so few that memory does not grow with the log


@dataclass(frozen=True)
class Fault:
    """Where a chain is broken: the place in the order, and what is wrong there."""

    sequence: int
    what: str


@dataclass(frozen=True)
class Head:
    """Where a chain stands: how many entries it has, and the hash of the last."""

    length: int
    hash: str


def head(partnership_id: UUID) -> Head | None:
    """The head of a partnership's chain; None where nothing was ever written, or the head was removed."""
    found = Chain.objects.filter(pk=partnership_id).first()
    return Head(found.length, found.last_hash) if found is not None else None


def chained() -> set[UUID]:
    """Every partnership of which the log holds a head or an entry, as far as the database lets us see."""
    ids = set(Chain.objects.values_list("partnership_id", flat=True))
    return ids | set(Entry.objects.order_by().values_list("partnership_id", flat=True).distinct())


def faults(partnership_id: UUID, anchors: Sequence[Anchor] = ()) -> list[Fault]:
    """Every fault of one partnership's chain; see ``walk``."""
    return list(walk(partnership_id, anchors))


def walk(partnership_id: UUID, anchors: Sequence[Anchor] = ()) -> Iterator[Fault]:
    """Go through one partnership's chain and say where an entry was altered, removed, reordered or cut off.

    ``anchors`` are those of this partnership, oldest first: only they show that the end was cut off together with
    the head, or that entries were written afresh with new hashes. Reads in batches and holds no transaction open, so
    that others go on working; what is written meanwhile is read too.
    """
    previous, seen = FIRST, 0
    kept = _Anchored(anchors)
    while True:
        for entry in _entries_after(partnership_id, seen):
            if entry.sequence == seen:
                yield Fault(seen, "stands twice")
            elif entry.sequence != seen + 1:
                yield Fault(seen + 1, _missing(seen + 1, entry.sequence - 1))
            elif entry.previous_hash != previous:
                yield Fault(entry.sequence, "does not follow the entry before it")
            if entry.computed_hash() != entry.hash:
                yield Fault(entry.sequence, "was altered")
            previous, seen = entry.hash, entry.sequence
            yield from kept.at(seen, previous)
        # The head is read after the entries: one that was written meanwhile can only be further on.
        end = head(partnership_id)
        if end is None or end.length <= seen or not _entries_after(partnership_id, seen)[:1]:
            break
    yield from _misplaced(partnership_id)
    if end is None:
        if seen:
            yield Fault(seen, "the head of the chain is gone")
    elif end.length > seen:
        yield Fault(seen + 1, f"the chain should have {end.length} entries: {_missing(seen + 1, end.length)}")
    elif end.length < seen:
        yield Fault(end.length + 1, f"the chain should have {end.length} entries: what follows was added")
    elif end.hash != previous:
        yield Fault(seen, "the last entry is not the one the chain ends with")
    yield from kept.beyond(seen)


def _entries_after(partnership_id: UUID, sequence: int) -> list[Entry]:
    found = Entry.objects.filter(partnership_id=partnership_id, sequence__gt=sequence)
    return list(found.order_by("sequence")[:BATCH])


def _misplaced(partnership_id: UUID) -> Iterator[Fault]:
    if Entry.objects.filter(partnership_id=partnership_id, sequence__lt=1).exists():
        yield Fault(0, "was added before the first entry")


def _missing(first: int, last: int) -> str:
    return f"entry {first} is missing" if first == last else f"entries {first} to {last} are missing"


class _Anchored:
    """Compares the chain with what was written outside, while it is walked."""

    def __init__(self, anchors: Sequence[Anchor]) -> None:
        self._by_place: dict[int, Anchor] = {anchor.sequence: anchor for anchor in anchors}
        self._sound = 0
        self._broken = False

    def at(self, sequence: int, its_hash: str) -> Iterator[Fault]:
        """What an anchor at this place says; only the first that does not fit, for the later ones follow from it."""
        anchor = self._by_place.get(sequence)
        if anchor is None or self._broken:
            return
        if anchor.hash == its_hash:
            self._sound = sequence
            return
        self._broken = True
        yield Fault(
            self._sound + 1,
            f"entries {self._sound + 1} to {sequence} were written afresh after the anchor of {anchor.day.isoformat()}",
        )

    def beyond(self, end: int) -> Iterator[Fault]:
        """The first anchor of entries that the chain no longer has."""
        for anchor in self._by_place.values():
            if anchor.sequence > end:
                missing = _missing(end + 1, anchor.sequence)
                yield Fault(end + 1, f"{missing}, which stood there on {anchor.day.isoformat()} by the anchor")
                return
