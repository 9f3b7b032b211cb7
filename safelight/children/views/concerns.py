"""Concerns: logged first, with or without a child; joined, sent, told, closed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access import permissions
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import actions, calls, pages, presenters, queries, shared
from safelight.children.forms import CloseForm, ConcernForm, ToldForm
from safelight.core import clock
from safelight.core.errors import NotFound, WrongState

LISTED = 100


@require_safe
def concerns(request: HttpRequest) -> HttpResponse:
    """The concerns that this person sees, by state."""
    user = signed_in(request)
    permissions.check(user, Permission.LOG_CONCERN)
    state = request.GET.get("state", "")
    state = state if state in presenters.concern_states() else ""
    found = queries.concerns_visible_to(user)
    shown = list((found.filter(state=state) if state else found)[: LISTED + 1])
    pages.note_view(request, "concerns.listed")
    context = {
        "rows": presenters.concern_rows(user, shown[:LISTED]),
        "more": len(shown) > LISTED,
        "filters": presenters.concern_filters(reverse("children:concerns"), state),
        "duplicates": user.may(Permission.RESOLVE_DUPLICATES),
    }
    return render(request, "children/concerns.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Log a concern about a child (``child`` names the record), or without one; or keep a draft."""
    user = signed_in(request)
    permissions.check(user, Permission.LOG_CONCERN)
    posted = request.method == "POST"
    named = (request.POST if posted else request.GET).get("child", "")
    child = pages.child_named_by(request, named) if named else None
    form = ConcernForm(request.POST if posted else None)
    if posted and "draft" in request.POST:
        return _keep_draft(request, form)
    if posted and form.is_valid():
        made: list[Any] = []
        about = [child] if child is not None else []
        if pages.done(form, lambda: made.append(actions.log_concern(by=user, children=about, **form.cleaned_data))):
            messages.success(request, _("The concern is logged."))
            assess = presenters.assess_url(user, child)
            if "assess" in request.POST and assess and not made[0].urgent:
                # Begun by a post, as from the button of the concern's own page: the browser sends this one on (307).
                return redirect(assess, preserve_request=True)
            return redirect("children:concern", made[0].pk)
    return _form_page(request, form, child)


def _keep_draft(request: HttpRequest, form: ConcernForm, draft: Any = None, version: int = 1) -> HttpResponse:
    user = signed_in(request)
    texts = {name: request.POST.get(name, "") for name in ("what", "when_text", "where_text", "source", "about")}
    made: list[Any] = []
    form.is_valid()
    for name in list(form.errors):
        form.errors.pop(name)
    if pages.done(form, lambda: made.append(actions.draft_concern(by=user, concern=draft, version=version, **texts))):
        messages.success(request, _("Kept as a draft. Only you see it until you log it."))
        return redirect("children:concern_edit", made[0].pk)
    return _form_page(request, form, None)


def _form_page(request: HttpRequest, form: ConcernForm, child: Any, version: int = 0) -> HttpResponse:
    user = signed_in(request)
    context: dict[str, Any] = {
        "form": form,
        "errors": form.error_links() if form.is_bound else [],
        "numbers": presenters.urgent_numbers(user.partnership),
        "version": version,
    }
    if child is not None:
        alike = list(queries.lookalikes(user, child))
        context |= {
            "child_id": str(child.pk),
            "identity": presenters.identity(child, alike, clock.today()),
            "skip_url": presenters.child_url(child),
            "may_assess": bool(presenters.assess_url(user, child)),
        }
    return render(request, "children/concern_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Go on with a draft: keep it again, or log it."""
    user = signed_in(request)
    draft = queries.concern_for(user, concern_id)
    if draft.logged_at is not None:
        return redirect("children:concern", concern_id)
    if request.method == "GET":
        pages.note_view(request, "concern.viewed", draft)
        names = ("what", "when_text", "where_text", "source", "about")
        form = ConcernForm(initial={name: getattr(draft, name) for name in names})
        return _form_page(request, form, None, draft.version)
    form = ConcernForm(request.POST)
    version = request.POST.get("version", "")
    if "draft" in request.POST:
        return _keep_draft(request, form, draft, int(version) if version.isdecimal() else 0)
    if form.is_valid() and pages.done(form, lambda: actions.log_concern(by=user, draft=draft, **form.cleaned_data)):
        messages.success(request, _("The concern is logged."))
        return redirect("children:concern", concern_id)
    return _form_page(request, form, None, draft.version)


@require_safe
def concern(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """One concern, who has not been told, whom it is about."""
    return _concern_page(request, concern_id, CloseForm())


def _concern_page(request: HttpRequest, concern_id: UUID, form: CloseForm) -> HttpResponse:
    user = signed_in(request)
    found = queries.concern_for(user, concern_id)
    pages.note_view(request, "concern.viewed", found)
    (seen,) = shared.as_seen(user, [found])
    context = {
        **presenters.concern_page(user, seen),
        "close_form": form,
        "errors": form.error_links() if form.is_bound else [],
    }
    return render(request, "children/concern.html", context, status=422 if form.is_bound else 200)


@require_POST
def link(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """The concern is about this child."""
    user = signed_in(request)
    child = pages.child_named_by(request, request.POST.get("child", ""))
    found = queries.concern_for(user, concern_id)
    try:
        actions.link_concern(by=user, concern=found, child=child)
    except WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The concern is part of the child’s record."))
    return redirect("children:concern", concern_id)


@require_POST
def close(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Close a concern that is about no child's record, with the reason."""
    user = signed_in(request)
    found = queries.concern_for(user, concern_id)
    form = CloseForm(request.POST)
    if form.is_valid() and pages.done(form, lambda: actions.close_concern(by=user, concern=found, **form.cleaned_data)):
        messages.success(request, _("The concern is closed."))
        return redirect("children:concern", concern_id)
    return _concern_page(request, concern_id, form)


@require_POST
def send(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Send a concern to the partnership's coordinator."""
    user = signed_in(request)
    try:
        actions.send_to_coordinator(by=user, concern=queries.concern_for(user, concern_id))
    except WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The coordinator sees it now."))
    return redirect("children:concern", concern_id)


@require_http_methods(["GET", "POST"])
def told(request: HttpRequest, concern_id: UUID, agency: str) -> HttpResponse:
    """Record who was told of a concern, when, with what reference (MS-09)."""
    user = signed_in(request)
    found = queries.concern_for(user, concern_id)
    named = presenters.agency_named(agency)
    if found.logged_at is None:
        raise NotFound("a draft tells nobody")
    form = ToldForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and pages.done(form, lambda: actions.record_told(by=user, concern=found, agency=named, **form.cleaned_data))
    ):
        messages.success(request, _("Recorded: %(agency)s was told.") % {"agency": named.label})
        return redirect("children:concern", concern_id)
    context = {
        **presenters.told_page(named, user.partnership),
        "form": form,
        "errors": form.error_links() if form.is_bound else [],
    }
    return render(request, "children/concern_told.html", context, status=422 if form.is_bound else 200)


@require_safe
def about_child(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Concerns and disclosures of one child, those not told of first."""
    user = signed_in(request)
    child = queries.get(user, child_id)
    listed = list(queries.concerns_about(child))
    disclosures = list(queries.disclosures_about(child))
    notices = [notice for one in disclosures for notice in presenters.not_told(one, user.partnership)]
    links = queries.concern_links([child.pk])
    told = calls.answered(links)
    answered = {link.concern_id: told.get(link.pk, frozenset()) for link in links}
    notices += [notice for one in listed for notice in presenters.not_told(one, user.partnership, answered[one.pk])]
    context = {
        "notices": notices,
        "concerns": presenters.child_concern_rows(shared.as_seen(user, listed, child)),
        "disclosures": disclosures,
    }
    return pages.child_page(request, child_id, "children/child_concerns.html", context, child=child)
