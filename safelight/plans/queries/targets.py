"""The monthly targets of a plan, and when the next are due (PL-05)."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Max

from safelight.core.errors import NotFound
from safelight.plans.models import Plan, Target, TargetAgreement

# The sources say "monthly". That a month's targets are set by the end of its first week is ours.
DAY_OF_MONTH = 7


def targets_of(plan: Plan) -> list[Target]:
    """Every target of the plan with what was said of it, the latest month first."""
    found = Target.objects.filter(plan=plan).select_related("added_by").prefetch_related("agreements__by")
    return list(found.order_by("-month", "added_at"))


def target_for(plan: Plan, target_id: UUID | str) -> Target:
    """One of them; else ``NotFound``."""
    found = next((each for each in targets_of(plan) if str(each.pk) == str(target_id)), None)
    if found is None:
        raise NotFound("target")
    found.plan = plan
    return found


def said_of(target: Target, whose: str) -> list[TargetAgreement]:
    """What one of the two said of a target, the latest first."""
    return sorted((each for each in target.agreements.all() if each.whose == whose), key=lambda each: each.at)[::-1]


def last_months(plan_ids: Iterable[UUID]) -> dict[UUID, date]:
    """By plan, the last month for which a target was set. One query."""
    months = Target.objects.filter(plan__in=list(plan_ids)).values("plan_id").annotate(last=Max("month"))
    return {row["plan_id"]: row["last"] for row in months.order_by()}


def next_due(started: date, last_month: date | None) -> date:
    """The day by which the next month's targets are set: in the month after the last that has any.

    Where there are none yet, a month after the plan came into force on ``started``.
    """
    if last_month is None:
        after = month_after(started)
        return after.replace(day=min(started.day, monthrange(after.year, after.month)[1]))
    return month_after(last_month).replace(day=DAY_OF_MONTH)


def month_after(day: date) -> date:
    """The first day of the next month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
