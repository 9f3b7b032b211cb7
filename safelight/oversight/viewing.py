"""Who looked at a child's record, added up by person. Pure: no Django."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from safelight.core.clock import london_day


@dataclass(frozen=True)
class Spell:
    """From when to when somebody worked with the child, by days, the last of them included."""

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it was so on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Glass:
    """From when to when somebody had the record open by break-glass."""

    since: datetime
    until: datetime

    def holds(self, at: datetime) -> bool:
        """Whether it was so at that moment."""
        return self.since <= at <= self.until


@dataclass(frozen=True)
class Viewer:
    """What one person did with one child's record: when first and last, how often by kind, and by what right.

    ``not_involved`` counts the times on days on which the person did not work with the child (their team's or
    agency's children, or those raised to a coordinator) and had not opened the record by break-glass; ``by_glass``
    counts the times within such an opening.
    """

    actor: str
    first: datetime
    last: datetime
    kinds: Mapping[str, int]
    not_involved: int
    by_glass: int

    @property
    def times(self) -> int:
        """How often altogether."""
        return sum(self.kinds.values())


def viewers(
    looks: Iterable[tuple[str, str, datetime]],
    *,
    worked: Mapping[str, Sequence[Spell]],
    glass: Mapping[str, Sequence[Glass]],
) -> list[Viewer]:
    """Add up who looked (person, kind of entry, moment); who looked last comes first."""
    sums: dict[str, _Sum] = {}
    for actor, kind, at in looks:
        one = sums.setdefault(actor, _Sum(at, at))
        one.first, one.last = min(one.first, at), max(one.last, at)
        one.kinds[kind] += 1
        if any(opening.holds(at) for opening in glass.get(actor, ())):
            one.by_glass += 1
        elif not any(spell.holds(london_day(at)) for spell in worked.get(actor, ())):
            one.not_involved += 1
    found = [
        Viewer(actor, one.first, one.last, dict(one.kinds), one.not_involved, one.by_glass)
        for actor, one in sums.items()
    ]
    return sorted(found, key=lambda viewer: (viewer.last, viewer.actor), reverse=True)


@dataclass
class _Sum:
    first: datetime
    last: datetime
    kinds: Counter[str] = field(default_factory=Counter)
    not_involved: int = 0
    by_glass: int = 0
