"""Who may see a child, as conditions on the table of children: one for each way of seeing, and what beats them."""

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children.models import (
    RAISED,
    Child,
    ConcernChild,
    ConflictExclusion,
    GlassBroken,
    Involvement,
    Restriction,
    RestrictionPerson,
)
from safelight.core.clock import london_day


def _current(day: date) -> Q:
    return Q(until__isnull=True) | Q(until__gt=day)


def ways_of_seeing(user: User, now: datetime, *, glass: bool = True) -> list[QuerySet[Any, Any]]:
    """Each way in which ``user`` sees children at ``now``, as a query of one column of child ids.

    Practitioners: whom they work with. Safeguarding leads: whom anybody of their agency works with. Managers: whom
    anybody of their team, or anybody they manage, works with, and their team's children. Coordinators: children
    decided or acted for as Medium, High or Exploited, and those a concern sent to the coordinator is about. Whoever
    is named for a restricted child, or is the independent reviewer in a conflict: that child. For a set time, whoever
    opened the record by break-glass (left out with ``glass=False``). An administrator: nobody. Whoever asks keeps to
    the partnership: only the children's own conditions name it here; and takes away what ``locked_for`` gives.
    """
    ways: list[QuerySet[Any, Any]] = []
    here = {"partnership_id": user.partnership_id}
    people = User.objects.filter(**here)
    involved = Involvement.objects.filter(_current(london_day(now)))
    if user.may(Permission.LOG_CONCERN):
        ways.append(involved.filter(user=user).values("child_id"))
        named = Restriction.objects.filter(until__isnull=True, people__user=user, people__until__isnull=True)
        ways.append(named.values("child_id"))
        ways.append(_standing_exclusions().filter(independent_reviewer=user).values("child_id"))
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
    if glass and user.may(Permission.BREAK_GLASS):
        ways.append(open_glass(user, now).values("child_id"))
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


def open_glass(user: User, now: datetime) -> QuerySet[GlassBroken]:
    """What ``user`` opened by break-glass and has not ended: it gives sight until its time is over, by itself."""
    return GlassBroken.objects.filter(user=user, since__lte=now, until__gt=now, ended_early_at__isnull=True)


def locked_for(user: User, now: datetime, column: str = "pk", *, glass: bool = True) -> Q:
    """That the child whose id stands in ``column`` is out of ``user``'s sight, whatever way of seeing they have.

    Restricted to named people of whom they are not one; or they, or somebody above them in the line of managers,
    are kept from it by a conflict of interest. Break-glass opens a restricted record for those who may, and never
    one that a conflict keeps from them. Asked of each row, through small indexes: both are rare.
    """
    return excluded_from(user, column) | Q(Exists(_closed_to(user, now, glass=glass).filter(child_id=OuterRef(column))))


def excluded_from(user: User, column: str = "pk") -> Q:
    """That a conflict of interest keeps the child whose id stands in ``column`` from ``user`` (OV-05)."""
    above = RawSQL(*_line_of_managers(user))  # noqa: S611 - fixed text; the id is a parameter
    return Q(Exists(_standing_exclusions().filter(child_id=OuterRef(column), person_id__in=above)))


def _standing_exclusions() -> QuerySet[ConflictExclusion]:
    return ConflictExclusion.objects.filter(until__isnull=True)


def _closed_to(user: User, now: datetime, *, glass: bool) -> QuerySet[Restriction]:
    """Standing restrictions that do not name ``user``, less those that they opened in an emergency."""
    named = RestrictionPerson.objects.filter(restriction=OuterRef("pk"), user=user, until__isnull=True)
    closed = Restriction.objects.filter(~Exists(named), until__isnull=True)
    if glass and user.may(Permission.OPEN_RESTRICTED) and user.may(Permission.BREAK_GLASS):
        closed = closed.filter(~Exists(open_glass(user, now).filter(child_id=OuterRef("child_id"))))
    return closed


def _line_of_managers(user: User) -> tuple[str, list[Any]]:
    """A query of the ids of ``user`` and of everybody above them, however long the line is; a circle ends by itself."""
    table = connection.ops.quote_name(User._meta.db_table)
    key = User._meta.pk.get_db_prep_value(user.pk, connection)
    # Nothing in the text comes from anybody: a table's name of ours, and a parameter for the id.
    text = (
        "WITH RECURSIVE line_of_managers(id, line_manager_id) AS ("  # noqa: S608
        f"SELECT id, line_manager_id FROM {table} WHERE id = %s "
        f"UNION SELECT person.id, person.line_manager_id FROM {table} person "
        "JOIN line_of_managers below ON person.id = below.line_manager_id"
        ") SELECT id FROM line_of_managers"
    )
    return text, [key]
