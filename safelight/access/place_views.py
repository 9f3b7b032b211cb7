"""Administrators' pages about agencies, teams, and the numbers on every page."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from safelight.access import actions, people_presenters, people_queries, permissions, places
from safelight.access.people_forms import AgencyForm, PartnershipForm, PlainForm, TeamForm
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.core.errors import Invalid


@require_http_methods(["GET", "POST"])
def agencies(request: HttpRequest) -> HttpResponse:
    """The agencies and their teams; add an agency."""
    user = signed_in(request)
    permissions.check(user, Permission.MANAGE_USERS)
    form = AgencyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if _done(form, lambda: actions.create_agency(by=user, name=given["name"], kind=given["kind"])):
            messages.success(request, _("The agency is added."))
            return redirect("access:agencies")
    context = {"agencies": people_queries.agencies(user), "form": form, "errors": _errors(form)}
    return render(request, "access/people_agencies.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def agency(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """One agency: its name and kind, and its teams."""
    user = signed_in(request)
    found = people_queries.agency(user, agency_id)
    shown = {"name": found.name, "kind": found.kind}
    form = AgencyForm(request.POST if request.method == "POST" else None, initial=shown)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if _done(form, lambda: places.rename_agency(by=user, agency=found, name=given["name"], kind=given["kind"])):
            messages.success(request, _("Saved."))
            return redirect("access:agency", agency_id)
    return _agency_page(request, agency_id, form, TeamForm(prefix="team"))


@require_POST
def team_new(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Add a team to an agency."""
    user = signed_in(request)
    found = people_queries.agency(user, agency_id)
    form = TeamForm(request.POST, prefix="team")
    if form.is_valid() and _done(
        form, lambda: actions.create_team(by=user, agency=found, name=form.cleaned_data["name"])
    ):
        messages.success(request, _("The team is added."))
        return redirect("access:agency", agency_id)
    return _agency_page(request, agency_id, AgencyForm(initial={"name": found.name, "kind": found.kind}), form)


@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """Give a team another name."""
    user = signed_in(request)
    found = people_queries.team(user, team_id)
    form = TeamForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    if (
        form.is_bound
        and form.is_valid()
        and _done(form, lambda: places.rename_team(by=user, team=found, name=form.cleaned_data["name"]))
    ):
        messages.success(request, _("Saved."))
        return redirect("access:agency", found.agency_id)
    context = {"found": found, "form": form, "errors": _errors(form)}
    return render(request, "access/people_team.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def partnership(request: HttpRequest) -> HttpResponse:
    """The partnership's name and the numbers on every page, with who changed them last."""
    user = signed_in(request)
    permissions.check(user, Permission.MANAGE_USERS)
    found = user.partnership
    shown = {name: getattr(found, name) for name in places.SETTINGS}
    form = PartnershipForm(request.POST if request.method == "POST" else None, initial=shown)
    if form.is_bound and form.is_valid() and _done(form, lambda: places.set_partnership(by=user, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("access:partnership")
    context = {
        "found": found,
        "form": form,
        "errors": _errors(form),
        "changes": [
            {"at": one.at, "by": one.by, "what": people_presenters.change_words(one.action)}
            for one in people_queries.last_changes(found)
        ],
    }
    return render(request, "access/people_partnership.html", context, status=422 if form.is_bound else 200)


def _agency_page(request: HttpRequest, agency_id: UUID, form: AgencyForm, team_form: TeamForm) -> HttpResponse:
    found = people_queries.agency(signed_in(request), agency_id)
    context = {
        "found": found,
        "teams": people_queries.teams(found),
        "form": form,
        "team_form": team_form,
        "errors": _errors(form) + _errors(team_form),
    }
    bound = form.is_bound or team_form.is_bound
    return render(request, "access/people_agency.html", context, status=422 if bound else 200)


def _done(form: PlainForm, act: Callable[[], object]) -> bool:
    try:
        act()
    except Invalid as error:
        form.refused(error)
        return False
    return True


def _errors(form: PlainForm) -> list[dict[str, str]]:
    return form.error_links() if form.is_bound else []
