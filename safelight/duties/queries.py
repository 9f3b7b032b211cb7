"""Reading what people did about duties."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from safelight.access.models import User
from safelight.core import reading
from safelight.duties.models import CLOSING, DutyAct, Outcome


@dataclass(frozen=True)
class Standing:
    """What the acts on one duty come to: closed, offered to somebody, or somebody else's by now."""

    closed: bool = False
    offered_to_id: UUID | None = None
    owner_id: UUID | None = None


class Act(NamedTuple):
    """One act, as far as it says which duties are open and whose they are."""

    child_id: UUID
    key: str
    code: str
    outcome: str
    at: datetime
    passed_to_id: UUID | None
    by_id: UUID
    contact_at: datetime | None


def acts(child_ids: Iterable[UUID]) -> list[Act]:
    """Every act on the duties of several children, oldest first, in one query."""
    wanted = frozenset(child_ids)

    def read() -> list[Act]:
        found = DutyAct.objects.filter(child_id__in=wanted).order_by("at", "id")
        return [Act(*row) for row in found.values_list(*Act._fields)]

    return reading.kept(("duties.acts", wanted), read)


def acts_for(child_id: UUID) -> QuerySet[DutyAct]:
    """Every act on the duties of one child, newest first."""
    found = DutyAct.objects.filter(child_id=child_id).select_related("passed_to").order_by("-at", "-id")
    return found.only(*_OF_AN_ACT, "passed_to__name")


_OF_AN_ACT = (
    "child_id",
    "key",
    "title",
    "outcome",
    "note",
    "answers",
    "contact_name",
    "contact_role",
    "contact_at",
    "contact_reference",
    "by",
    "at",
)


def closing_acts(child_ids: Iterable[UUID]) -> QuerySet[DutyAct]:
    """The acts that closed duties of several children, oldest first."""
    return DutyAct.objects.filter(child_id__in=list(child_ids), outcome__in=CLOSING).order_by("at")


def standings(child_ids: Iterable[UUID]) -> dict[str, Standing]:
    """What the acts come to for each duty's key, in one query."""
    found: dict[str, Standing] = {}
    for act in acts(child_ids):
        before = found.get(act.key, Standing())
        if act.outcome in CLOSING:
            found[act.key] = Standing(closed=True)
        elif before.closed:
            continue
        elif act.outcome == Outcome.PASSED_ON:
            found[act.key] = Standing(offered_to_id=act.passed_to_id, owner_id=before.owner_id)
        else:
            found[act.key] = Standing(owner_id=act.by_id)
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
