"""Services: all of them, one to change, and those for one child."""

from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safelight.access import permissions
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.pages import child_page, done, note_view
from safelight.core import clock
from safelight.directory import actions, presenters, queries
from safelight.directory.forms import ServiceForm


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Every service that the partnership knows of."""
    user = signed_in(request)
    note_view(request, "directory.listed")
    found = [presenters.card(one) for one in queries.services(user.partnership)]
    context = {
        "own": [one for one in found if one["local"]],
        "shipped": [one for one in found if not one["local"]],
        "may_keep": user.may(Permission.KEEP_DIRECTORY),
    }
    return render(request, "directory/services.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a service of one's own."""
    return _keep(request, "")


@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm or correct a service."""
    return _keep(request, code)


def _keep(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    permissions.check(user, Permission.KEEP_DIRECTORY)
    found = queries.service(user.partnership, code) if code else None
    initial = {**found.values, "areas": ", ".join(found.areas)} if found is not None else {}
    form = ServiceForm(request.POST if request.method == "POST" else None, initial=initial)
    if (
        form.is_bound
        and form.is_valid()
        and done(
            form,
            lambda: actions.keep_service(
                by=user, code=code, version=_version(request), today=clock.today(), **form.values()
            ),
        )
    ):
        notices.success(request, _("Saved and marked as confirmed today."))
        return redirect("directory:services")
    context = {
        "form": form,
        "service": presenters.card(found) if found is not None else None,
        "version": request.POST.get("version", "") if form.is_bound else (found.version if found is not None else 0),
        "errors": form.error_links() if form.is_bound else [],
    }
    return render(request, "directory/service.html", context, status=422 if form.is_bound else 200)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_safe
def for_child(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """The services for one child: those that fit first, each with why."""
    child = children.get(signed_in(request), child_id)
    found = queries.services_for(child, clock.today())
    return child_page(
        request, child_id, "directory/for_child.html", {"groups": presenters.suggested(found)}, child=child
    )
