"""The dashboards: a manager's own children, and the published tables of the partnership."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safelight.access.permissions import check
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children.pages import note_view
from safelight.core import clock
from safelight.overview import figures as found
from safelight.overview.presenters import figures as presenters


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Exact numbers of the children whom a manager sees, each with the list behind it (OV-02, OV-03)."""
    user = signed_in(request)
    check(user, Permission.SEE_TEAM)
    now = clock.now()
    note_view(request, "overview.team_figures_viewed")
    context = presenters.page(found.team(user, now))
    also = user.may(Permission.SEE_AGGREGATES)
    return render(request, "overview/figures.html", {"now": now, "also": also, **context})


@require_safe
def partnership(request: HttpRequest) -> HttpResponse:
    """The partnership's published tables, in which no group under five can be made out (HZ-24)."""
    user = signed_in(request)
    check(user, Permission.SEE_AGGREGATES)
    now = clock.now()
    note_view(request, "overview.partnership_figures_viewed")
    context = presenters.page(found.partnership(user, now))
    return render(request, "overview/figures.html", {"now": now, "also": user.may(Permission.SEE_TEAM), **context})


@require_safe
def listed(request: HttpRequest, key: str, row: str, column: str) -> HttpResponse:
    """The list behind one number of a manager's dashboard. The address names no child, area or group."""
    user = signed_in(request)
    now = clock.now()
    table, rows = found.behind(user, key, row, column, now)
    note_view(request, "overview.figures_list_viewed")
    context = presenters.listed(table, row, column, found.with_children(table, rows), clock.london_day(now))
    return render(request, "overview/figures_list.html", context)
