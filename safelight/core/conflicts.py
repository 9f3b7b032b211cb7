"""Two people saved the same record: what each changed, and where a person has to choose (BE-08). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldConflict:
    """A field that both changed, each to something else: what it was, what they made it, what I made it."""

    field: str
    before: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Merge:
    """What can be saved without asking, and what cannot.

    ``values`` has every field of ``mine`` or ``theirs``: theirs where I changed nothing, mine where they did not;
    a field in ``conflicts`` has theirs until somebody chooses. ``taken`` names the fields in which they alone
    wrote something new.
    """

    values: dict[str, Any]
    conflicts: tuple[FieldConflict, ...]
    taken: tuple[str, ...]


def merge(*, before: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Merge:
    """Compare field by field. ``before`` is the record as I read it, ``theirs`` as it is kept now."""
    values: dict[str, Any] = dict(theirs)
    conflicts: list[FieldConflict] = []
    taken: list[str] = []
    for field, my_value in mine.items():
        was, their_value = before.get(field), theirs.get(field)
        if my_value == their_value:
            values[field] = their_value
        elif my_value == was:
            taken.append(field)
        elif their_value == was:
            values[field] = my_value
        else:
            conflicts.append(FieldConflict(field, was, their_value, my_value))
    return Merge(values, tuple(conflicts), tuple(taken))
