"""What every agency does while the plan runs, and which of them confirmed it (PL-19)."""

from collections.abc import Sequence
from datetime import date

from safelight.access.models import Agency
from safelight.children.models import Child
from safelight.plans.models import Confirmation, Plan
from safelight.plans.queries.answering import people_who_work_with
from safelight.plans.queries.offered import offers
from safelight.toolkits.plan_schema import Commitment, PlanDefinition


def commitments(plan: Plan) -> Sequence[Commitment]:
    """What the plan's template asks of every agency; empty where it asks nothing of all."""
    kit: object = offers(plan.definition).kit
    return kit.all_agencies if isinstance(kit, PlanDefinition) else ()


def agencies_at(child: Child, day: date) -> list[Agency]:
    """The agencies of the people who work with the child on a day, by name."""
    people = people_who_work_with(child, day).values()
    found = {agency.pk: agency for person in people if (agency := person.agency) is not None}
    return sorted(found.values(), key=lambda agency: agency.name.casefold())


def confirmations(plan: Plan) -> list[Confirmation]:
    """Everything that agencies confirmed of this plan, the latest first."""
    return list(Confirmation.objects.filter(plan=plan).select_related("agency", "by").order_by("-at"))
