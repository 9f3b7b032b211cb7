"""Sending a version to the manager, who agrees it or returns it (PL-07, BE-04)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.access.permissions import check
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.core.errors import Invalid, Stale, WrongState
from safelight.plans import permissions, queries, snapshots
from safelight.plans.actions.common import add_note, keep, keep_version, locked, move, record, to_write
from safelight.plans.models import Action, Approval, Plan, PlanVersion
from safelight.plans.states import ActionState, PlanState


@transaction.atomic
def submit(*, by: User, plan: Plan, manager: User | None, now: datetime) -> PlanVersion:
    """Send the newest version for agreement; what it says is kept. Gaps and hints never stop it.

    ``manager`` is one of ``queries.managers_for``; None leaves it to any manager who sees the child.
    """
    held = to_write(by, plan)
    _check_contact_is_decided(held)
    if not queries.actions_of(held).exists():
        raise Invalid({"manager": _("There is nothing to agree yet. Add an action first.")})
    if manager is not None and manager.pk not in {person.pk for person in queries.managers_for(held, by)}:
        raise Invalid({"manager": _("Choose a manager who sees the child and wrote nothing of this version.")})
    move(held, PlanState.SUBMITTED)
    held.manager = manager
    held.submitted_at = now
    held.save()
    sent = keep_version(held, by, now)
    record(by, "plan.submitted", sent, held, now, counts={"number": held.number})
    return sent


@transaction.atomic
def take_back(*, by: User, plan: Plan, now: datetime) -> Plan:
    """Take a version back from the manager, to go on with it."""
    permissions.check_may_draft(by, plan.child)
    held = locked(plan)
    move(held, PlanState.DRAFT)
    held.submitted_at = None
    held.save()
    record(by, "plan.taken-back", held, held, now)
    return held


@transaction.atomic
def agree(*, by: User, plan: Plan, version_id: UUID | str, comment: str, now: datetime) -> Approval:
    """A manager agrees the version that they read. It is in force, its actions agreed, the one before superseded.

    Raises ``Stale`` where another version was sent since, or the rows differ from what was sent.
    """
    held, sent = _to_answer(by, plan, version_id)
    _check_contact_is_decided(held)
    if snapshots.fingerprint(queries.content(held)) != snapshots.fingerprint(sent.content):
        raise Stale(_("The plan changed after it was sent. It has to be sent again."))
    approval = _answer(by, held, sent, Approval.Outcome.AGREED, comment, {}, now)
    earlier = queries.version_in_force(held)
    move(held, PlanState.AGREED)
    for row in queries.actions_of(held).filter(state=ActionState.PROPOSED):
        row.state = ActionState.AGREED
        Action.objects.filter(pk=row.pk).update(state=row.state)
        add_note(row, by, now)
    move(held, PlanState.IN_FORCE)
    if earlier is not None:
        keep(held, by, now, number=earlier.number, state=PlanState.SUPERSEDED, content=earlier.content)
    held.in_force_number = held.number
    held.in_force_at = now
    held.save()
    keep_version(held, by, now)
    record(by, "plan.agreed", approval, held, now, counts={"number": held.number})
    return approval


@transaction.atomic
def return_for_edits(
    *, by: User, plan: Plan, version_id: UUID | str, comment: str, row_comments: Mapping[str, str], now: datetime
) -> Approval:
    """A manager sends a version back and says what to change, for the whole and for single rows (BE-04).

    ``row_comments`` maps an action's id to what is said of it; empty ones are left out.
    """
    held, sent = _to_answer(by, plan, version_id)
    rows = {row["id"] for row in sent.content["rows"]}
    said = {row: words.strip() for row, words in row_comments.items() if words.strip() and row in rows}
    if not comment.strip() and said:
        comment = _("See the comments on the rows.")
    if not comment.strip():
        raise Invalid({"comment": _("Say what to change.")})
    approval = _answer(by, held, sent, Approval.Outcome.RETURNED, comment, said, now)
    move(held, PlanState.RETURNED)
    held.save()
    record(by, "plan.returned", approval, held, now, counts={"rows": len(said)})
    return approval


@transaction.atomic
def close(*, by: User, plan: Plan, why: str, now: datetime) -> Plan:
    """End a plan with a reason. One that was ever in force needs a manager, and no action may be left open."""
    permissions.check_may_draft(by, plan.child)
    held = locked(plan)
    if held.in_force_number is not None:
        check(by, Permission.APPROVE_PLAN)
    if not why.strip():
        raise Invalid({"why": _("Say why the plan ends.")})
    open_states = (ActionState.AGREED, ActionState.UNDER_WAY)
    if queries.actions_of(held).filter(state__in=open_states).exists():
        raise Invalid({"why": _("Actions are still open. Say of each whether it was done, then close the plan.")})
    earlier = queries.version_in_force(held)
    if earlier is not None and _open_in_force(held, earlier):
        raise Invalid({"why": _("Actions of the version in force are still open. Say of each whether it was done.")})
    move(held, PlanState.CLOSED)
    held.closed_at = now
    held.closed_why = why.strip()
    held.save()
    keep_version(held, by, now)
    record(by, "plan.closed", held, held, now)
    return held


def _open_in_force(plan: Plan, in_force: PlanVersion) -> bool:
    ids = [row["id"] for row in in_force.content["rows"]]
    ended = queries.ENDED
    return Action.objects.filter(plan=plan, pk__in=ids).exclude(state__in=ended).exists()


def _check_contact_is_decided(plan: Plan) -> None:
    """No plan goes on over a parent who may pose a risk, or an unsafe telephone, until somebody has decided (SH-04).

    Urgent steps need no agreement and are never held up by this (HZ-28).
    """
    if children.halts(plan.child):
        raise WrongState(
            _(
                "Contact with a parent, a carer or the child may not be safe, and nobody has decided how to go on. "
                "A safeguarding lead or manager decides on the page Safe contact, under Contact. "
                "Urgent steps do not wait for this."
            )
        )


def _to_answer(by: User, plan: Plan, version_id: UUID | str) -> tuple[Plan, PlanVersion]:
    held = locked(plan)
    permissions.check_may_answer(by, held, queries.writers(held))
    if held.state != PlanState.SUBMITTED:
        raise WrongState(_("This version is not waiting for an answer any more. Look at the plan again."))
    sent = queries.sent_version(held)
    if sent is None or str(sent.pk) != str(version_id):
        raise Stale(_("The plan was sent again since you opened this page. Read what is there now."))
    return held, sent


def _answer(
    by: User,
    plan: Plan,
    sent: PlanVersion,
    outcome: str,
    comment: str,
    row_comments: Mapping[str, str],
    now: datetime,
) -> Approval:
    approval = Approval(
        partnership_id=plan.partnership_id,
        version=sent,
        written_by_id=plan.written_by_id,
        sent_by_id=sent.by_id,
        outcome=outcome,
        comment=comment.strip(),
        row_comments=dict(row_comments),
        by=by,
        at=now,
    )
    approval.save()
    return approval
