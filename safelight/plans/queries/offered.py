"""Which templates a plan can be drafted from, and what a definition offers a plan, found by code."""

from datetime import date
from functools import cached_property

from safelight.children.models import Child
from safelight.ratings.models import Decision
from safelight.toolkits import queries as toolkits
from safelight.toolkits import template_queries
from safelight.toolkits.models import Definition
from safelight.toolkits.plan_schema import PlanDefinition, Power
from safelight.toolkits.schema import Cover, DisruptionAim, DisruptionOption, PlanAction, Strategy, Toolkit


class Offers:
    """What a toolkit with its own plan, or a plan template of an area, offers a plan: the same of either, by code.

    ``speaks_of`` is the id of the toolkit whose factors and indicators ``covers`` names; None where it names none.
    """

    def __init__(self, kit: Toolkit | PlanDefinition) -> None:
        self.kit = kit
        self.speaks_of = kit.id if isinstance(kit, Toolkit) else kit.covers_toolkit
        self.actions: dict[str, PlanAction] = {}
        self.outcome_of: dict[str, int] = {}
        for outcome in kit.plan.outcomes:
            for action in outcome.actions:
                self.actions[action.code] = action
                self.outcome_of[action.code] = outcome.number
        self.aims: list[DisruptionAim] = kit.disruption.aims if kit.disruption is not None else []
        self.options: dict[str, DisruptionOption] = {option.code: option for aim in self.aims for option in aim.options}
        self.strategies: dict[str, Strategy] = {strategy.code: strategy for strategy in kit.strategies}
        self.covers: dict[str, Cover] = {cover.code: cover for cover in kit.covers}

    @cached_property
    def outcomes(self) -> dict[int, str]:
        """Number → label, in the source's order."""
        return {outcome.number: outcome.label for outcome in self.kit.plan.outcomes}

    @cached_property
    def for_drafts(self) -> dict[str, list[str]]:
        """For each factor and indicator: the codes of the template's actions to propose."""
        return {code: list(cover.actions) for code, cover in self.covers.items()}

    def drafts_from(self, toolkit_id: str) -> dict[str, list[str]]:
        """As ``for_drafts``, for an assessment made with that toolkit: nothing where codes would mean other things."""
        return self.for_drafts if toolkit_id == self.speaks_of else {}

    def powers(self, code: str) -> list[Power]:
        """The powers that an action or option rests on, each with who can use it and by which law (DT-03)."""
        return toolkits.powers_for(self.kit.id, code)

    def today_of(self, code: str, text: str) -> str:
        """Today's wording of a row that still has the words of the template; empty where there is none (LA-02)."""
        offered = self.actions.get(code) or self.strategies.get(code)
        return offered.today.text if offered and offered.today and offered.label == text else ""

    def order(self, code: str) -> int:
        """The place of a template's action in the template."""
        return list(self.actions).index(code)

    def covered_by(self, code: str) -> set[str]:
        """The factors and indicators for which the template's data names this action, option or strategy."""
        return {
            cover.code for cover in self.covers.values() if code in {*cover.actions, *cover.options, *cover.strategies}
        }


_offers: dict[str, Offers] = {}


def offers(definition: Definition) -> Offers:
    """What a definition offers a plan, made once for each content."""
    if definition.sha256 not in _offers:
        _offers[definition.sha256] = Offers(toolkits.plan_source_of(definition))
    return _offers[definition.sha256]


def templates_for(child: Child, decision: Decision | None, on: date) -> list[Definition]:
    """The templates to draft a child's plan from on a day, the area's first.

    Where the area chose none, the plan that comes with the toolkit: of the assessment, or the one in force. Raises
    ``NotFound`` where there is neither.
    """
    found = template_queries.offered(child.partnership, on)
    if found:
        return found
    return [decision.assessment.definition if decision is not None else toolkits.in_force(child.partnership, on)]
