"""Requests that something be put right."""

from uuid import UUID

from django.db.models import QuerySet

from safelight.access.models import User
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core.errors import NotFound
from safelight.governance.models import Correction


def corrections_about(child: Child) -> QuerySet[Correction]:
    """What was asked about a child's record, newest first."""
    found = Correction.objects.filter(child=child).select_related("by", "answered_by", "edit")
    return found.order_by("-received_on", "-at", "pk")


def correction_for(user: User, correction_id: UUID | str) -> Correction:
    """One such request about a child whom the user sees, else ``NotFound``."""
    found = Correction.objects.filter(pk=correction_id, child__in=children.visible_to(user)).first()
    if found is None:
        raise NotFound("correction")
    return found


def corrections_to_answer(child_ids: list[UUID]) -> QuerySet[Correction]:
    """What nobody has answered yet about these children."""
    return Correction.objects.filter(child_id__in=child_ids, state=Correction.State.RECEIVED)
