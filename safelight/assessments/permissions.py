"""Who may do what to an assessment. A refusal looks like absence."""

from safelight.access.models import User
from safelight.access.permissions import check
from safelight.access.roles import Permission
from safelight.assessments.models import Assessment, State
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core.errors import NotFound


def check_may_assess(user: User, child: Child) -> None:
    """Somebody whose role assesses, and who sees this child."""
    check(user, Permission.ASSESS)
    _check_sees(user, child)


def check_may_withdraw(user: User, child: Child) -> None:
    """A manager who sees this child."""
    check(user, Permission.WITHDRAW_ASSESSMENT)
    _check_sees(user, child)


def _check_sees(user: User, child: Child) -> None:
    if not children.sees_in_full(user, child):
        raise NotFound("child")


def may_edit(user: User, assessment: Assessment) -> bool:
    """Whether this person may fill in this draft. Sight of the child has been asked already."""
    return assessment.state == State.DRAFT and user.may(Permission.ASSESS)


def may_withdraw(user: User, assessment: Assessment) -> bool:
    """Whether this person may withdraw or move this completed assessment."""
    return assessment.state == State.COMPLETED and user.may(Permission.WITHDRAW_ASSESSMENT)
