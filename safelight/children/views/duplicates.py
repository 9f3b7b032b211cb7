"""Possible duplicates: for the coordinator alone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safelight.access import permissions
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import actions, pages, presenters, queries
from safelight.children.forms import SettleForm


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs of records that may be of one child, those to look at."""
    user = signed_in(request)
    permissions.check(user, Permission.RESOLVE_DUPLICATES)
    pages.note_view(request, "duplicates.listed")
    rows = presenters.duplicate_rows(queries.open_duplicates(user)[:100])
    return render(request, "children/duplicates.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """Two records side by side; say whether they are of one child, and how that is known."""
    user = signed_in(request)
    pair = queries.duplicate_for(user, pair_id)
    posted = request.method == "POST"
    form = SettleForm(request.POST if posted else None)
    if (
        posted
        and form.is_valid()
        and pages.done(form, lambda: actions.settle_duplicate(by=user, pair=pair, **form.cleaned_data))
    ):
        messages.success(request, _("Saved."))
        return redirect("children:duplicates")
    pages.note_view(request, "duplicate.viewed", pair, pair.new)
    pages.note_view(request, "duplicate.viewed", pair, pair.other)
    context = {
        "why": presenters.why_text(pair.why),
        "rows": presenters.compared_records(pair.new, pair.other),
        "form": form,
        "errors": form.error_links() if posted else [],
    }
    return render(request, "children/duplicate.html", context, status=422 if posted else 200)
