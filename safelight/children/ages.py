"""Ages, and whether the toolkit is for this child. Pure: no Django."""

from datetime import date
from enum import StrEnum


class Scope(StrEnum):
    """Whether a child can be rated on a day (P §1)."""

    CHILD = "child"  # under 18
    EXTENDED = "extended"  # 18 until the 21st birthday, with a recorded reason
    NEEDS_REASON = "needs_reason"  # 18 until the 21st birthday, and no reason is recorded
    TOO_OLD = "too_old"  # 21 or over
    NOT_BORN = "not_born"  # the date of birth is after the day
    AGE_UNKNOWN = "age_unknown"  # nobody knows: treated as under 18 (Modern Slavery Act 2015 s.51)


RATED = frozenset({Scope.CHILD, Scope.EXTENDED, Scope.AGE_UNKNOWN})


def age_on(born: date, day: date) -> int:
    """Age in whole years; below nought before birth. Born on 29 February: a year older on 1 March otherwise."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def estimated_age_on(age: int, estimated_on: date, day: date) -> int:
    """An estimate of ``age`` made on a day, carried to another: it grows by the whole years between."""
    return age + max(0, age_on(estimated_on, day))


def birthday(born: date, age: int) -> date:
    """The day on which somebody turns ``age``; for 29 February in a common year, 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def seventeen_and_a_half(born: date) -> date:
    """The day from which the move to adult services is planned (CH-11): six months before the 18th birthday."""
    eighteenth = birthday(born, 18)
    month, year = (
        (eighteenth.month - 6, eighteenth.year)
        if eighteenth.month > 6
        else (
            eighteenth.month + 6,
            eighteenth.year - 1,
        )
    )
    for day in (eighteenth.day, 30, 29, 28):
        try:
            return date(year, month, min(day, eighteenth.day))
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def scope(age: int | None, extended_reason: str) -> Scope:
    """Whether the toolkit is for somebody of ``age`` whole years; ``extended_reason`` is why it is until 21."""
    if age is None:
        return Scope.AGE_UNKNOWN
    if age < 0:
        return Scope.NOT_BORN
    if age < 18:
        return Scope.CHILD
    if age < 21:
        return Scope.EXTENDED if extended_reason.strip() else Scope.NEEDS_REASON
    return Scope.TOO_OLD
