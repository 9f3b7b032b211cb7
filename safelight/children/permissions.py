"""Who may see a child, as conditions on the table of children: one for each way of seeing."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children.models import RAISED, Child, ConcernChild, Involvement


def _current(day: date) -> Q:
    return Q(until__isnull=True) | Q(until__gt=day)


def ways_of_seeing(user: User, day: date) -> list[QuerySet[Any, Any]]:
    """Each way in which ``user`` sees children on ``day``, as a query of one column of child ids.

    Practitioners: whom they work with. Safeguarding leads: whom anybody of their agency works with. Managers: whom
    anybody of their team, or anybody they manage, works with, and their team's children. Coordinators: children
    decided or acted for as Medium, High or Exploited, and those a concern sent to the coordinator is about. An
    administrator: nobody. Whoever asks keeps to the partnership: only the children's own conditions name it here.
    """
    ways: list[QuerySet[Any, Any]] = []
    here = {"partnership_id": user.partnership_id}
    people = User.objects.filter(**here)
    involved = Involvement.objects.filter(_current(day))
    if user.may(Permission.LOG_CONCERN):
        ways.append(involved.filter(user=user).values("child_id"))
    if user.may(Permission.SEE_AGENCY) and user.agency_id:
        ways.append(involved.filter(user__in=people.filter(agency_id=user.agency_id)).values("child_id"))
    if user.may(Permission.SEE_TEAM):
        ways.append(involved.filter(user__in=people.filter(line_manager=user)).values("child_id"))
        if user.team_id:
            ways.append(involved.filter(user__in=people.filter(team_id=user.team_id)).values("child_id"))
    ways += [Child.objects.filter(condition).values("pk") for condition in conditions_on_children(user)]
    if user.may(Permission.SEE_RAISED):
        sent = ConcernChild.objects.filter(concern__sent_to_coordinator=True)
        ways.append(sent.values("child_id"))
    return ways


def conditions_on_children(user: User) -> list[Q]:
    """The ways of seeing that stand in the child's own row: the team's children, and those that are raised."""
    conditions: list[Q] = []
    if user.may(Permission.SEE_TEAM) and user.team_id:
        conditions.append(Q(team_id=user.team_id))
    if user.may(Permission.SEE_RAISED):
        here = {"partnership_id": user.partnership_id}
        conditions += [Q(acting_level__in=RAISED, **here), Q(decided_level__in=RAISED, **here)]
    return conditions
