"""Who may write a plan and who may agree it. A refusal looks like absence; sight of the child is asked each time."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.access.permissions import check
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core.errors import NotFound, WrongState
from safelight.plans.models import Plan
from safelight.plans.states import EDITABLE, PlanState


def sees(user: User, child: Child) -> bool:
    """Whether this person sees the child, and not by break-glass alone, which gives nobody a part in a plan."""
    return children.sees_in_full(user, child)


def check_may_draft(user: User, child: Child) -> None:
    """Somebody whose role writes plans, and who sees this child."""
    check(user, Permission.DRAFT_PLAN)
    if not sees(user, child):
        raise NotFound("child")


def check_may_follow(user: User, child: Child) -> None:
    """Somebody who writes plans, or runs meetings that go through them, and who sees this child."""
    if not may_follow(user) or not sees(user, child):
        raise NotFound("child")


def may_follow(user: User) -> bool:
    """Whether this person's role says how actions go and reviews a plan."""
    return user.may(Permission.DRAFT_PLAN) or user.may(Permission.RUN_MEETINGS)


def check_may_answer(user: User, plan: Plan, writers: Collection[UUID]) -> None:
    """A manager who sees this child and wrote nothing of the version: nobody agrees their own work (BE-04)."""
    check(user, Permission.APPROVE_PLAN)
    if not sees(user, plan.child):
        raise NotFound("plan")
    if user.pk in writers:
        raise WrongState(_("You wrote or sent part of this version, so another manager has to answer it."))


def may_edit(user: User, plan: Plan) -> bool:
    """Whether this person may change rows now; the child is theirs to see already."""
    return user.may(Permission.DRAFT_PLAN) and PlanState(plan.state) in EDITABLE


def may_answer(user: User, plan: Plan, writers: Collection[UUID]) -> bool:
    """Whether this person may agree or return the version that was sent; the child is theirs to see already."""
    return user.may(Permission.APPROVE_PLAN) and plan.state == PlanState.SUBMITTED and user.pk not in writers
