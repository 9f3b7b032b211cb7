"""Somebody leaves: the rooms that hold work of theirs say how much it is, and hand it to somebody (HZ-35).

This room stands below those, so they register themselves here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from safelight.access.models import User


@dataclass(frozen=True)
class LeftBehind:
    """What somebody would leave, as counts alone: an administrator sees no child."""

    works_with: int = 0  # children with whom they work, those they lead among them
    leads: int = 0  # children whose lead worker they are


class Leave(Protocol):
    """Ends what ``user`` does and hands it to ``to``, or else to their manager; how many children that was."""

    def __call__(self, *, by: User, user: User, to: User | None = None) -> int: ...


_leave: list[Leave] = []
_count: list[Callable[[User], LeftBehind]] = []


def register(*, leave: Leave, count: Callable[[User], LeftBehind]) -> None:
    """Add what one room does when somebody leaves; adding it again changes nothing."""
    if leave not in _leave:
        _leave.append(leave)
        _count.append(count)


def left_behind(user: User) -> LeftBehind:
    """What ``user`` would leave, in all rooms together."""
    found = [count(user) for count in _count]
    return LeftBehind(sum(one.works_with for one in found), sum(one.leads for one in found))


def leave(*, by: User, user: User, to: User | None) -> int:
    """Have every room hand over what ``user`` did; how many children in all. Inside the caller's transaction."""
    return sum(one(by=by, user=user, to=to) for one in _leave)
