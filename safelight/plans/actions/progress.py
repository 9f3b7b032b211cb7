"""How an action is going: a colour, a state, a sentence, a new day. What was said before is kept."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.core.errors import Invalid, WrongState
from safelight.plans import permissions
from safelight.plans.actions.common import add_note, locked, record
from safelight.plans.models import Action, ActionEdit, Plan, Rag
from safelight.plans.states import ACTION_MOVES, ActionState, PlanState, may_move


@transaction.atomic
def record_progress(
    *, by: User, action: Action, state: str, rag: str, text: str, now: datetime, due_on: date | None = None
) -> Action:
    """Say how an action is going, whatever state the plan is in. The action's words are not changed by it.

    An action that waits for agreement may be started: it is urgent then, and is agreed afterwards (HZ-28).
    ``due_on`` is a new day, with a sentence why; the day before it stays readable. None leaves the day as it is.
    """
    permissions.check_may_follow(by, action.plan.child)
    plan = locked(action.plan)
    if plan.state in (PlanState.CLOSED, PlanState.SUPERSEDED):
        raise WrongState(_("This plan is closed."))
    row = Action.objects.select_for_update().get(pk=action.pk, plan=plan)
    new_day = due_on if due_on != row.due_on else None
    errors = _errors(row, state, rag, text) | _day_errors(plan, row, new_day, text)
    if errors:
        raise Invalid(errors)
    if state == row.state == ActionState.PROPOSED and not text.strip() and rag == row.rag and new_day is None:
        raise Invalid({"text": _("Say how it is going.")})
    row.urgent = row.urgent or (row.state == ActionState.PROPOSED and state == ActionState.UNDER_WAY)
    row.state = state
    row.rag = rag
    row.progress = text.strip() or row.progress
    # Not with a version: two people may each say how it goes, and both sentences are kept.
    Action.objects.filter(pk=row.pk).update(urgent=row.urgent, state=row.state, rag=row.rag, progress=row.progress)
    if new_day is not None:
        _move_day(row, new_day, by, now)
    add_note(row, by, now, text.strip(), due_on=new_day)
    record(by, "plan.progress", row, plan, now)
    return row


def _move_day(row: Action, day: date, by: User, now: datetime) -> None:
    before = row.due_on.isoformat() if row.due_on else ""
    row.due_on = day
    row.save_over(row.version, "due_on")
    ActionEdit(
        partnership_id=row.partnership_id,
        action=row,
        kind=ActionEdit.Kind.REPLACED,
        field="due_on",
        value=before,
        version=row.version,
        by=by,
        at=now,
    ).save()


def _day_errors(plan: Plan, row: Action, day: date | None, text: str) -> dict[str, str]:
    if day is None:
        return {}
    if plan.state == PlanState.SUBMITTED:
        return {"due_on": _("This version is with the manager. Take it back first to set another day.")}
    if row.due_on is not None and not text.strip():
        return {"text": _("Say why the day changes.")}
    return {}


def start_urgent(*, by: User, action: Action, text: str, now: datetime) -> Action:
    """Start a step before the plan is agreed; no manager has to be there for it (HZ-28)."""
    return record_progress(by=by, action=action, state=ActionState.UNDER_WAY, rag=action.rag, text=text, now=now)


def _errors(row: Action, state: str, rag: str, text: str) -> dict[str, str]:
    errors: dict[str, str] = {}
    if state not in list(ActionState):
        errors["state"] = _("Choose how far it is.")
    elif state != row.state and not may_move(ACTION_MOVES, ActionState(row.state), ActionState(state)):
        errors["state"] = _("It can’t go there from where it is. Start it first.")
    elif state == ActionState.NOT_DONE and not text.strip():
        errors["text"] = _("Say why it was not done.")
    if rag not in Rag.values:
        errors["rag"] = _("Choose red, amber or green.")
    return errors
