"""Who may see a meeting and who may run it. A refusal looks like absence; sight of the child is asked each time."""

from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.access.permissions import check
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core.errors import NotFound, WrongState
from safelight.meetings.models import Attendee, Case, Meeting
from safelight.meetings.states import State


def check_may_plan(user: User, child: Child | None) -> None:
    """Somebody whose role runs meetings and who sees the child otherwise than by break-glass."""
    check(user, Permission.RUN_MEETINGS)
    if child is not None and not children.sees_in_full(user, child):
        raise NotFound("child")


def may_plan(user: User, child: Child | None) -> bool:
    """As ``check_may_plan``, for a page that the person sees already."""
    return user.may(Permission.RUN_MEETINGS) and (child is None or children.sees_in_full(user, child))


def may_run(user: User, case: Case) -> bool:
    """Whether this person may change a meeting's part, whatever its state."""
    if not user.may(Permission.RUN_MEETINGS):
        return False
    return children.sees_in_full(user, case.child) if case.child else sees_general(user, case.meeting)


def check_may_run(user: User, case: Case) -> None:
    """As ``may_run``; else ``NotFound``."""
    if not may_run(user, case):
        raise NotFound("meeting")


def sees_general(user: User, meeting: Meeting) -> bool:
    """Who sees what is about no child: whoever planned or chairs it, is asked to it, or looks after the whole area."""
    if meeting.partnership_id != user.partnership_id:
        return False
    if user.pk in (meeting.planned_by_id, meeting.chair_id) or user.may(Permission.SEE_RAISED):
        return True
    return Attendee.objects.filter(meeting=meeting, user=user).exists()


def check_planned(meeting: Meeting) -> None:
    """``WrongState`` unless it is still to come."""
    if meeting.state != State.PLANNED:
        raise WrongState(_("This meeting has begun or is over. Look at it again."))


def check_open(case: Case, meeting: Meeting) -> None:
    """``WrongState`` unless the meeting is under way and this part of it is not closed."""
    if meeting.state == State.PLANNED:
        raise WrongState(_("The meeting has not begun. Begin it first."))
    if meeting.state != State.UNDER_WAY or case.closed_at is not None:
        raise WrongState(_("This meeting is closed. What was wrong can be corrected at its foot."))
