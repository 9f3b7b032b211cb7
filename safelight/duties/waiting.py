"""What waits in a partnership and is about no child: each room that knows of some registers a provider."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from safelight.access.models import User


@dataclass(frozen=True)
class Waiting:
    """Something that somebody must do that belongs to no child's record, such as reading a message from outside.

    ``due_at`` is the moment (UTC) after which it is overdue, None without a clock. ``url`` opens the thing itself,
    whose own record closes it. ``who`` stands before ``title``; neither names a child.
    """

    key: str
    who: str
    title: str
    why: str
    due_at: datetime | None
    url: str
    act_label: str
    must: bool = True


# Given who asks and the moment: what waits for that person, in a constant number of queries.
WaitingProvider = Callable[[User, datetime], Sequence[Waiting]]

_providers: list[WaitingProvider] = []


def register(provider: WaitingProvider) -> None:
    """Add a provider; adding it again changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def waiting_for(user: User, now: datetime) -> list[Waiting]:
    """What waits for this person, the most urgent first; what has no clock comes last."""
    found = [one for provider in _providers for one in provider(user, now)]
    return sorted(found, key=lambda one: (one.due_at is None, one.due_at or now, one.key))
