"""Beginning a plan and bringing it up to date with the newest decision."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, WrongState
from safelight.plans import permissions, queries
from safelight.plans.actions.common import locked, record, to_write
from safelight.plans.coverage import proposals
from safelight.plans.models import Action, Plan
from safelight.plans.queries.offered import templates_for
from safelight.plans.states import EDITABLE, PlanState
from safelight.ratings.models import Decision
from safelight.toolkits.models import Definition

# Places in an outcome are this far apart, so that the template's own order leaves room.
STEP = 10


@transaction.atomic
def draft_from(*, by: User, decision: Decision, now: datetime, definition: Definition | None = None) -> Plan:
    """Begin a plan from a decision: the template's actions for all that was recognised are proposed (PL-03).

    ``definition`` names one of the templates that are offered; without it the area's is taken (PL-01). The plan
    keeps it. The child's own words on the way the plan is made are still to be written. Raises ``WrongState`` where a
    plan is open: that one is brought up to date instead; ``Invalid`` for a template that is not offered.
    """
    return _begin(by, decision.child, decision, now, definition)


@transaction.atomic
def begin(*, by: User, child: Child, now: datetime, definition: Definition | None = None) -> Plan:
    """Begin a plan for a child about whom nobody decided a level yet: an empty template, chosen as above."""
    return _begin(by, child, None, now, definition)


def _begin(by: User, child: Child, decision: Decision | None, now: datetime, chosen: Definition | None) -> Plan:
    permissions.check_may_draft(by, child)
    offered = templates_for(child, decision, clock.london_day(now))
    definition = offered[0] if chosen is None else next((each for each in offered if each.pk == chosen.pk), None)
    if definition is None:
        raise Invalid({"template": _("Choose one of the templates that are offered.")})
    return begin_on(by, child, decision, definition, now)


def begin_on(by: User, child: Child, decision: Decision | None, definition: Definition, now: datetime) -> Plan:
    """Begin a plan on this template, with what it proposes. Whether ``by`` may was asked."""
    plan = Plan(
        partnership_id=child.partnership_id,
        child=child,
        definition=definition,
        decision=decision,
        written_by=by,
        role=by.job_title,
        started_at=now,
        version_started_at=now,
    )
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as error:
        raise WrongState(_("This child has a plan already. Change that one.")) from error
    proposed = _propose(by, plan, now)
    record(by, "plan.drafted", plan, plan, now, counts={"proposed": proposed})
    return plan


@transaction.atomic
def bring_up_to_date(*, by: User, plan: Plan, now: datetime) -> Plan:
    """Take in the newest decision, and begin a new version where the plan is in force.

    What is new proposes its actions; nothing that a person wrote is changed, and nothing that a person took out
    comes back. The version in force holds until the new one is agreed.
    """
    permissions.check_may_draft(by, plan.child)
    plan = locked(plan)
    if plan.state == PlanState.IN_FORCE:
        plan.number += 1
        plan.state = PlanState.DRAFT
        plan.written_by = by
        plan.role = by.job_title
        plan.manager = None
        plan.submitted_at = None
        plan.version_started_at = now
    elif PlanState(plan.state) not in EDITABLE:
        raise WrongState(_("This version is with the manager. Take it back first."))
    newest = queries.newest_decision(plan.child)
    taken_in = newest is not None and newest.pk != plan.decision_id
    if taken_in:
        plan.decision = newest
    plan.save()
    proposed = _propose(by, plan, now) if taken_in else 0
    record(by, "plan.new-version", plan, plan, now, counts={"number": plan.number, "proposed": proposed})
    return plan


def _propose(by: User, plan: Plan, now: datetime) -> int:
    """Add the template's actions for what was recognised; how many were new."""
    offers = queries.offers(plan.definition)
    there = {row.source_code: row for row in Action.objects.filter(plan=plan) if row.source_code}
    assessed_with = plan.decision.assessment.definition.definition_id if plan.decision is not None else ""
    wanted = proposals(queries.recognised(plan), offers.drafts_from(assessed_with))
    new = 0
    for code in sorted(wanted, key=offers.order):
        row = there.get(code)
        if row is None:
            add_from_template(by, plan, code, wanted[code], now)
            new += 1
        elif row.removed_at is None:
            add_covers(row, wanted[code])
    return new


def add_from_template(by: User, plan: Plan, code: str, covers: Sequence[str], now: datetime) -> Action:
    """A row with the template's words, owner and time as it proposes them; on nobody's copy until chosen."""
    offers = queries.offers(plan.definition)
    offered = offers.actions[code]
    row = Action(
        partnership_id=plan.partnership_id,
        plan=plan,
        outcome=offers.outcome_of[code],
        position=offers.order(code) * STEP,
        source_code=code,
        text=offered.label,
        who=offered.who or "",
        when_text=offered.when or "",
        # "As above" says nothing where the row above was not proposed.
        review_at=offered.review_means or offered.review_at or "",
        window_hours=offered.window_hours,
        covers=list(covers),
        added_by=by,
        added_at=now,
    )
    row.save()
    return row


def add_covers(row: Action, codes: Sequence[str]) -> None:
    """Let a row answer more than it did; one action may answer several things."""
    more = [code for code in codes if code not in row.covers]
    if more:
        row.covers = [*row.covers, *more]
        row.save_over(row.version, "covers")


@transaction.atomic
def save_header(
    *,
    by: User,
    plan: Plan,
    version: int,
    role: str,
    meeting_on: date | None,
    meeting_time: time | None,
    made_with: str,
    now: datetime,
) -> Plan:
    """Save who wrote it in which role, the meeting, and how child and family took part (PL-02, PL-06).

    Raises ``Stale`` where somebody else saved it since ``version``.
    """
    held = to_write(by, plan)
    if len(role) > 200:
        raise Invalid({"role": _("Use 200 characters or fewer.")})
    held.role = role.strip()
    held.meeting_on = meeting_on
    held.meeting_time = meeting_time
    held.made_with = made_with.strip()
    held.save_over(version, "role", "meeting_on", "meeting_time", "made_with")
    record(by, "plan.header-saved", held, held, now)
    return held
