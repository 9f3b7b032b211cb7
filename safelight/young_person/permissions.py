"""Who may write a young person's plan, and who looks at whom they trust. A refusal looks like absence."""

from safelight.access.models import User
from safelight.access.permissions import check
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core.errors import NotFound


def check_may_write(user: User, child: Child) -> None:
    """Somebody whose role writes plans, and who sees this child, not by break-glass alone."""
    check(user, Permission.DRAFT_PLAN)
    if not children.sees_in_full(user, child):
        raise NotFound("child")


def check_may_look(user: User, child: Child) -> None:
    """A coordinator or manager who sees this child, not by break-glass alone (HZ-32)."""
    check(user, Permission.NAME_CONFLICT)
    if not children.sees_in_full(user, child):
        raise NotFound("child")


def may_write(user: User) -> bool:
    """Whether the role writes plans."""
    return user.may(Permission.DRAFT_PLAN)
