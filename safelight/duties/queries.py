"""Reading what people did about duties."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from safelight.access.models import User
from safelight.duties.models import CLOSING, DutyAct, Outcome


@dataclass(frozen=True)
class Standing:
    """What the acts on one duty come to: closed, offered to somebody, or somebody else's by now."""

    closed: bool = False
    offered_to_id: UUID | None = None
    owner_id: UUID | None = None


def acts_for(child_id: UUID) -> QuerySet[DutyAct]:
    """Every act on the duties of one child, newest first."""
    return DutyAct.objects.filter(child_id=child_id).select_related("by", "passed_to").order_by("-at", "-id")


def closing_acts(child_ids: Iterable[UUID]) -> QuerySet[DutyAct]:
    """The acts that closed duties of several children, oldest first."""
    return DutyAct.objects.filter(child_id__in=list(child_ids), outcome__in=CLOSING).order_by("at")


def standings(child_ids: Iterable[UUID]) -> dict[str, Standing]:
    """What the acts come to for each duty's key, in one query."""
    found: dict[str, Standing] = {}
    acts = DutyAct.objects.filter(child_id__in=list(child_ids)).order_by("at", "id")
    for key, outcome, passed_to_id, by_id in acts.values_list("key", "outcome", "passed_to_id", "by_id"):
        before = found.get(key, Standing())
        if outcome in CLOSING:
            found[key] = Standing(closed=True)
        elif before.closed:
            continue
        elif outcome == Outcome.PASSED_ON:
            found[key] = Standing(offered_to_id=passed_to_id, owner_id=before.owner_id)
        else:
            found[key] = Standing(owner_id=by_id)
    return found


def owners(user_ids: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """Who answers for what these people own: themselves while active, else their manager, else nobody named."""
    people = User.objects.filter(pk__in=set(user_ids)).values_list(
        "pk", "is_active", "line_manager_id", "line_manager__is_active"
    )
    return {
        pk: pk if active else (manager_id if manager_active else None)
        for pk, active, manager_id, manager_active in people
    }
