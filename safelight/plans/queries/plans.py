"""The plan of a child: the open one, the closed ones, one by its number."""

from uuid import UUID

from django.db.models import QuerySet

from safelight.access.models import User
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core.errors import NotFound
from safelight.plans.models import Plan
from safelight.plans.states import PlanState

OPEN = (PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED, PlanState.AGREED, PlanState.IN_FORCE)


def _plans() -> QuerySet[Plan]:
    related = (
        "partnership",
        "child",
        "definition",
        "decision__assessment__definition",
        "decision__by",
        "written_by",
        "manager",
    )
    return (
        Plan.objects.select_related(*related)
        .defer("definition__content", "decision__assessment__definition__content")
        .order_by("-started_at")
    )


def current(child: Child) -> Plan | None:
    """The child's open plan, whatever state its newest version is in."""
    return _plans().filter(child=child, state__in=OPEN).first()


def closed(child: Child) -> list[Plan]:
    """The child's closed plans, the latest first."""
    return list(_plans().filter(child=child, state=PlanState.CLOSED))


def get(user: User, child_id: UUID | str) -> Plan:
    """The open plan of a child that ``user`` sees; else ``NotFound``."""
    found = current(children.get(user, child_id))
    if found is None:
        raise NotFound("plan")
    return found


def by_id(user: User, child_id: UUID | str, plan_id: UUID | str) -> Plan:
    """One plan of a child that ``user`` sees, closed ones too; else ``NotFound``."""
    found = _plans().filter(child=children.get(user, child_id), pk=plan_id).first()
    if found is None:
        raise NotFound("plan")
    return found
