"""Rows for a plan that the child has already: which were taken, and what they say (PL-06)."""

from collections.abc import Collection

from safelight.plans.models import Plan, RowsTaken
from safelight.plans.queries.copies import PlanCopy, plan_print
from safelight.plans.queries.offered import offers
from safelight.toolkits.plan_schema import PlanDefinition


def taken_of(plan: Plan) -> list[RowsTaken]:
    """Every time that rows were taken into another plan, the latest first."""
    return list(RowsTaken.objects.filter(plan=plan).select_related("by").order_by("-at"))


def is_separate(plan: Plan) -> bool:
    """False where the area wants no plan beside the one that the child has already (N)."""
    kit: object = offers(plan.definition).kit
    return kit.separate_document if isinstance(kit, PlanDefinition) else True


def chosen_print(plan: Plan, row_ids: Collection[str]) -> PlanCopy:
    """The chosen rows for printing, with the head of the plan, and nothing of any other row."""
    return plan_print(plan, only=frozenset(row_ids))
