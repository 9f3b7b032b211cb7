"""Reading the audit log."""

from dataclasses import dataclass
from uuid import UUID

from safelight.audit.models import Chain, Entry


@dataclass(frozen=True)
class Fault:
    """Where a chain is broken: the place in the order, and what is wrong there."""

    sequence: int
    what: str


def faults(partnership_id: UUID) -> list[Fault]:
    """Walk one partnership's chain and say where an entry was altered, removed, reordered or cut off."""
    found: list[Fault] = []
    previous, expected = "0" * 64, 1
    for entry in Entry.objects.filter(partnership_id=partnership_id).order_by("sequence").iterator():
        if entry.sequence != expected:
            found.append(Fault(expected, f"entries {expected} to {entry.sequence - 1} are missing"))
        elif entry.previous_hash != previous:
            found.append(Fault(entry.sequence, "does not follow the entry before it"))
        if entry.computed_hash() != entry.hash:
            found.append(Fault(entry.sequence, "was altered"))
        previous, expected = entry.hash, entry.sequence + 1
    chain = Chain.objects.filter(partnership_id=partnership_id).first()
    if chain is not None and chain.length != expected - 1:
        found.append(Fault(expected, f"the chain should have {chain.length} entries"))
    elif chain is not None and chain.last_hash != previous:
        found.append(Fault(expected - 1, "the last entry is not the one the chain ends with"))
    return found
