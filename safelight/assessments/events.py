"""What rooms above do when an assessment is withdrawn or moved: they register here, since none may be imported."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from safelight.access.models import User
from safelight.assessments.models import Assessment


@dataclass(frozen=True)
class Withdrawn:
    """A completed assessment was withdrawn; ``moved_to`` is its copy on the right child, if it was moved."""

    assessment: Assessment
    moved_to: Assessment | None
    by: User
    at: datetime


# Called inside the transaction of the withdrawal, so that a failure undoes all of it.
Listener = Callable[[Withdrawn], None]

_listeners: list[Listener] = []


def on_withdrawn(listener: Listener) -> None:
    """Have ``listener`` called at each withdrawal; adding it again changes nothing."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_withdrawn(event: Withdrawn) -> None:
    """Call every listener."""
    for listener in _listeners:
        listener(event)
