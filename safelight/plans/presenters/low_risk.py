"""The page on which somebody decides who makes the plan at low risk (PL-11)."""

from typing import Any

from safelight.children.models import Child
from safelight.plans import queries
from safelight.plans.presenters.page import addresses, voice


def low_risk_page(child: Child) -> dict[str, Any]:
    """The five parts of a single agency's plan, and what was decided before."""
    template = queries.offers(queries.single_agency_template())
    return {
        "to": addresses(child.pk),
        "voice": voice(child),
        "low": queries.low_decision(child) is not None,
        "has_plan": queries.current(child) is not None,
        "parts": list(template.outcomes.values()),
        "before": queries.low_risk_paths(child),
    }
