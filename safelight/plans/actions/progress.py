"""How an action is going: a colour, a state, a sentence. What was said before is kept."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.core.errors import Invalid, WrongState
from safelight.plans import permissions
from safelight.plans.actions.common import add_note, locked, record
from safelight.plans.models import Action, Rag
from safelight.plans.states import ACTION_MOVES, ActionState, PlanState, may_move


@transaction.atomic
def record_progress(*, by: User, action: Action, state: str, rag: str, text: str, now: datetime) -> Action:
    """Say how an action is going, whatever state the plan is in. The action's words are not changed by it.

    An action that waits for agreement may be started: it is urgent then, and is agreed afterwards (HZ-28).
    """
    permissions.check_may_draft(by, action.plan.child)
    plan = locked(action.plan)
    if plan.state in (PlanState.CLOSED, PlanState.SUPERSEDED):
        raise WrongState(_("This plan is closed."))
    row = Action.objects.select_for_update().get(pk=action.pk, plan=plan)
    errors = _errors(row, state, rag, text)
    if errors:
        raise Invalid(errors)
    if state == row.state == ActionState.PROPOSED and not text.strip() and rag == row.rag:
        raise Invalid({"text": _("Say how it is going.")})
    row.urgent = row.urgent or (row.state == ActionState.PROPOSED and state == ActionState.UNDER_WAY)
    row.state = state
    row.rag = rag
    row.progress = text.strip() or row.progress
    # Not with a version: two people may each say how it goes, and both sentences are kept.
    Action.objects.filter(pk=row.pk).update(urgent=row.urgent, state=row.state, rag=row.rag, progress=row.progress)
    add_note(row, by, now, text.strip())
    record(by, "plan.progress", row, plan, now)
    return row


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
