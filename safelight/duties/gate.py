"""Who may act on a child's duties. Children stand above this room, so ``config`` registers how to ask."""

from collections.abc import Callable
from uuid import UUID

from safelight.access.models import User
from safelight.core.errors import NotFound
from safelight.duties.types import ChildFacts

# Given a person and a child: the child's facts, or ``NotFound`` when that person may not see the child.
Gate = Callable[[User, UUID], ChildFacts]

_gates: list[Gate] = []


def register(gate: Gate) -> None:
    """Say how to ask whether a person sees a child. The last one registered is asked."""
    _gates[:] = [gate]


def facts_for(user: User, child_id: UUID) -> ChildFacts:
    """What duties need to know of a child that ``user`` may see; raises ``NotFound`` otherwise."""
    if not _gates:
        raise NotFound("child")
    return _gates[0](user, child_id)
