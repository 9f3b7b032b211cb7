"""Administrators' pages about people: find, add, correct, roles, a lost password or phone, leaving and coming back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access import actions, leaving, people, people_presenters, people_queries, permissions, queries
from safelight.access.people_forms import FindForm, LeaverForm, NewPersonForm, OwnDetailsForm, PersonForm, RoleForm
from safelight.access.people_presenters import agency_choices, person_choices, team_choices
from safelight.access.reauthentication import confirm_identity
from safelight.access.requests import signed_in
from safelight.access.roles import Permission, Role
from safelight.core.errors import Invalid, NotFound, WrongState

DETAILS = ("name", "email", "job_title", "telephone")
PLACE = ("agency", "team", "line_manager")


@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Everybody, or those who were looked for; what is looked for is posted, so that no address holds a name."""
    user = _administrator(request)
    posted = request.method == "POST"
    form = FindForm(agency_choices(user), request.POST if posted else None)
    asked: dict[str, Any] = {}
    if posted and form.is_valid():
        given = form.cleaned_data
        asked = {name: given[name] for name in ("name", "agency", "role", "inactive")} | {"page": given["page"] or 1}
    found = people_queries.find(user, **asked)
    if posted:
        people.note_search(by=user, found=found.in_all)
    context = {
        "form": form,
        "errors": form.error_links() if posted else [],
        "rows": [people_presenters.row(one) for one in found.people],
        "found": found,
        "asked": posted,
        "offers": people_presenters.offers(user, people_queries.open_offers(user)),
    }
    return render(request, "access/people.html", context, status=422 if posted and form.errors else 200)


@confirm_identity
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a person; then the page that shows their temporary password, once."""
    user = _administrator(request)
    posted = request.method == "POST"
    form = NewPersonForm(*_choices(user), request.POST if posted else None, initial={"roles": [Role.PRACTITIONER]})
    if posted and form.is_valid():
        given = form.cleaned_data

        def add() -> people.Added:
            return people.add_person(
                by=user,
                **{name: given[name] for name in DETAILS},
                **_place(user, given),
                roles=[Role(one) for one in given["roles"]],
                through_organisation=bool(settings.OIDC_SERVER_URL) and given["through_organisation"],
            )

        added = _done(form, add)
        if added is not None:
            context = {"added": added.user, "password": added.password, "new": True}
            waiting = [Role(role).label for role in added.waiting]
            return render(request, "access/person_password.html", context | {"waiting": waiting})
    context = {
        "form": form,
        "errors": form.error_links() if posted else [],
        "organisation": settings.OIDC_NAME if settings.OIDC_SERVER_URL else "",
        "role_items": people_presenters.role_items(form["roles"].value() or []),
    }
    return render(request, "access/person_new.html", context, status=422 if posted else 200)


@require_safe
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One person: who they are, their roles, and what can be done for them."""
    user = _administrator(request)
    return _person_page(request, person_id, RoleForm(), user.pk == person_id)


@confirm_identity
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Correct or move a person; of themselves nobody changes more than name, job title and telephone."""
    user = _administrator(request)
    found = people_queries.person(user, person_id)
    posted, own = request.method == "POST", person_id == user.pk
    data = request.POST if posted else None
    initial = {name: getattr(found, name) for name in DETAILS}
    initial |= {name: str(getattr(found, f"{name}_id") or "") for name in PLACE}
    form: OwnDetailsForm = (
        OwnDetailsForm(data, initial=initial) if own else PersonForm(*_choices(user, found), data, initial=initial)
    )
    if posted and form.is_valid():
        given = form.cleaned_data
        place = {name: getattr(found, name) for name in PLACE} if own else _place(user, given, found)
        details = {name: given.get(name, getattr(found, name)) for name in DETAILS}
        if _done(form, lambda: people.edit_person(by=user, user=found, **details, **place)) is not None:
            messages.success(request, _("Saved."))
            return redirect("access:person", person_id)
    context = {"form": form, "found": found, "own": own, "errors": form.error_links() if posted else []}
    return render(request, "access/person_edit.html", context, status=422 if posted else 200)


@confirm_identity
@require_POST
def role(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Give a role, or take one (``take=yes``). Never one's own."""
    user = _administrator(request)
    found = people_queries.person(user, person_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        chosen = Role(form.cleaned_data["role"])
        if request.POST.get("take") == "yes":
            left = _done(form, lambda: people.take_role(by=user, user=found, role=chosen))
            if left is not None:
                messages.success(
                    request, _("%(role)s is taken from them.") % {"role": chosen.label} + _handed_over(left)
                )
                return redirect("access:person", person_id)
        else:
            held = _done(form, lambda: people.give_role(by=user, user=found, role=chosen))
            if held is not None:
                words = (
                    _("%(role)s is given.") if held else _("%(role)s waits until another administrator agrees.")
                ) % {"role": chosen.label}
                messages.success(request, words)
                return redirect("access:person", person_id)
    return _person_page(request, person_id, form, user.pk == person_id)


@confirm_identity
@require_POST
def offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Agree to a role that another administrator offered (``answer=agree``), or decline or withdraw it."""
    user = _administrator(request)
    form = RoleForm()
    answered = _done(
        form, lambda: people.answer_offer(by=user, offer_id=offer_id, agree=request.POST.get("answer") == "agree")
    )
    if answered is None:
        messages.warning(request, _("This role cannot be given now. Look at the roles that they hold."))
    else:
        messages.success(request, _("Recorded."))
    return redirect("access:people")


@confirm_identity
@require_POST
def password(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A new temporary password, shown once."""
    user = _administrator(request)
    found = people_queries.person(user, person_id)
    try:
        made = people.give_temporary_password(by=user, user=found)
    except WrongState as error:
        return _refused(request, person_id, error)
    return render(request, "access/person_password.html", {"added": found, "password": made})


@confirm_identity
@require_POST
def factors(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Remove the second factors of somebody who has lost theirs."""
    user = _administrator(request)
    found = people_queries.person(user, person_id)
    actions.reset_second_factors(by=user, user=found)
    messages.success(request, _("Their second factors are removed. They set up a new one when they sign in next."))
    return redirect("access:person", person_id)


@confirm_identity
@require_POST
def end_sessions(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Sign a person out everywhere."""
    user = _administrator(request)
    ended = people.end_sessions_of(by=user, user=people_queries.person(user, person_id))
    words = ngettext("%(num)d session has ended.", "%(num)d sessions have ended.", ended) % {"num": ended}
    messages.success(request, words)
    return redirect("access:person", person_id)


@confirm_identity
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What happens when somebody leaves, and doing it."""
    user = _administrator(request)
    found = people_queries.person(user, person_id)
    if person_id == user.pk or not found.is_active:
        raise NotFound("person")
    posted = request.method == "POST"
    successor = people.successor_of(found)
    able = [one for one in queries.people_who_may(user.partnership_id, Permission.LOG_CONCERN) if one.pk != found.pk]
    form = LeaverForm(people_presenters.successor_choices(successor, able), request.POST if posted else None)
    if posted and form.is_valid():
        chosen = form.cleaned_data["to"]
        to = people_queries.person(user, chosen) if chosen else None
        left = _done(form, lambda: people.deactivate(by=user, user=found, to=to))
        if left is not None:
            messages.success(request, _("%(name)s can no longer sign in.") % {"name": found.name} + _handed_over(left))
            return redirect("access:person", person_id)
    context = {
        "found": found,
        "form": form,
        "errors": form.error_links() if posted else [],
        "left": leaving.left_behind(found),
        "manages": people_queries.managed_by(found),
        "successor": successor,
    }
    return render(request, "access/person_leave.html", context, status=422 if posted else 200)


@confirm_identity
@require_POST
def take_back(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Take somebody back, without roles; their temporary password is shown once."""
    user = _administrator(request)
    found = people_queries.person(user, person_id)
    try:
        made = people.reactivate(by=user, user=found)
    except WrongState as error:
        return _refused(request, person_id, error)
    return render(request, "access/person_password.html", {"added": found, "password": made, "back": True})


def _administrator(request: HttpRequest) -> Any:
    user = signed_in(request)
    permissions.check(user, Permission.MANAGE_USERS)
    return user


def _done(form: Any, act: Callable[[], Any]) -> Any:
    """What the action gave back, or None with what it refused in the form."""
    try:
        return act()
    except (Invalid, WrongState) as error:
        if form.is_bound:
            form.refused(error)
        return None


def _choices(user: Any, found: Any = None) -> tuple[Any, Any, Any]:
    return agency_choices(user), team_choices(user), person_choices(user, found)


def _place(user: Any, given: dict[str, Any], found: Any = None) -> dict[str, Any]:
    manager = given["line_manager"]
    return {
        "agency": people_queries.agency(user, given["agency"]) if given["agency"] else None,
        "team": people_queries.team(user, given["team"]) if given["team"] else None,
        "line_manager": people_queries.person(user, manager) if manager else None,
    }


def _handed_over(children: int) -> str:
    if not children:
        return ""
    words = ngettext(
        "%(num)d child goes to whoever takes over.", "%(num)d children go to whoever takes over.", children
    )
    return " " + words % {"num": children}


def _refused(request: HttpRequest, person_id: UUID, error: WrongState) -> HttpResponse:
    messages.warning(request, str(error))
    return redirect("access:person", person_id)


def _person_page(request: HttpRequest, person_id: UUID, form: RoleForm, own: bool) -> HttpResponse:
    user = signed_in(request)
    found = people_queries.person(user, person_id)
    context = people_presenters.person_page(user, found)
    context |= {"form": form, "own": own, "errors": form.error_links() if form.is_bound else []}
    return render(request, "access/person.html", context, status=422 if form.is_bound else 200)
