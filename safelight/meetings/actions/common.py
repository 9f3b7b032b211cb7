"""What the actions of this room share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.audit import actions as audit
from safelight.core.errors import Invalid, WrongState
from safelight.meetings import permissions
from safelight.meetings.models import Case, Meeting, Said
from safelight.meetings.states import State, may_move

Row = TypeVar("Row", bound=Said)


def locked(meeting: Meeting) -> Meeting:
    """The meeting as stored now, held until the transaction ends."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def to_write(by: User, case: Case) -> Case:
    """The part of a meeting, held, if ``by`` may write in it now; else ``NotFound`` or ``WrongState``."""
    permissions.check_may_run(by, case)
    held = Case.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=case.pk)
    permissions.check_open(held, held.meeting)
    held.child = case.child
    return held


def move(meeting: Meeting, to: State) -> None:
    """Set the state, if the table of states allows the step."""
    if not may_move(State(meeting.state), to):
        raise WrongState(_("The meeting has moved on since you opened this page. Look at it again."))
    meeting.state = to


def write(model: type[Row], case: Case, by: User, now: datetime, **values: Any) -> Row:
    """Append a row to what is written down. The part is held, so that the numbers follow each other."""
    last = model._default_manager.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    row = model(partnership_id=case.partnership_id, case=case, number=last + 1, by=by, at=now, **values)
    row.save()
    return row


def needed(field: str, text: str, sentence: str) -> str:
    """The text without space round it; ``Invalid`` at ``field`` if nothing is left."""
    if not text.strip():
        raise Invalid({field: sentence})
    return text.strip()


def record(
    by: User,
    what: str,
    subject: models.Model,
    case: Case | None,
    now: datetime,
    counts: Mapping[str, int] | None = None,
) -> None:
    """The audit entry of a change, in its transaction."""
    audit.record(
        partnership_id=by.partnership_id,
        by=by,
        action=what,
        subject=subject,
        child_id=case.child_id if case is not None else None,
        counts=counts,
        at=now,
    )
