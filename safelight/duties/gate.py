"""Who may act on a child's duties. Children stand above this room, so ``config`` registers how to ask."""

from collections.abc import Callable
from uuid import UUID

from safelight.access.models import User
from safelight.core.errors import NotFound
from safelight.duties.types import ChildFacts

# Given a person and a child: the child's facts, or ``NotFound`` when that person may not see the child.
Gate = Callable[[User, UUID], ChildFacts]

# Given a person and a child whom they see: whether they may do no more than record contact (break-glass).
ContactOnly = Callable[[User, UUID], bool]

_gates: list[Gate] = []
_contact_only: list[ContactOnly] = []


def register(gate: Gate) -> None:
    """Say how to ask whether a person sees a child. The last one registered is asked."""
    _gates[:] = [gate]


def register_contact_only(contact_only: ContactOnly) -> None:
    """Say how to ask whether a person may only record contact. The last one registered is asked."""
    _contact_only[:] = [contact_only]


def may_only_record_contact(user: User, child_id: UUID) -> bool:
    """Whether ``user`` sees this child in such a way that recording contact is all they may do about a duty."""
    return any(ask(user, child_id) for ask in _contact_only)


def facts_for(user: User, child_id: UUID) -> ChildFacts:
    """What duties need to know of a child that ``user`` may see; raises ``NotFound`` otherwise."""
    if not _gates:
        raise NotFound("child")
    return _gates[0](user, child_id)
