"""How every page of this room is made."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from safelight.access.requests import signed_in
from safelight.children.pages import child_page, done, note_view
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.missing import actions, queries
from safelight.missing.forms import MissingForm
from safelight.missing.presenters import episodes as presenters
from safelight.missing.queries import sight


def missing_page(
    request: HttpRequest, child: Any, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page about a child's missing episodes, with an audit entry of the view. For whom these are all that they see,
    it names the child by name, date of birth and area, and leads nowhere else."""
    user = signed_in(request)
    if not sight.sees_only_missing(user, child):
        more = {"layout": "children/child_layout.html", "only_missing": False, **context}
        return child_page(request, child.pk, template, more, status=status, child=child)
    name = request.resolver_match.view_name if request.resolver_match else "page"
    note_view(request, f"viewed:{name}"[:80], child, child)
    known = {"child": child, **presenters.named(child, clock.today())}
    more = {"layout": "missing/only_layout.html", "only_missing": True, **known, **context}
    return render(request, template, more, status=status)


def of_form(request: HttpRequest, child_id: UUID, *, follow_up: bool = False) -> Any:
    """The child of a page with a form, for who may send it; a posted form names the same child (HZ-26)."""
    user = signed_in(request)
    child = queries.child_in_sight(user, child_id)
    may = sight.may_follow_up(user, child) if follow_up else sight.may_report(user, child)
    if not may or (request.method == "POST" and request.POST.get("about") != str(child.pk)):
        raise NotFound("child")
    return child


def form_page(
    request: HttpRequest,
    child: Any,
    form: MissingForm,
    act: Callable[[], object],
    *,
    heading: str,
    fields: Sequence[tuple[str, str]],
    button: str,
    back: tuple[str, ...],
    keep: str = "",
    intro: str = "",
    said: str = "",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page of a form: ``fields`` are (macro, name) in order. What can't be saved is kept under the name ``keep``
    for whoever typed it, until it can."""
    user = signed_in(request)
    if form.is_bound and form.is_valid() and done(form, act):
        if keep:
            actions.drop_form(by=user, child=child, form=keep)
        messages.success(request, said or _("Saved."))
        name, *ids = back
        return redirect(name, child.pk, *ids)
    if form.is_bound and keep:
        actions.keep_form(by=user, child=child, form=keep, body=form.typed(), now=clock.now())
    context = {
        "form": form,
        "heading": heading,
        "intro": intro,
        "fields": fields,
        "button": button,
        "back": back,
        "errors": form.error_links() if form.is_bound and request.method == "POST" else [],
        **(more or {}),
    }
    status = 422 if form.is_bound and request.method == "POST" else 200
    return missing_page(request, child, "missing/form.html", context, status=status)


def posted(request: HttpRequest, child: Any, keep: str = "") -> Any:
    """What was posted; on a first look what this person typed earlier and could not save; else nothing."""
    if request.method == "POST":
        return request.POST
    return queries.kept_form(signed_in(request), child, keep) if keep else None


def number(request: HttpRequest, name: str) -> int:
    """A whole number of a hidden field; 0 for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
