"""Children and concerns."""

import itertools
from datetime import date
from typing import Any

from safelight.access.models import User
from safelight.children import actions
from safelight.children.models import Child, Concern

_numbers = itertools.count(1)


def make_child(*, by: User, **values: Any) -> Child:
    """A child whose record ``by`` opened: 15 years old or so unless ``date_of_birth`` says otherwise."""
    number = next(_numbers)
    values.setdefault("given_name", f"Robin{number}")
    values.setdefault("family_name", "Denholm")
    if "estimated_age" not in values:
        values.setdefault("date_of_birth", date(2011, 5, 14))
    return actions.create_child(by=by, **values)


def make_concern(*, by: User, what: str = "Late home all month, and two new phones.", **values: Any) -> Concern:
    """A logged concern; ``children`` links it."""
    return actions.log_concern(by=by, what=what, **values)
