"""The states of a referral or transfer in one table, and its clock. Pure: no Django, no reading of the time."""

from datetime import date, datetime
from enum import StrEnum

from safelight.duties.clock import add_working_days, end_of_day, last_day_of, same_day
from safelight.toolkits import clocks

# Our own: as many working days later both agencies' managers are told.
ESCALATED_AFTER = 1
# Our own: how many days the sender of a transfer may stay beside the new worker.
STAYS_AT_MOST = 92


class State(StrEnum):
    """Where an offer to another agency stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    DONE = "done"


MOVES: dict[State, frozenset[State]] = {
    State.OFFERED: frozenset({State.ACCEPTED, State.REJECTED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.DONE}),
    State.REJECTED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.DONE: frozenset(),
}

# What is said with the step, in a sentence of its own: why not, why taken back, what came of it.
WITH_REASON = frozenset({State.REJECTED, State.WITHDRAWN, State.DONE})
# The receiving agency's steps; the others are the sender's.
RECEIVERS = frozenset({State.ACCEPTED, State.REJECTED, State.DONE})
# What the sender is told of.
TOLD = frozenset({State.ACCEPTED, State.REJECTED, State.DONE})


class Kind(StrEnum):
    """What is asked of the other agency."""

    REFERRAL = "referral"  # they also work with the child
    TRANSFER = "transfer"  # they take over


class Keeps(StrEnum):
    """What the sender keeps when the offer is accepted."""

    STAYS = "stays"  # works with the child as before: every referral
    UNTIL = "until"  # works with the child until a day that was given
    NOTHING = "nothing"  # from acceptance on the record is out of sight


def may_move(before: State, after: State) -> bool:
    """Whether the table allows the step."""
    return after in MOVES[before]


def reply_by(offered_at: datetime, *, urgent: bool, jurisdiction: str) -> datetime:
    """The moment after which an unanswered offer is overdue: the end of the next working day, if urgent of this day."""
    if urgent:
        return same_day(offered_at)
    return clocks.required(jurisdiction, "referral_decision").due(offered_at, jurisdiction)


def escalated_at(offered_at: datetime, *, urgent: bool, jurisdiction: str) -> datetime:
    """The moment from which an unanswered offer is both managers' to see to."""
    overdue_on = last_day_of(reply_by(offered_at, urgent=urgent, jurisdiction=jurisdiction))
    return end_of_day(add_working_days(overdue_on, ESCALATED_AFTER, jurisdiction))


def ends_on(keeps: Keeps, keeps_until: date | None, accepted_on: date) -> date | None:
    """The first day on which the sender no longer sees the record through this work; None if they go on."""
    if keeps is Keeps.STAYS:
        return None
    if keeps is Keeps.UNTIL and keeps_until is not None:
        return max(keeps_until, accepted_on)
    return accepted_on
