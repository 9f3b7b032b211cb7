"""Requests for what is held about a child, and when each has to be answered."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.core.errors import NotFound
from safelight.governance import states
from safelight.governance.models import Redaction, SubjectAccessRequest, SubjectAccessReview
from safelight.governance.permissions import requests_visible_to
from safelight.governance.states import RequestState

_WITH = ("child", "officer", "opened_by", "agreed_by", "identity_by", "child_view_by", "extended_by", "ended_by")


def requests_listed(user: User) -> list[SubjectAccessRequest]:
    """The requests that the user may see: the open ones by the day they are due, then those that ended."""
    found = list(requests_visible_to(user).select_related(*_WITH))
    return sorted(found, key=lambda each: (each.state not in states.OPEN, due_on(each), each.reference))


def request_for(user: User, request_id: UUID | str) -> SubjectAccessRequest:
    """One request that the user may see, else ``NotFound``."""
    found = requests_visible_to(user).select_related(*_WITH).filter(pk=request_id).first()
    if found is None:
        raise NotFound("request")
    return found


def due_on(request: SubjectAccessRequest) -> date:
    """The last day on which the answer may be sent; worked out, never kept."""
    return states.due_on(request.received_on, extended=request.extended_at is not None)


def open_requests(child_ids: Iterable[UUID]) -> QuerySet[SubjectAccessRequest]:
    """The requests about these children that have not ended."""
    return SubjectAccessRequest.objects.filter(child_id__in=list(child_ids), state__in=states.OPEN)


def may_review(user: User, request: SubjectAccessRequest) -> bool:
    """Whether the user may be the second person: sees the child, and neither prepared nor decided anything in it.

    Not by break-glass alone, which lets nobody agree anything.
    """
    return request.state == RequestState.IN_REVIEW and _could_review(user, request)


def was_reviewed(user: User, request: SubjectAccessRequest) -> bool:
    """Whether the user could have been the second person, and somebody else was."""
    answered = request.state != RequestState.IN_REVIEW and reviews_of(request).exists()
    return answered and _could_review(user, request)


def _could_review(user: User, request: SubjectAccessRequest) -> bool:
    if not user.may(Permission.REVIEW_SUBJECT_ACCESS) or request.officer_id == user.pk:
        return False
    if not children.sees_in_full(user, request.child):
        return False
    return not Redaction.objects.filter(entry__request=request, decided_by=user).exists()


def reviews_of(request: SubjectAccessRequest) -> QuerySet[SubjectAccessReview]:
    """What reviewers said, newest first."""
    return SubjectAccessReview.objects.filter(request=request).select_related("by").order_by("-at", "pk")


def may_read(user: User, request: SubjectAccessRequest) -> bool:
    """Whether the user may read what was gathered: the officers, and managers who see the child."""
    return user.may(Permission.ANSWER_SUBJECT_ACCESS) or user.may(Permission.REVIEW_SUBJECT_ACCESS)
