"""Which definition is in force, as parsed data."""

import json
from datetime import date

from django.db.models import QuerySet

from safelight.access.models import Partnership
from safelight.core import reading
from safelight.core.errors import NotFound
from safelight.toolkits.files import Parsed, parse
from safelight.toolkits.guide import LowRiskGuide
from safelight.toolkits.models import Adoption, Definition
from safelight.toolkits.plan_schema import PlanDefinition, Power, Powers
from safelight.toolkits.schema import Toolkit

TOOLKIT = "toolkit"
LOW_RISK_GUIDE = "low-risk-guide"
PLAN = "plan"
POWERS = "powers"

# Definitions never change, so what was parsed stays good for as long as the process lives.
_parsed: dict[str, Parsed] = {}


def definitions(kind: str | None = None) -> QuerySet[Definition]:
    """Imported definitions, the latest first, without their content. What people handed in is not among them."""
    found = Definition.objects.filter(shipped=True).order_by("-imported_at", "definition_id").defer("content")
    return found.filter(kind=kind) if kind else found


def latest(definition_id: str) -> Definition:
    """The definition with this id that was imported last. Raises `NotFound`."""
    found = definitions().filter(definition_id=definition_id).first()
    if found is None:
        raise NotFound(definition_id)
    return found


def in_force(partnership: Partnership, on: date, kind: str = TOOLKIT) -> Definition:
    """The definition of this kind that the partnership uses on that day. Raises `NotFound` when it has none."""
    adoption = (
        Adoption.objects.filter(partnership=partnership, kind=kind, from_date__lte=on)
        .select_related("definition")
        .defer("definition__content")
        .order_by("-from_date", "-at")
        .first()
    )
    if adoption is None:
        raise NotFound(kind)
    return adoption.definition


def toolkit_in_force(partnership: Partnership, on: date) -> Toolkit:
    """The toolkit that the partnership uses on that day, parsed. Raises `NotFound` when it has none."""
    return toolkit_of(in_force(partnership, on))


def toolkit_of(definition: Definition) -> Toolkit:
    """The toolkit that a definition holds, parsed once for each content. Raises `NotFound` for another kind."""
    found = _of(definition)
    if not isinstance(found, Toolkit):
        raise NotFound(TOOLKIT)
    return found


def low_risk_guide() -> LowRiskGuide:
    """The low-risk guide imported last: suggestions to choose from, the same everywhere. Raises `NotFound`."""
    found = definitions(LOW_RISK_GUIDE).first()
    guide = _of(found) if found is not None else None
    if not isinstance(guide, LowRiskGuide):
        raise NotFound(LOW_RISK_GUIDE)
    return guide


def plan_source_of(definition: Definition) -> Toolkit | PlanDefinition:
    """What a definition gives plans: a plan template, or a toolkit with its own. Raises `NotFound` for another kind."""
    found = _of(definition)
    if not isinstance(found, Toolkit | PlanDefinition):
        raise NotFound(PLAN)
    return found


def powers_for(definition_id: str, code: str) -> list[Power]:
    """The powers that an action or option rests on: who can use each, and by which law (DT-03). Often none."""
    listed = reading.kept(("toolkits.powers",), _powers)
    if listed is None:
        return []
    wanted = {
        power for use in listed.uses if (use.definition, use.code) == (definition_id, code) for power in use.powers
    }
    return [power for power in listed.powers if power.code in wanted]


def _powers() -> Powers | None:
    found = definitions(POWERS).first()
    listed = _of(found) if found is not None else None
    return listed if isinstance(listed, Powers) else None


def adoptions(partnership: Partnership, kind: str = TOOLKIT) -> QuerySet[Adoption]:
    """What a partnership adopted, the latest day first."""
    found = Adoption.objects.filter(partnership=partnership, kind=kind)
    return found.select_related("definition", "by").defer("definition__content").order_by("-from_date", "-at")


def _of(definition: Definition) -> Parsed:
    if definition.sha256 not in _parsed:
        _parsed[definition.sha256] = parse(json.loads(definition.content))
    return _parsed[definition.sha256]
