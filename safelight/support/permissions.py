"""Who may record what is done around a child. A refusal looks like absence."""

from safelight.access.models import User
from safelight.access.permissions import check
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core.errors import NotFound


def check_may_record(user: User, child: Child) -> None:
    """Somebody whose role writes plans, and who sees this child, not by break-glass alone."""
    check(user, Permission.DRAFT_PLAN)
    if not children.sees_in_full(user, child):
        raise NotFound("child")


def may_record(user: User, child: Child) -> bool:
    """The same as an answer, for a child whom this person sees."""
    return user.may(Permission.DRAFT_PLAN) and children.sees_in_full(user, child)
