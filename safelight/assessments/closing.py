"""What a room above asks at the end of step 5, on the same page and saved by the same button.

So that the professional's own view costs no page of its own. The room above registers it; this room draws it after
the four boxes, hands it what was posted, and goes on to the page that it names.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from safelight.access.models import User
from safelight.assessments.models import Assessment


@dataclass(frozen=True)
class Closing:
    """The part: when it is asked, what its template is given, and how it is kept.

    ``controls`` are the names of its controls. ``context`` is given what was typed, by control, or None before
    anything was. ``save`` raises ``Invalid`` by control; ``keep`` keeps one control as it is typed.
    """

    template: str
    controls: tuple[str, ...]
    asked: Callable[[User, Assessment], bool]
    context: Callable[[User, Assessment, Mapping[str, str] | None], Mapping[str, Any]]
    save: Callable[[User, Assessment, Mapping[str, str], datetime], None]
    keep: Callable[[User, Assessment, str, str, datetime], None]


_registered: list[Closing] = []


def register_closing(part: Closing) -> None:
    """Set the part that ends step 5; another takes the place of the one before."""
    _registered[:] = [part]


def closing_for(user: User, assessment: Assessment) -> Closing | None:
    """The part that is asked of this person now, if any."""
    return next((part for part in _registered if part.asked(user, assessment)), None)
