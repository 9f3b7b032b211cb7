"""What the actions of this room share."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import models

from safelight.access import permissions
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.children import queries
from safelight.children.models import Child
from safelight.core.errors import Invalid


def child_to_edit(by: User, child: Child | UUID | str) -> Child:
    """The child as stored now, if ``by`` may see and correct it; else ``NotFound``.

    Who sees it by break-glass alone corrects nothing: they read, log a concern and record contact.
    """
    permissions.check(by, Permission.EDIT_CHILD)
    found = queries.get(by, child.pk if isinstance(child, Child) else child)
    queries.check_full_sight(by, found)
    return found


def child_to_record_about(by: User, child: Child | UUID | str) -> Child:
    """The child as stored now, if ``by`` may see it and record something about it; else ``NotFound``."""
    permissions.check(by, Permission.LOG_CONCERN)
    return queries.get(by, child.pk if isinstance(child, Child) else child)


def note(
    by: User,
    action: str,
    subject: models.Model,
    child: Child | UUID | None = None,
    counts: Mapping[str, int] | None = None,
) -> None:
    """The audit entry of a change, in its transaction."""
    child_id = child.pk if isinstance(child, Child) else child
    audit.record(
        partnership_id=by.partnership_id, by=by, action=action, subject=subject, child_id=child_id, counts=counts
    )


def needed(**texts: tuple[str, str]) -> dict[str, str]:
    """Stripped texts by field, each given with the sentence that asks for it; ``Invalid`` if any is empty."""
    values = {field: text.strip() for field, (text, _ask) in texts.items()}
    missing = {field: ask for field, (_text, ask) in texts.items() if not values[field]}
    if missing:
        raise Invalid(missing)
    return values


def not_after(field: str, when: date | datetime, limit: date | datetime, sentence: str) -> None:
    """``Invalid`` at ``field`` if ``when`` lies after ``limit``."""
    if when > limit:
        raise Invalid({field: sentence})
