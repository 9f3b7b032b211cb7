"""How a copy of a paper stands, and by when it has to go. Pure: no Django, no reading of the time."""

from datetime import date, datetime
from enum import StrEnum

from safelight.core.clock import london_day
from safelight.duties.clock import add_working_days
from safelight.toolkits import clocks

# Our own: so many working days after it was sent, whoever has said nothing is asked.
ACKNOWLEDGED_WITHIN = 3


class CopyKind(StrEnum):
    """For whom a copy is made: each kind holds only what was chosen for it."""

    CHILD = "child"
    PARENTS = "parents"
    PROFESSIONAL = "professional"
    MASH = "mash"
    POLICE = "police"


class Channel(StrEnum):
    """How a copy goes."""

    LINK = "link"
    LOCKED = "locked"
    PRINTED = "printed"
    IN_PERSON = "in_person"


class CopyState(StrEnum):
    """Where one copy stands."""

    PREPARED = "prepared"
    HALTED = "halted"
    SENT = "sent"
    NOT_DELIVERED = "not_delivered"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    RECALLED = "recalled"
    NOT_SHARED = "not_shared"


# From each state to those that may follow it. A halt comes and goes with what is known of the recipient.
MOVES: dict[CopyState, frozenset[CopyState]] = {
    CopyState.PREPARED: frozenset({CopyState.HALTED, CopyState.SENT, CopyState.ACKNOWLEDGED, CopyState.NOT_SHARED}),
    CopyState.HALTED: frozenset({CopyState.PREPARED, CopyState.NOT_SHARED}),
    CopyState.SENT: frozenset({CopyState.NOT_DELIVERED, CopyState.OPENED, CopyState.ACKNOWLEDGED, CopyState.RECALLED}),
    CopyState.NOT_DELIVERED: frozenset(
        {CopyState.SENT, CopyState.ACKNOWLEDGED, CopyState.RECALLED, CopyState.HALTED, CopyState.NOT_SHARED}
    ),
    CopyState.OPENED: frozenset({CopyState.ACKNOWLEDGED, CopyState.RECALLED}),
    CopyState.ACKNOWLEDGED: frozenset({CopyState.RECALLED}),
    CopyState.RECALLED: frozenset(),
    CopyState.NOT_SHARED: frozenset(),
}

# While a copy stands so, it has not reached anybody, and the clock of circulation goes on.
NOT_GONE = frozenset({CopyState.PREPARED, CopyState.HALTED, CopyState.NOT_DELIVERED})
# Somebody holds it, as far as is known.
HELD = frozenset({CopyState.SENT, CopyState.OPENED, CopyState.ACKNOWLEDGED})
# It went, and nobody has said that they have it.
UNANSWERED = frozenset({CopyState.SENT, CopyState.OPENED})


def may_move(before: CopyState, after: CopyState) -> bool:
    """Whether the table allows the step."""
    return after in MOVES[before]


def stands(
    *,
    sent: bool = False,
    failed: bool = False,
    opened: bool = False,
    acknowledged: bool = False,
    recalled: bool = False,
    not_shared: bool = False,
    halted: bool = False,
) -> CopyState:
    """The state of a copy from what happened to it. ``failed`` is about the last time that it was sent."""
    if recalled:
        return CopyState.RECALLED
    if not_shared:
        return CopyState.NOT_SHARED
    if acknowledged:
        return CopyState.ACKNOWLEDGED
    if opened:
        return CopyState.OPENED
    if sent and not failed:
        return CopyState.SENT
    if halted:
        return CopyState.HALTED
    return CopyState.NOT_DELIVERED if sent else CopyState.PREPARED


# At these levels the toolkit itself has police told what an assessment found (P, "Completing the toolkit").
POLICE_TOLD_AT = frozenset({"medium", "high", "exploited"})


def need_to_know(kind: CopyKind, *, level: str, in_network: bool) -> bool:
    """Whether a copy goes by the rules of the level alone; else it needs a decision of its own (SH-03).

    MASH is sent what is done for every child with a level. Police get it from Medium on. Professionals get it who
    already work with the child, and a family its own copy.
    """
    if kind is CopyKind.MASH:
        return level not in ("", "none")
    if kind is CopyKind.POLICE:
        return level in POLICE_TOLD_AT
    return in_network


def due_by(from_at: datetime, *, jurisdiction: str) -> datetime:
    """The moment after which a copy that has not gone is late."""
    return clocks.required(jurisdiction, "plan_circulated").due(from_at, jurisdiction)


def chased_on(sent_at: datetime, *, jurisdiction: str) -> date:
    """The last day on which silence about a copy is still in time."""
    return add_working_days(london_day(sent_at), ACKNOWLEDGED_WITHIN, jurisdiction)
