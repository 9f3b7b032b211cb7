"""The states of a subject access request, of a disposal and of a correction; and when an answer is due. Pure."""

from datetime import date
from enum import StrEnum

from safelight.duties.clock import add_months

MONTHS = 1
MONTHS_MORE = 2


class RequestState(StrEnum):
    """Where a subject access request stands."""

    RECEIVED = "received"
    PREPARING = "preparing"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    AGREED = "agreed"
    SENT = "sent"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What takes a request from one state to another."""

    PREPARE = "prepare"
    SEND_FOR_REVIEW = "send_for_review"
    RETURN = "return"
    AGREE = "agree"
    SEND = "send"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


# Nothing leads to "sent" but an agreement, and nothing to an agreement but a review.
TABLE: dict[tuple[RequestState, Step], RequestState] = {
    (RequestState.RECEIVED, Step.PREPARE): RequestState.PREPARING,
    (RequestState.PREPARING, Step.SEND_FOR_REVIEW): RequestState.IN_REVIEW,
    (RequestState.RETURNED, Step.SEND_FOR_REVIEW): RequestState.IN_REVIEW,
    (RequestState.IN_REVIEW, Step.RETURN): RequestState.RETURNED,
    (RequestState.IN_REVIEW, Step.AGREE): RequestState.AGREED,
    (RequestState.AGREED, Step.SEND): RequestState.SENT,
    **{
        (state, step): ended
        for state in (RequestState.RECEIVED, RequestState.PREPARING, RequestState.RETURNED)
        for step, ended in ((Step.REFUSE, RequestState.REFUSED), (Step.WITHDRAW, RequestState.WITHDRAWN))
    },
    (RequestState.IN_REVIEW, Step.WITHDRAW): RequestState.WITHDRAWN,
    (RequestState.AGREED, Step.WITHDRAW): RequestState.WITHDRAWN,
}

OPEN = frozenset(
    {
        RequestState.RECEIVED,
        RequestState.PREPARING,
        RequestState.IN_REVIEW,
        RequestState.RETURNED,
        RequestState.AGREED,
    }
)
# While the answer is being written, words may be blacked out and parts left out.
WRITING = frozenset({RequestState.PREPARING, RequestState.RETURNED})


def after(state: RequestState | str, step: Step) -> RequestState | None:
    """The state that ``step`` leads to from ``state``; None when it can't be taken there."""
    return TABLE.get((RequestState(state), step))


def due_on(received_on: date, *, extended: bool = False) -> date:
    """The last day on which the answer may be sent: one calendar month after it came, three when extended.

    A day that the month has not got becomes its last: 31 January is due on 28 or 29 February (UK GDPR article 12).
    Weekends and bank holidays move nothing, which is the stricter reading.
    """
    return add_months(received_on, MONTHS + (MONTHS_MORE if extended else 0))
