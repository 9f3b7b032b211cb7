"""What must not come alive again with an older copy: rooms say here how to carry it over (HZ-41).

A step reads from the live record before anything is replaced, and applies what it read to the restored record before
that takes its place. ``config`` registers the steps of the rooms.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """``read`` is called with the live record as the database, ``apply`` with the restored one: how many it changed.

    ``name`` is what the audit entry counts it under.
    """

    name: str
    read: Callable[[], Any]
    apply: Callable[[Any], int]


_steps: list[Step] = []


def register(step: Step) -> None:
    """Add a step; one of the same name takes its place."""
    _steps[:] = [other for other in _steps if other.name != step.name] + [step]


def steps() -> list[Step]:
    """All steps, in the order in which they were registered."""
    return list(_steps)
