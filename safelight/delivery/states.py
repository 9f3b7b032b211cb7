"""The states of a message in the outbox in one table. Pure: no Django."""

from enum import StrEnum


class MessageState(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENT = "sent"
    NOT_DELIVERED = "not_delivered"


# What was sent can still come back: the other side's server may say so minutes or days later.
MOVES: dict[MessageState, frozenset[MessageState]] = {
    MessageState.QUEUED: frozenset({MessageState.SENT, MessageState.NOT_DELIVERED}),
    MessageState.SENT: frozenset({MessageState.NOT_DELIVERED}),
    MessageState.NOT_DELIVERED: frozenset(),
}


class Failure(StrEnum):
    """Why a message was not delivered. The words of other people's servers are not kept: they may name somebody."""

    REFUSED = "refused"  # the server that we hand it to, or theirs, does not take it
    RETURNED = "returned"  # it came back
    UNREACHABLE = "unreachable"  # no server could be reached, often enough to give up
    HELD = "held"  # the record was put back from a backup: nothing is sent again by itself (HZ-41)
    WITHDRAWN = "withdrawn"  # taken back before it went


def may_move(before: MessageState, after: MessageState) -> bool:
    """Whether the table allows the step."""
    return after in MOVES[before]
