"""Who may say what a level is. A refusal looks like absence; sight of the child is asked each time."""

from safelight.access.models import User
from safelight.access.permissions import check
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core.errors import NotFound, WrongState
from safelight.ratings.models import Decision


def check_may_decide(user: User, child: Child) -> None:
    """Somebody whose role decides levels, and who sees this child."""
    check(user, Permission.DECIDE_LEVEL)
    _check_sees(user, child)


def check_may_answer(user: User, decision: Decision) -> None:
    """A manager who sees this child, and who neither decided nor wrote the assessment (BE-04)."""
    check(user, Permission.AGREE_LOWER_LEVEL)
    _check_sees(user, decision.child)
    if not is_another(user, decision):
        raise WrongState("nobody agrees their own decision")


def may_answer(user: User, decision: Decision) -> bool:
    """Whether this person is a manager other than those whose decision it is."""
    return user.may(Permission.AGREE_LOWER_LEVEL) and is_another(user, decision)


def is_another(user: User, decision: Decision) -> bool:
    """Whether this person neither decided nor wrote the assessment."""
    return user.pk not in (decision.by_id, decision.assessment.author_id)


def _check_sees(user: User, child: Child) -> None:
    if not children.sees_in_full(user, child):
        raise NotFound("child")
