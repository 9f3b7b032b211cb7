"""What a child disclosed: recorded in the child's own words, told to social care and police (CH-07)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safelight.access.requests import signed_in
from safelight.children import actions, pages, presenters, queries
from safelight.children.forms import DisclosureForm, ToldForm
from safelight.ui.formats import date_and_time


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Record a disclosure, after the warning that only trained people explore it."""
    user = signed_in(request)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else queries.get(user, child_id)
    form = DisclosureForm(request.POST if posted else None)
    if posted and form.is_valid():
        made: list[Any] = []
        if pages.done(form, lambda: made.append(actions.record_disclosure(by=user, child=child, **form.cleaned_data))):
            messages.success(request, _("The disclosure is saved. Now tell social care and the police."))
            return redirect("children:disclosure", child_id, made[0].pk)
    context = {"form": form, "errors": form.error_links() if posted else []}
    return pages.child_page(
        request, child_id, "children/disclosure_new.html", context, status=422 if posted else 200, child=child
    )


@require_safe
def disclosure(request: HttpRequest, child_id: UUID, disclosure_id: UUID) -> HttpResponse:
    """What was said, who was there, and who has not been told."""
    user = signed_in(request)
    found = queries.disclosure_for(user, child_id, disclosure_id)
    context = {
        "disclosure": found,
        "notices": presenters.not_told(found, user.partnership),
        "rows": presenters.summary_rows(
            [
                (_("Said"), date_and_time(found.said_at)),
                (_("Who was there"), found.present),
                (_("Where"), found.where_text),
                (_("What was asked"), found.what_was_asked),
                (_("Recorded by"), found.by.name_and_role),
                (_("Recorded"), date_and_time(found.at)),
            ]
        ),
        "told": presenters.told_rows(queries.told_of(found)),
    }
    return pages.child_page(request, child_id, "children/disclosure.html", context)


@require_http_methods(["GET", "POST"])
def told(request: HttpRequest, child_id: UUID, disclosure_id: UUID, agency: str) -> HttpResponse:
    """Record who was told of a disclosure, when, with what reference."""
    user = signed_in(request)
    found = queries.disclosure_for(user, child_id, disclosure_id)
    named = presenters.agency_named(agency)
    posted = request.method == "POST"
    form = ToldForm(request.POST if posted else None)
    if posted:
        pages.child_of_form(request, child_id)
        if form.is_valid() and pages.done(
            form, lambda: actions.record_told(by=user, disclosure=found, agency=named, **form.cleaned_data)
        ):
            messages.success(request, _("Recorded: %(agency)s was told.") % {"agency": named.label})
            return redirect("children:disclosure", child_id, disclosure_id)
    context = {
        **presenters.told_page(named, user.partnership),
        "form": form,
        "errors": form.error_links() if posted else [],
    }
    return pages.child_page(request, child_id, "children/disclosure_told.html", context, status=422 if posted else 200)
