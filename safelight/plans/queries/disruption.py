"""The disruption table that a plan chooses from, and what of it stands in the plan: one record, not two (DT-02)."""

from contextlib import suppress

from safelight.core.clock import london_day
from safelight.core.errors import NotFound
from safelight.plans.models import Plan
from safelight.plans.queries.offered import offers
from safelight.toolkits import queries as toolkits
from safelight.toolkits.models import Definition
from safelight.toolkits.schema import Disruption, DisruptionOption


def disruption_of(plan: Plan) -> tuple[Definition, Disruption] | None:
    """The table of the plan's template; where that has none, of the toolkit by which the child was assessed.

    None where there is neither, or where a plan without a decision has a template without a table and its
    partnership no toolkit.
    """
    for definition in _candidates(plan):
        found = offers(definition).kit.disruption
        if found is not None and found.aims:
            return definition, found
    return None


def _candidates(plan: Plan) -> list[Definition]:
    found = [plan.definition]
    if plan.decision is not None:
        found.append(plan.decision.assessment.definition)
    else:
        with suppress(NotFound):
            found.append(toolkits.in_force(plan.partnership, london_day(plan.started_at)))
    return found


def options_of(plan: Plan) -> dict[str, DisruptionOption]:
    """Code → option of the table that the plan chooses from."""
    table = disruption_of(plan)
    return {option.code: option for aim in table[1].aims for option in aim.options} if table is not None else {}
