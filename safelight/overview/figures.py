"""The dashboards: a manager's own children in exact numbers, the partnership's with small groups hidden (OV-02, OV-03).

Who needs to know sees exact numbers, of the children whom they see and no others. Everybody else is given the
published tables alone, worked out when they look: `docs/adr/0023` says what two moments side by side can tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from safelight.access.models import User
from safelight.access.permissions import check
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.core.errors import NotFound
from safelight.overview import counting, published, suppression
from safelight.overview.suppression import Count, Group, Listed, Published


@dataclass(frozen=True)
class Figures:
    """Every table of the list. ``exact``: nothing is hidden, and each number has a list behind it."""

    tables: Mapping[str, Published]
    exact: bool


def everything(user: User, now: datetime) -> Figures:
    """All that the dashboard of this person shows: their team's where they manage one, else the partnership's.

    A constant number of queries, however many children and closed plans there are.
    """
    if user.may(Permission.SEE_TEAM):
        return team(user, now)
    return partnership(user, now)


def team(user: User, now: datetime) -> Figures:
    """Exact numbers of the children whom this manager sees."""
    check(user, Permission.SEE_TEAM)
    listed, found = _counted(user, now, own=True)
    return Figures({table.key: _exact(table, found[table.key]) for table in listed}, exact=True)


def partnership(user: User, now: datetime) -> Figures:
    """The published tables of the whole partnership."""
    check(user, Permission.SEE_AGGREGATES)
    listed, found = _counted(user, now, own=False)
    return Figures(suppression.publish(listed, found), exact=False)


def behind(user: User, key: str, row: str, column: str, now: datetime) -> tuple[Listed, QuerySet[Any]]:
    """The list behind one number of a manager's dashboard, and the table it stands in.

    An empty ``row`` or ``column`` is the whole margin. ``NotFound`` for what is no number of the dashboard.
    """
    check(user, Permission.SEE_TEAM)
    populations, listed = _listed(user, now, own=True)
    table = next((one for one in listed if one.key == key), None)
    if table is None:
        raise NotFound("figures")
    rows, columns = (_chosen(table.row, row), _chosen(table.column, column))
    return table, counting.behind(populations[table.population], table, rows, columns)


def _chosen(variable: suppression.Variable, place: str) -> tuple[str, ...]:
    """One category by its place in the variable, or all: an address names no area and no group."""
    if place == "all":
        return variable.categories
    if not place.isdigit() or int(place) >= len(variable.categories):
        raise NotFound("figures")
    return (variable.categories[int(place)],)


def _listed(user: User, now: datetime, *, own: bool) -> tuple[dict[str, counting.Population], tuple[Listed, ...]]:
    seen = children.visible_to(user) if own else None
    populations = counting.populations(user.partnership, seen, now)
    areas = counting.areas(populations[published.CHILDREN])
    agencies = counting.agencies(populations[published.ACTIONS])
    return populations, published.tables(areas, agencies)


def _counted(
    user: User, now: datetime, *, own: bool
) -> tuple[tuple[Listed, ...], dict[str, dict[tuple[str, str], Count]]]:
    populations, listed = _listed(user, now, own=own)
    return listed, {table.key: counting.counted(populations[table.population], table) for table in listed}


def _exact(table: Listed, counts: Mapping[tuple[str, str], Count]) -> Published:
    """The table as it is, with nothing put together and nothing hidden."""
    units = {names: count.units for names, count in counts.items()}
    return Published(
        key=table.key,
        rows=tuple(
            Group((row,), sum(units.get((row, column), 0) for column in table.column.categories))
            for row in table.row.categories
        ),
        columns=tuple(
            Group((column,), sum(units.get((row, column), 0) for row in table.row.categories))
            for column in table.column.categories
        ),
        cells=tuple(
            tuple(units.get((row, column), 0) for column in table.column.categories) for row in table.row.categories
        ),
        total=sum(units.values()),
    )


_THROUGH = {
    published.CHILDREN: "",
    published.DECISIONS: "child",
    published.ACTIONS: "plan__child",
    published.COPIES: "circulation__child",
    published.EPISODES: "child",
    published.RETURNS: "child",
}


def with_children(table: Listed, rows: QuerySet[Any]) -> list[Any]:
    """The rows behind a number with their children read along, by the child's name."""
    through = _THROUGH[table.population]
    prefix = f"{through}__" if through else ""
    found = rows.select_related(through) if through else rows
    return list(found.order_by(f"{prefix}family_name", f"{prefix}given_name", "pk"))
