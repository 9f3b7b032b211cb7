"""What the audit log is told of the language adviser: who uses it, never what they wrote."""

from datetime import timedelta

from safelight.access import limits
from safelight.access.models import User
from safelight.audit.actions import record_apart
from safelight.audit.models import Kind
from safelight.core import clock


def note_use(*, by: User) -> None:
    """One entry for each person and day: an entry for each pause in typing would bury what the log is for."""
    now = clock.now()
    if limits.allow(what="language adviser", who=str(by.pk), at_most=1, within=timedelta(days=1), now=now):
        record_apart(partnership_id=by.partnership_id, by=by, action="language.checked", kind=Kind.VIEW)
