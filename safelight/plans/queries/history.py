"""What every version of a plan said, and what changed between two of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from safelight.core.errors import NotFound
from safelight.plans import snapshots
from safelight.plans.coverage import Recognised
from safelight.plans.models import Action, Approval, Plan, PlanVersion, Review
from safelight.plans.queries.rows import actions_of, coverage_of, gaps, values_of
from safelight.plans.states import PlanState
from safelight.ratings import queries as ratings


def content(plan: Plan) -> dict[str, Any]:
    """The plan as it stands, as plain JSON, to be kept with a version and compared."""
    rows = list(actions_of(plan))
    known = coverage_of(plan, rows)
    whys = gaps(plan)
    level = ratings.level_in_force(plan.child)
    return {
        "header": {
            "author": plan.written_by.name,
            "role": plan.role,
            "meeting_on": plan.meeting_on.isoformat() if plan.meeting_on else None,
            "meeting_time": plan.meeting_time.isoformat("minutes") if plan.meeting_time else None,
            "made_with": plan.made_with,
            "level": level.decided,
            "acting": level.acting,
        },
        "rows": [_row(row) for row in rows],
        "covered": [_as_json(each) for each in known.covered],
        "uncovered": [_as_json(each) for each in known.uncovered],
        "gaps": [_as_json(each) | {"why": whys[each.code].why} for each in known.explained],
    }


def _row(row: Action) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "outcome": row.outcome,
        "source_code": row.source_code,
        "window_hours": row.window_hours,
        "urgent": row.urgent,
        "progress": row.progress,
        "rag": row.rag,
        "state": row.state,
        "owner": row.owner.name_and_role if row.owner else "",
        **values_of(row),
    }


def _as_json(each: Recognised) -> dict[str, str]:
    return {"code": each.code, "label": each.label, "kind": each.kind, "answer": each.answer}


def versions(plan: Plan) -> list[PlanVersion]:
    """What every version said each time its state changed, newest first."""
    return list(PlanVersion.objects.filter(plan=plan).select_related("by").order_by("-sequence"))


def version(plan: Plan, version_id: UUID | str) -> PlanVersion:
    """One of them; else ``NotFound``."""
    found = PlanVersion.objects.filter(plan=plan, pk=version_id).select_related("by").first()
    if found is None:
        raise NotFound("version")
    return found


def sent_version(plan: Plan) -> PlanVersion | None:
    """What was sent last, for the newest version."""
    sent = PlanVersion.objects.filter(plan=plan, number=plan.number, state=PlanState.SUBMITTED)
    return sent.select_related("by").order_by("-sequence").first()


def version_in_force(plan: Plan) -> PlanVersion | None:
    """The version that holds now, as it was agreed."""
    if plan.in_force_number is None:
        return None
    found = PlanVersion.objects.filter(plan=plan, number=plan.in_force_number, state=PlanState.IN_FORCE)
    return found.select_related("by").first()


def before(plan: Plan, shown: PlanVersion | None = None) -> PlanVersion | None:
    """The version in force before this one, to compare with; for None, before the rows as they stand."""
    number = plan.number if shown is None else shown.number
    earlier = PlanVersion.objects.filter(plan=plan, number__lt=number, state=PlanState.IN_FORCE)
    return earlier.order_by("-number").first()


def changes_since(plan: Plan, then: PlanVersion, now: PlanVersion | None = None) -> snapshots.Changes:
    """What changed from one version to another, or to the rows as they stand."""
    return snapshots.changes(then.content, content(plan) if now is None else now.content)


def reviews_of(plans: Sequence[Plan]) -> list[Review]:
    """Each time that one of these plans was reviewed, in order."""
    found = Review.objects.filter(plan__in=[plan.pk for plan in plans]).select_related("version")
    return list(found.defer("version__content").order_by("at"))


def answers(plan: Plan) -> list[Approval]:
    """What managers said of the plan's versions, newest first."""
    return list(Approval.objects.filter(version__plan=plan).select_related("by", "version").order_by("-at"))
