"""Who may see a request: who opened it, the information officers, and a reviewer who sees the child."""

from django.db.models import Q, QuerySet

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.permissions import excluded_from
from safelight.governance.models import SubjectAccessRequest


def requests_visible_to(user: User) -> QuerySet[SubjectAccessRequest]:
    """Requests of the partnership that ``user`` may see.

    An information officer sees all of them, and children only through them (ADR 12), but none about a child from whom
    a conflict of interest keeps them. A manager or safeguarding lead
    sees those about children whom they see now: seeing a child is asked of the children's own rule, never widened.
    """
    here = SubjectAccessRequest.objects.filter(partnership_id=user.partnership_id)
    if user.may(Permission.ANSWER_SUBJECT_ACCESS):
        return here.exclude(excluded_from(user, "child_id"))
    if user.may(Permission.OPEN_SUBJECT_ACCESS) or user.may(Permission.REVIEW_SUBJECT_ACCESS):
        return here.filter(Q(child__in=children.visible_to(user)))
    return here.none()
