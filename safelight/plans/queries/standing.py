"""What duties and the chronology follow from, for many children in a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from safelight.core import reading
from safelight.plans.models import Action, ActionNote, Approval, Plan, PlanVersion
from safelight.plans.queries.plans import OPEN
from safelight.plans.queries.reports import reported
from safelight.plans.queries.targets import last_months
from safelight.plans.states import PlanState


@dataclass(frozen=True)
class Standing:
    """What duties follow from in one open plan: its rows, the version that holds, what was sent and answered.

    ``moved`` has the days that were set anew since that version, by action; ``last_targets`` is the first day of the
    last month for which a target was set; ``reported`` has until when the last report tells, and when the plan was
    reviewed last.
    """

    plan: Plan
    rows: tuple[Action, ...]
    in_force: PlanVersion | None
    sent: PlanVersion | None
    returned: Approval | None
    moved: Mapping[UUID, date]
    last_targets: date | None
    reported: tuple[datetime | None, datetime | None]


_FOR_DUTIES = (
    "child",
    "partnership__jurisdiction",
    "definition__definition_id",
    "decision",
    "state",
    "number",
    "in_force_number",
    "started_at",
    "in_force_at",
    "written_by__name",
    "manager",
    "closed_at",
    "closed_why",
)


def standings(child_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """By child, the open plan. A constant number of queries however many children there are."""
    found = plans_of(child_ids)
    plans = {plan.pk: plan for plan in found if plan.state in OPEN}
    rows: dict[UUID, list[Action]] = {pk: [] for pk in plans}
    actions = Action.objects.filter(plan__in=list(plans)).order_by("outcome", "position", "added_at")
    for row in actions.defer("covers", "copies_for", "kept_from", "progress"):
        rows[row.plan_id].append(row)
    holding: dict[UUID, UUID] = {}
    sent: dict[UUID, PlanVersion] = {}
    for kept in versions_of(found):
        plan = plans.get(kept.plan_id)
        if plan is not None and kept.state == PlanState.IN_FORCE and kept.number == plan.in_force_number:
            holding[kept.plan_id] = kept.pk
        elif plan is not None and kept.state == PlanState.SUBMITTED and kept.number == plan.number:
            sent[kept.plan_id] = kept
    in_force = {version.plan_id: version for version in PlanVersion.objects.filter(pk__in=list(holding.values()))}
    moved = _moved(in_force)
    months = last_months(plans)
    told = reported(plans)
    asked = {version.pk for version in sent.values()}
    returned = {answer.version.plan_id: answer for answer in returns_of(found) if answer.version_id in asked}
    return {
        plan.child_id: Standing(
            plan,
            tuple(rows[pk]),
            in_force.get(pk),
            sent.get(pk),
            returned.get(pk),
            moved.get(pk, {}),
            months.get(pk),
            told[pk],
        )
        for pk, plan in plans.items()
    }


def _moved(in_force: Mapping[UUID, PlanVersion]) -> dict[UUID, dict[UUID, date]]:
    """By plan and action, the day that was set last since the version in force."""
    found: dict[UUID, dict[UUID, date]] = {}
    notes = ActionNote.objects.filter(action__plan__in=list(in_force), due_on__isnull=False).order_by("at")
    for plan_id, action_id, day, at in notes.values_list("action__plan_id", "action_id", "due_on", "at"):
        if day is not None and at > in_force[plan_id].at:
            found.setdefault(plan_id, {})[action_id] = day
    return found


def plans_of(child_ids: Iterable[UUID]) -> list[Plan]:
    """Every plan of these children, the latest first, with what duties and the chronology tell of it."""
    wanted = frozenset(child_ids)
    found = (
        Plan.objects.filter(child_id__in=wanted)
        .select_related("partnership", "definition", "written_by")
        .order_by("-started_at")
    )
    return reading.kept(("plans.plans_of", wanted), lambda: list(found.only(*_FOR_DUTIES)))


def versions_of(plans: Sequence[Plan]) -> list[PlanVersion]:
    """Each change of state of these plans, in order, without what the plan said then."""
    wanted = frozenset(plan.pk for plan in plans)
    found = PlanVersion.objects.filter(plan_id__in=wanted).order_by("sequence")
    return reading.kept(
        ("plans.versions_of", wanted), lambda: list(found.only("plan_id", "number", "state", "sequence", "at", "by_id"))
    )


def returns_of(plans: Sequence[Plan]) -> list[Approval]:
    """Each time that a manager returned one of these plans, in order."""
    wanted = frozenset(plan.pk for plan in plans)
    found = Approval.objects.filter(version__plan_id__in=wanted, outcome=Approval.Outcome.RETURNED).order_by("at")
    columns = ("comment", "at", "by_id", "version__plan_id")
    return reading.kept(("plans.returns_of", wanted), lambda: list(found.select_related("version").only(*columns)))


def closed_at(child_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """By child, when its last plan was closed."""
    found: dict[UUID, datetime] = {}
    for plan in plans_of(child_ids):
        if plan.closed_at is not None:
            found[plan.child_id] = max(plan.closed_at, found.get(plan.child_id, plan.closed_at))
    return found
