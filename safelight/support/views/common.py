"""One page with one form, as all of this room are."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from safelight.access.requests import signed_in
from safelight.children import queries as children
from safelight.children.forms import PlainForm
from safelight.children.pages import child_of_form, child_page, done
from safelight.core.errors import NotFound
from safelight.support import permissions


def writable(request: HttpRequest, child_id: UUID) -> Any:
    """The child of a page with a form, for who may record about them; a posted form names the same child."""
    user = signed_in(request)
    child = child_of_form(request, child_id) if request.method == "POST" else children.get(user, child_id)
    if not permissions.may_record(user, child):
        raise NotFound("child")
    return child


def form_page(
    request: HttpRequest,
    child: Any,
    form: PlainForm,
    act: Callable[[], object],
    *,
    heading: str,
    fields: Sequence[tuple[str, str]],
    button: str,
    intro: str = "",
    back: tuple[str, ...] = ("support:child",),
    said: str = "",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page of a form: ``fields`` are (macro, name) in order. What was done is said on the page it goes back to."""
    name, *ids = back
    if form.is_bound and form.is_valid() and done(form, act):
        messages.success(request, said or _("Saved."))
        return redirect(name, child.pk, *ids)
    context = {
        "form": form,
        "heading": heading,
        "intro": intro,
        "fields": fields,
        "button": button,
        "errors": form.error_links() if form.is_bound else [],
        **(more or {}),
    }
    return child_page(
        request, child.pk, "support/form.html", context, status=422 if form.is_bound else 200, child=child
    )


def posted(request: HttpRequest) -> Any:
    """What was posted, or nothing on a first look."""
    return request.POST if request.method == "POST" else None


def number(request: HttpRequest, name: str) -> int:
    """A whole number of a hidden field; 0 for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
