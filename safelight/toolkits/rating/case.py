"""What is known about one child on the day of an assessment: the engine's input."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OtherIndicator:
    """An indicator that a professional added beyond the list, at a group (level) of their choice."""

    code: str
    level: str
    label: str
    answer: str


@dataclass(frozen=True, slots=True)
class Case:
    """One child's answers. `date` is the day of the assessment; the age is given or follows from the date of birth.

    `answers` maps indicator codes to the toolkit's answer words; one that is missing has not been asked.
    `learning_disability` and `open_to_social_care` are None when not known. A blank `extended_scope_reason` is none.
    """

    date: datetime.date
    answers: Mapping[str, str]
    date_of_birth: datetime.date | None = None
    age: int | None = None
    learning_disability: bool | None = None
    open_to_social_care: bool | None = None
    extended_scope_reason: str | None = None
    factors: tuple[str, ...] = ()
    other_indicators: tuple[OtherIndicator, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.age is not None and self.date_of_birth is not None:
            raise ValueError("give either an age or a date of birth, not both")
        if self.date_of_birth is not None and self.date_of_birth > self.date:
            raise ValueError("the date of birth is after the date of the assessment")

    def age_in_years(self) -> int | None:
        """The age in whole years on the day of the assessment, None if unknown."""
        return self.age if self.date_of_birth is None else years_between(self.date_of_birth, self.date)


def years_between(birth: datetime.date, day: datetime.date) -> int:
    """Whole years lived. Someone born on 29 February is a year older on 1 March in common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
