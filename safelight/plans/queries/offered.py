"""What a definition offers a plan, found by code."""

from functools import cached_property

from safelight.toolkits import queries as toolkits
from safelight.toolkits.models import Definition
from safelight.toolkits.schema import Cover, DisruptionOption, PlanAction, Strategy, Toolkit


class Offers:
    """What one toolkit offers a plan, found by code."""

    def __init__(self, kit: Toolkit) -> None:
        self.kit = kit
        self.actions: dict[str, PlanAction] = {}
        self.outcome_of: dict[str, int] = {}
        for outcome in kit.plan.outcomes:
            for action in outcome.actions:
                self.actions[action.code] = action
                self.outcome_of[action.code] = outcome.number
        self.options: dict[str, DisruptionOption] = {
            option.code: option for aim in kit.disruption.aims for option in aim.options
        }
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

    def order(self, code: str) -> int:
        """The place of a template's action in the template."""
        return list(self.actions).index(code)

    def covered_by(self, code: str) -> set[str]:
        """The factors and indicators for which the toolkit's data names this action, option or strategy."""
        return {
            cover.code for cover in self.covers.values() if code in {*cover.actions, *cover.options, *cover.strategies}
        }


_offers: dict[str, Offers] = {}


def offers(definition: Definition) -> Offers:
    """What a definition offers a plan, made once for each content."""
    if definition.sha256 not in _offers:
        _offers[definition.sha256] = Offers(toolkits.toolkit_of(definition))
    return _offers[definition.sha256]
