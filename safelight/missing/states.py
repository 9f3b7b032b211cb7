"""The states of a missing episode and of a return interview, each in one table. Pure: no Django."""

from enum import StrEnum


class EpisodeState(StrEnum):
    """Where an episode stands."""

    MISSING = "missing"
    RETURNED = "returned"
    CLOSED = "closed"
    ENTERED_IN_ERROR = "entered_in_error"


# From returned back to missing: somebody recorded a return that was none, and corrected it.
EPISODE_MOVES: dict[EpisodeState, frozenset[EpisodeState]] = {
    EpisodeState.MISSING: frozenset({EpisodeState.RETURNED, EpisodeState.ENTERED_IN_ERROR}),
    EpisodeState.RETURNED: frozenset({EpisodeState.CLOSED, EpisodeState.MISSING, EpisodeState.ENTERED_IN_ERROR}),
    EpisodeState.CLOSED: frozenset({EpisodeState.ENTERED_IN_ERROR}),
    EpisodeState.ENTERED_IN_ERROR: frozenset(),
}


class InterviewState(StrEnum):
    """Where the interview after a return stands."""

    DUE = "due"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    DECLINED = "declined"


# Who accepted may still decline. After a decline it is offered again, as an interview of its own.
INTERVIEW_MOVES: dict[InterviewState, frozenset[InterviewState]] = {
    InterviewState.DUE: frozenset({InterviewState.OFFERED}),
    InterviewState.OFFERED: frozenset({InterviewState.ACCEPTED, InterviewState.DECLINED, InterviewState.COMPLETED}),
    InterviewState.ACCEPTED: frozenset({InterviewState.COMPLETED, InterviewState.DECLINED}),
    InterviewState.COMPLETED: frozenset(),
    InterviewState.DECLINED: frozenset(),
}


def episode_may_move(before: EpisodeState | str, after: EpisodeState) -> bool:
    """Whether the table allows the step."""
    return after in EPISODE_MOVES[EpisodeState(before)]


def interview_may_move(before: InterviewState | str, after: InterviewState) -> bool:
    """Whether the table allows the step."""
    return after in INTERVIEW_MOVES[InterviewState(before)]
