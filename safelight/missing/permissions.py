"""Who sees the missing episodes of which child, and who may record what about them. A refusal looks like absence."""

from django.db.models import QuerySet

from safelight.access.models import User
from safelight.access.permissions import check
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.children.permissions import excluded_from
from safelight.core.errors import NotFound


def in_sight(user: User) -> QuerySet[Child]:
    """The children whose missing episodes and trigger plans this person sees.

    An emergency duty worker: every child of the partnership, restricted ones among them, but none that a conflict of
    interest keeps from them; of such a child no more is shown than these pages hold. Anybody else: the children whom
    they see.
    """
    if user.may(Permission.SEE_MISSING):
        return Child.objects.filter(~excluded_from(user), partnership_id=user.partnership_id)
    return children.visible_to(user)


def looked_up(user: User) -> QuerySet[Child]:
    """The same children, asked child by child: for finding one among very many."""
    return in_sight(user) if user.may(Permission.SEE_MISSING) else children.looked_up_by(user)


def may_see_missing(user: User, child: Child) -> bool:
    """Whether this person sees the missing episodes and the trigger plan of this child."""
    return looked_up(user).filter(pk=child.pk).exists()


def sees_only_missing(user: User, child: Child) -> bool:
    """Whether missing is all that this person sees of the child: then a page names them by name, date of birth and
    area, and leads nowhere else."""
    return not children.looked_up_by(user).filter(pk=child.pk).exists()


def check_may_report(user: User, child: Child) -> None:
    """Who may report this child missing and record what is done until they are back; by break-glass too. Nothing else
    is asked: no approval, no halt, no version (MS-09)."""
    check(user, Permission.REPORT_MISSING)
    if not may_see_missing(user, child):
        raise NotFound("child")


def may_report(user: User, child: Child) -> bool:
    """The same as an answer."""
    return user.may(Permission.REPORT_MISSING) and may_see_missing(user, child)


def check_may_follow_up(user: User, child: Child) -> None:
    """Who may correct episodes and record the interview: somebody who sees this child, not by break-glass alone."""
    check(user, Permission.REPORT_MISSING)
    if not children.sees_in_full(user, child):
        raise NotFound("child")


def may_follow_up(user: User, child: Child) -> bool:
    """The same as an answer."""
    return user.may(Permission.REPORT_MISSING) and children.sees_in_full(user, child)
