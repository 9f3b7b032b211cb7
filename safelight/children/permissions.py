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
    children = Child.objects.filter(**here)
    if user.may(Permission.LOG_CONCERN):
        ways.append(involved.filter(user=user).values("child_id"))
    if user.may(Permission.SEE_AGENCY) and user.agency_id:
        ways.append(involved.filter(user__in=people.filter(agency_id=user.agency_id)).values("child_id"))
    if user.may(Permission.SEE_TEAM):
        ways.append(involved.filter(user__in=people.filter(line_manager=user)).values("child_id"))
        if user.team_id:
            ways.append(involved.filter(user__in=people.filter(team_id=user.team_id)).values("child_id"))
            ways.append(Child.objects.filter(team_id=user.team_id).values("pk"))
    if user.may(Permission.SEE_RAISED):
        ways.append(children.filter(acting_level__in=RAISED).values("pk"))
        ways.append(children.filter(decided_level__in=RAISED).values("pk"))
        sent = ConcernChild.objects.filter(concern__sent_to_coordinator=True)
        ways.append(sent.values("child_id"))
    return ways
