"""The plan of a single agency where the risk is low (PL-11)."""

from safelight.children.models import Child
from safelight.plans.models import LowRiskPath, Plan
from safelight.ratings import queries as ratings
from safelight.ratings.levels import LOW
from safelight.ratings.models import Decision
from safelight.toolkits import queries as toolkits
from safelight.toolkits.models import Definition

SINGLE_AGENCY = "single-agency-plan"


def low_decision(child: Child) -> Decision | None:
    """The decision in force, where the level to act on is low."""
    level = ratings.level_in_force(child)
    return level.decision if level.acting == LOW else None


def single_agency_template() -> Definition:
    """The template that a single agency's plan is drafted from. Raises ``NotFound`` where it was not imported."""
    return toolkits.latest(SINGLE_AGENCY)


def is_outgrown(plan: Plan) -> bool:
    """A single agency's plan while the level to act on is not low any more: several agencies have to plan now."""
    return plan.definition.definition_id == SINGLE_AGENCY and low_decision(plan.child) is None


def low_risk_paths(child: Child) -> list[LowRiskPath]:
    """What was decided about who makes the plan at low risk, the latest first."""
    return list(LowRiskPath.objects.filter(child=child).select_related("by").order_by("-at"))
