"""The states of a plan's version and of an action, each in one table. Pure: no Django."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

State = TypeVar("State")


class PlanState(StrEnum):
    """Where one version of a plan stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    CLOSED = "closed"


# A version moves along this table. A newer version begins as a draft of its own while the older stays in force.
PLAN_MOVES: dict[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.SUBMITTED, PlanState.CLOSED}),
    PlanState.SUBMITTED: frozenset({PlanState.RETURNED, PlanState.AGREED, PlanState.DRAFT}),
    PlanState.RETURNED: frozenset({PlanState.SUBMITTED, PlanState.CLOSED}),
    PlanState.AGREED: frozenset({PlanState.IN_FORCE}),
    PlanState.IN_FORCE: frozenset({PlanState.SUPERSEDED, PlanState.CLOSED}),
    PlanState.SUPERSEDED: frozenset(),
    PlanState.CLOSED: frozenset(),
}

EDITABLE = frozenset({PlanState.DRAFT, PlanState.RETURNED})


class ActionState(StrEnum):
    """Where one action stands. Red, amber or green is said beside it."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    DONE = "done"
    NOT_DONE = "not_done"


ACTION_MOVES: dict[ActionState, frozenset[ActionState]] = {
    # From proposed straight to under way: an urgent step never waits for agreement (HZ-28).
    ActionState.PROPOSED: frozenset({ActionState.AGREED, ActionState.UNDER_WAY, ActionState.NOT_DONE}),
    ActionState.AGREED: frozenset({ActionState.UNDER_WAY, ActionState.DONE, ActionState.NOT_DONE}),
    ActionState.UNDER_WAY: frozenset({ActionState.DONE, ActionState.NOT_DONE}),
    ActionState.DONE: frozenset({ActionState.UNDER_WAY}),
    ActionState.NOT_DONE: frozenset({ActionState.UNDER_WAY}),
}


def may_move(moves: Mapping[State, frozenset[State]], before: State, after: State) -> bool:
    """Whether the table allows the step."""
    return after in moves[before]
