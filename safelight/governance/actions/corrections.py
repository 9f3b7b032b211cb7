"""Putting a fact right, or keeping it with the person's own statement beside it."""

from datetime import date

from django.db import transaction

from safelight.access import permissions
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.models import Child, ChildEdit
from safelight.core import clock
from safelight.core.errors import Invalid, WrongState
from safelight.governance import queries
from safelight.governance.actions.common import needed, note
from safelight.governance.models import Correction


@transaction.atomic
def ask_correction(*, by: User, child: Child, fact: str, says: str, asked_by: str, received_on: date) -> Correction:
    """Record that somebody says a fact is wrong, in their own words."""
    permissions.check(by, Permission.EDIT_CHILD)
    found = children.get(by, child.pk)
    children.check_full_sight(by, found)
    now = clock.now()
    if received_on > clock.london_day(now):
        raise Invalid({"received_on": "The day it came can’t be in the future"})
    made = Correction.objects.create(
        partnership_id=by.partnership_id,
        child=found,
        fact=needed(fact, "fact", "Say which fact it is about"),
        says=needed(says, "says", "Write what they say, in their words"),
        asked_by=needed(asked_by, "asked_by", "Enter who asks"),
        received_on=received_on,
        by=by,
        at=now,
    )
    note(by, "correction.asked", made, found.pk)
    return made


@transaction.atomic
def accept_correction(*, by: User, correction: Correction, how: str, edit: ChildEdit | None = None) -> None:
    """It was wrong and has been put right. ``edit`` is the change that did it; what stood before is in its history."""
    kept = _open(by, correction)
    if edit is not None and (edit.child_id != kept.child_id or clock.london_day(edit.at) < kept.received_on):
        raise Invalid({"edit": "Choose the change that was made because of this"})
    kept.reason = needed(how, "reason", "Say what was changed, and where")
    kept.edit = edit
    _answer(by, kept, Correction.State.ACCEPTED)


@transaction.atomic
def refuse_correction(*, by: User, correction: Correction, why: str, statement: str) -> None:
    """The fact stays, with the reason; the person's own statement stands beside it from now on."""
    kept = _open(by, correction)
    kept.reason = needed(why, "reason", "Say why it stays")
    kept.statement = needed(statement, "statement", "Write the person’s own statement, to stand beside the fact")
    _answer(by, kept, Correction.State.REFUSED)


def _open(by: User, correction: Correction) -> Correction:
    permissions.check(by, Permission.OPEN_SUBJECT_ACCESS)
    children.check_full_sight(by, queries.correction_for(by, correction.pk).child)
    kept = Correction.objects.select_for_update().get(pk=correction.pk)
    if kept.state != Correction.State.RECEIVED:
        raise WrongState("It was answered already.")
    return kept


def _answer(by: User, kept: Correction, state: str) -> None:
    kept.state, kept.answered_by, kept.answered_at = state, by, clock.now()
    kept.save()
    note(by, f"correction.{state}", kept, kept.child_id)
