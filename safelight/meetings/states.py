"""Types of meetings, their states in one table, and what a meeting of a type has to have come to. Pure: no Django."""

from enum import StrEnum


class State(StrEnum):
    """Where a meeting stands. Once it is closed nothing in it is changed; corrections are appended."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    CLOSED = "closed"
    CANCELLED = "cancelled"


MOVES: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.UNDER_WAY, State.CANCELLED}),
    State.UNDER_WAY: frozenset({State.CLOSED, State.CANCELLED}),
    State.CLOSED: frozenset(),
    State.CANCELLED: frozenset(),
}


def may_move(before: State, after: State) -> bool:
    """Whether the table allows the step."""
    return after in MOVES[before]


class Type(StrEnum):
    """What sort of meeting it is (MT-01), and other forums whose outcome is recorded here (MT-07)."""

    STRATEGY = "strategy"
    FAMILY = "family"
    CSE_REVIEW = "cse_review"
    NETWORK = "network"
    TEAM_AROUND = "team_around"
    CHILD_IN_NEED = "child_in_need"
    CHILD_PROTECTION = "child_protection"
    OPERATIONAL = "operational"
    MAPPA = "mappa"
    MARAC = "marac"
    FAMILY_GROUP = "family_group"
    GOLD = "gold"


# Held by others; what came of it is recorded here (MT-07).
FORUMS = frozenset({Type.MAPPA, Type.MARAC, Type.FAMILY_GROUP, Type.GOLD})
# To these a child's family comes, so each is about one child.
ABOUT_ONE_CHILD = frozenset({Type.FAMILY, Type.TEAM_AROUND, Type.CHILD_IN_NEED, Type.CHILD_PROTECTION})


class Item(StrEnum):
    """Something that a meeting may have to come to before it is closed, in the order in which it is asked."""

    CHILD = "child"  # the child's wishes and feelings
    PARENTS = "parents"  # the parents' wishes and feelings
    PLAN = "plan"  # the plan reviewed
    LEVEL = "level"  # the level of risk reviewed
    WORK = "work"  # the work agreed
    VOLT = "volt"  # victims, offenders, locations, themes
    NEXT = "next"  # the date of the next meeting
    DISRUPTION = "disruption"  # disruption strategies
    CONTACT = "contact"  # the named contact of the child and of the parents
    OUTCOME = "outcome"  # what another forum came to


def items_for(kind: Type, *, about_a_child: bool) -> tuple[Item, ...]:
    """What a meeting is asked about when it is closed. A missing one needs a reason (W: family meetings; MT-02, 06)."""
    if kind == Type.FAMILY:
        return tuple(item for item in Item if item != Item.OUTCOME)
    # Every case meeting, of any type, records the level and the work agreed (P B1).
    found = (Item.CHILD, Item.LEVEL, Item.WORK) if about_a_child else ()
    return (*found, Item.OUTCOME) if kind in FORUMS else found


class Presence(StrEnum):
    """Whether somebody came (BE-05). Empty is not said yet."""

    NOT_SAID = ""
    ATTENDED = "attended"
    APOLOGIES = "apologies"
    ABSENT = "absent"


class Part(StrEnum):
    """In which part somebody comes: it decides what of the record may be shown while they are there."""

    CHILD = "child"
    PARENT = "parent"
    FAMILY = "family"
    PROFESSIONAL = "professional"
    POLICE = "police"


FAMILY_PARTS = frozenset({Part.CHILD, Part.PARENT, Part.FAMILY})


class WhatNow(StrEnum):
    """What a meeting says of a row of the plan."""

    CARRY_ON = "carry_on"
    CHANGE = "change"
    DONE = "done"
    STOP = "stop"
