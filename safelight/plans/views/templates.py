"""The area's plan templates: reading them, choosing one from a day on, handing in a new one (PL-01)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access import permissions
from safelight.access.reauthentication import confirm_identity
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children.pages import done
from safelight.core import clock
from safelight.plans.presenters import templates as presenters
from safelight.plans.template_forms import HandInForm, UseForm
from safelight.toolkits import template_actions, template_queries
from safelight.toolkits.problems import DefinitionError
from safelight.toolkits.template_queries import Use


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Every template with what the area does with it."""
    user = signed_in(request)
    permissions.check(user, Permission.CHOOSE_TEMPLATES)
    return render(
        request, "plans/templates.html", {"templates": presenters.template_list(user.partnership, clock.today())}
    )


@require_safe
def template(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """One template whole, with the form that puts it to use."""
    permissions.check(signed_in(request), Permission.CHOOSE_TEMPLATES)
    return _page(request, template_id, UseForm(initial={"from_date": clock.today()}))


@confirm_identity
@require_POST
def use(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Make a template the area's, offer it beside, or no longer, from a day on."""
    user = signed_in(request)
    permissions.check(user, Permission.CHOOSE_TEMPLATES)
    found = template_queries.template(user.partnership, template_id)
    form = UseForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: template_actions.use(
            by=user,
            definition=found,
            what=Use(form.cleaned_data["what"]),
            from_date=_day(form.cleaned_data["from_date"]),
            now=clock.now(),
        ),
    ):
        messages.success(request, _("Saved. Plans that are open keep the template they were made on."))
        return redirect("plans:templates")
    return _page(request, template_id, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest) -> HttpResponse:
    """Hand in a template as a file: its faults by line, or the template as people will see it."""
    user = signed_in(request)
    permissions.check(user, Permission.CHOOSE_TEMPLATES)
    posted = request.method == "POST"
    form = HandInForm(request.POST, request.FILES) if posted else HandInForm()
    faults: list[dict[str, Any]] = []
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            # The name that the file had on somebody's computer is not kept.
            made = template_actions.hand_in(by=user, content=file.read(), name="file", now=clock.now())
        except DefinitionError as error:
            faults = presenters.faults(error)
            form.add_error("file", _("The file has faults. They stand below, line by line."))
        else:
            messages.success(
                request, _("The file is good and is kept. Read it through, then say from when it is used.")
            )
            return redirect("plans:template", template_id=made.pk)
    context = {"form": form, "errors": form.error_links(), "faults": faults}
    return render(request, "plans/template_hand_in.html", context, status=422 if posted else 200)


def _page(request: HttpRequest, template_id: UUID, form: UseForm, status: int = 200) -> HttpResponse:
    user = signed_in(request)
    found = template_queries.template(user.partnership, template_id)
    context = presenters.template_page(found, user.partnership, clock.today())
    context |= {"form": form, "errors": form.error_links(), "template_id": template_id}
    return render(request, "plans/template.html", context, status=status)


def _day(given: date | None) -> date:
    return given or clock.today()
