"""What the actions of this room share."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.audit import actions as audit
from safelight.core.errors import WrongState
from safelight.plans import permissions, queries
from safelight.plans.models import Action, ActionNote, Plan, PlanVersion
from safelight.plans.states import EDITABLE, PLAN_MOVES, PlanState, may_move


def locked(plan: Plan) -> Plan:
    """The plan as stored now, held until the transaction ends, so that nobody agrees what somebody is changing."""
    return Plan.objects.select_for_update().get(pk=plan.pk)


def to_write(by: User, plan: Plan) -> Plan:
    """The plan, held, if ``by`` may write it; ``WrongState`` while it is with the manager or in force."""
    permissions.check_may_draft(by, plan.child)
    held = locked(plan)
    if PlanState(held.state) not in EDITABLE:
        raise WrongState(
            _("This version is with the manager. Take it back first.")
            if held.state == PlanState.SUBMITTED
            else _("This version is agreed and stays as it is. Begin a new version to change it.")
        )
    return held


def move(plan: Plan, to: PlanState) -> None:
    """Set the state of the newest version, if the table of states allows the step."""
    if not may_move(PLAN_MOVES, PlanState(plan.state), to):
        raise WrongState(_("The plan has moved on since you opened this page. Look at it again."))
    plan.state = to


def keep_version(plan: Plan, by: User, now: datetime) -> PlanVersion:
    """Keep for good what the newest version says in the state that it has reached. The plan is held."""
    return keep(plan, by, now, number=plan.number, state=plan.state, content=queries.content(plan))


def keep(plan: Plan, by: User, now: datetime, *, number: int, state: str, content: Mapping[str, Any]) -> PlanVersion:
    """Keep for good what a version says, after all that was kept of the plan before."""
    kept = PlanVersion(
        partnership_id=plan.partnership_id,
        plan=plan,
        sequence=PlanVersion.objects.filter(plan=plan).count() + 1,
        number=number,
        state=state,
        content=content,
        by=by,
        at=now,
    )
    kept.save()
    return kept


def add_note(action: Action, by: User, now: datetime, text: str = "", due_on: date | None = None) -> None:
    """Keep in the action's history what it has come to, and the new day where one was set with it."""
    ActionNote(
        partnership_id=action.partnership_id,
        action=action,
        rag=action.rag,
        state=action.state,
        text=text,
        due_on=due_on,
        by=by,
        at=now,
    ).save()


def record(
    by: User, what: str, subject: models.Model, plan: Plan, now: datetime, counts: Mapping[str, int] | None = None
) -> None:
    """The audit entry of a change, in its transaction."""
    record_about(by, what, subject, plan.partnership_id, plan.child_id, now, counts)


def record_about(
    by: User,
    what: str,
    subject: models.Model,
    partnership_id: UUID,
    child_id: UUID,
    now: datetime,
    counts: Mapping[str, int] | None = None,
) -> None:
    """The same where there is no plan yet."""
    audit.record(
        partnership_id=partnership_id,
        by=by,
        action=what,
        subject=subject,
        child_id=child_id,
        counts=counts,
        at=now,
    )
