"""Whether a service is for a child, and why. Pure: facts go in, reasons come out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol


class Fit(IntEnum):
    """How well a service fits, best first."""

    FITS = 0
    PERHAPS = 1
    NOT = 2


class Reason(IntEnum):
    """What speaks for or against it. The words for people are the presenter's."""

    AGE = 1
    AGE_OUT = 2
    AGE_UNKNOWN = 3
    GENDER = 4
    GENDER_OUT = 5
    GENDER_UNKNOWN = 6
    LEVEL = 7
    LEVEL_OUT = 8
    LEVEL_UNKNOWN = 9
    AREA = 10
    AREA_OUT = 11
    CLOSED = 12
    EVERYONE = 13


AGAINST = frozenset({Reason.AGE_OUT, Reason.GENDER_OUT, Reason.LEVEL_OUT, Reason.AREA_OUT, Reason.CLOSED})
OPEN_QUESTION = frozenset({Reason.AGE_UNKNOWN, Reason.GENDER_UNKNOWN, Reason.LEVEL_UNKNOWN})


class Limits(Protocol):
    """Whom a service is for. ``None`` or nothing is no limit."""

    @property
    def age_from(self) -> int | None:
        """The youngest age, in whole years."""
        ...

    @property
    def age_to(self) -> int | None:
        """The oldest age, that age included."""
        ...

    @property
    def gender(self) -> str | None:
        """``female`` or ``male``."""
        ...

    @property
    def levels(self) -> Sequence[str]:
        """The levels of risk at which it works."""
        ...

    @property
    def areas(self) -> Sequence[str]:
        """Where it works."""
        ...

    @property
    def closed(self) -> bool:
        """Whether it takes nobody at the moment."""
        ...


@dataclass(frozen=True)
class Young:
    """What is asked of a child: age in whole years, gender, the level in force, and where they live, smallest part
    first with commas between (``Ropewalk, Kestrel Bay``).

    ``None`` or an empty text is not known. ``gender`` other than female or male is known, and meets no limit.
    """

    age: int | None
    gender: str
    level: str
    area: str


@dataclass(frozen=True)
class Found:
    """The answer with every reason."""

    fit: Fit
    reasons: tuple[Reason, ...]


def fit(limits: Limits, young: Young) -> Found:
    """Whether the service is for this child. One reason against decides; an open question makes it "perhaps"."""
    reasons = [*_closed(limits), *_age(limits, young), *_gender(limits, young), *_level(limits, young)]
    reasons += _area(limits, young)
    if any(reason in AGAINST for reason in reasons):
        return Found(Fit.NOT, tuple(reasons))
    if any(reason in OPEN_QUESTION for reason in reasons):
        return Found(Fit.PERHAPS, tuple(reasons))
    return Found(Fit.FITS, tuple(reasons) or (Reason.EVERYONE,))


def _closed(limits: Limits) -> Iterable[Reason]:
    return [Reason.CLOSED] if limits.closed else []


def _age(limits: Limits, young: Young) -> Iterable[Reason]:
    if limits.age_from is None and limits.age_to is None:
        return []
    if young.age is None:
        return [Reason.AGE_UNKNOWN]
    too_young = limits.age_from is not None and young.age < limits.age_from
    too_old = limits.age_to is not None and young.age > limits.age_to
    return [Reason.AGE_OUT if too_young or too_old else Reason.AGE]


def _gender(limits: Limits, young: Young) -> Iterable[Reason]:
    if not limits.gender:
        return []
    if young.gender in ("", "not_known"):
        return [Reason.GENDER_UNKNOWN]
    if young.gender in ("female", "male"):
        return [Reason.GENDER if young.gender == limits.gender else Reason.GENDER_OUT]
    return [Reason.GENDER_UNKNOWN]  # the service decides whom it means, and is asked


def _level(limits: Limits, young: Young) -> Iterable[Reason]:
    if not limits.levels:
        return []
    if not young.level:
        return [Reason.LEVEL_UNKNOWN]
    return [Reason.LEVEL if young.level in limits.levels else Reason.LEVEL_OUT]


def _area(limits: Limits, young: Young) -> Iterable[Reason]:
    if not limits.areas:
        return []
    here = {part.strip().casefold() for part in young.area.split(",")}
    return [Reason.AREA if any(area.casefold() in here for area in limits.areas) else Reason.AREA_OUT]
