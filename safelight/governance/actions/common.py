"""What all actions of this room share."""

from collections.abc import Mapping
from uuid import UUID

from django.db import models

from safelight.access.models import User
from safelight.audit import actions as audit
from safelight.core.errors import Invalid


def needed(text: str, field: str, ask: str) -> str:
    """``text`` without white space round it; ``Invalid`` with the sentence ``ask`` beside ``field`` when empty."""
    stripped = text.strip()
    if not stripped:
        raise Invalid({field: ask})
    return stripped


def note(
    by: User, action: str, subject: models.Model, child_id: UUID | None, counts: Mapping[str, int] | None = None
) -> None:
    """The audit entry of a change, inside its transaction."""
    audit.record(
        partnership_id=by.partnership_id, by=by, action=action, subject=subject, child_id=child_id, counts=counts
    )
