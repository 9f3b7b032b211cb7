"""Warnings before a visit; safe contact, and decisions where it stands still."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import actions, pages, queries
from safelight.children.presenters import sight as presenters
from safelight.children.sight_forms import HaltForm, OwnTelephoneForm, WarningForm, WarningReviewForm
from safelight.core import clock


@require_http_methods(["GET", "POST"])
def warnings(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Every warning there is or was, and a form for a new one (BE-06)."""
    user = signed_in(request)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else queries.get(user, child_id)
    form = WarningForm(request.POST if posted else None)
    if (
        posted
        and form.is_valid()
        and pages.done(form, lambda: actions.add_warning(by=user, child=child, **form.cleaned_data))
    ):
        messages.success(request, _("Saved. It stands at the top of each page of this record."))
        return redirect("children:warnings", child_id)
    today = clock.today()
    context = {
        "rows": presenters.warning_history(queries.all_warnings(child), today),
        "latest": presenters.latest_until(today),
        "may_add": _may_warn(user, child),
        "form": form,
        "errors": form.error_links() if posted else [],
    }
    status = 422 if posted else 200
    return pages.child_page(request, child_id, "children/warnings.html", context, status=status, child=child)


def _may_warn(user: Any, child: Any) -> bool:
    return user.may(Permission.ADD_WARNING) and not queries.sees_by_break_glass_only(user, child)


@require_http_methods(["GET", "POST"])
def warning(request: HttpRequest, child_id: UUID, warning_id: UUID) -> HttpResponse:
    """Look at one warning again: extend it or end it, with a reason."""
    user = signed_in(request)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else queries.get(user, child_id)
    found = queries.warning_for(user, child_id, warning_id)
    form = WarningReviewForm(request.POST if posted else None)
    if (
        posted
        and form.is_valid()
        and pages.done(form, lambda: actions.review_warning(by=user, warning=found, **form.cleaned_data))
    ):
        messages.success(request, _("Saved."))
        return redirect("children:warnings", child_id)
    today = clock.today()
    context = {
        "row": presenters.warning_history([found], today)[0],
        "latest": presenters.latest_until(today),
        "may_review": _may_warn(user, child) and found.ended_at is None,
        "form": form,
        "errors": form.error_links() if posted else [],
    }
    status = 422 if posted else 200
    return pages.child_page(request, child_id, "children/warning.html", context, status=status, child=child)


@require_http_methods(["GET", "POST"])
def halts(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Who can be reached safely and how; and what stands still until a lead or manager decides (SH-04)."""
    user = signed_in(request)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else queries.get(user, child_id)
    what = request.POST.get("what", "")
    own = OwnTelephoneForm(request.POST if what == "own" else None, initial={"safe": child.telephone_safe})
    decide = HaltForm(request.POST if what == "decide" else None)
    if posted and _halt_done(request, user, child, own, decide):
        messages.success(request, _("Saved."))
        return redirect("children:halts", child_id)
    full = not queries.sees_by_break_glass_only(user, child)
    context = {
        "own_form": own,
        "own_by": child.telephone_checked_by.name_and_role if child.telephone_checked_by else "",
        "own_on": child.telephone_checked_on,
        "people": presenters.safety_rows(queries.current_people(child)),
        "halted": presenters.halt_rows(queries.halts(child)),
        "asked": _asked(request),
        "decisions": presenters.decision_rows(child),
        "form": decide,
        "may_edit": full and user.may(Permission.EDIT_CHILD),
        "may_decide": full and user.may(Permission.AGREE_INTERVENTION),
        "errors": [*own.error_links(), *decide.error_links()] if posted else [],
    }
    status = 422 if posted else 200
    return pages.child_page(request, child_id, "children/halts.html", context, status=status, child=child)


def _asked(request: HttpRequest) -> dict[str, str]:
    """Which halt a form that was refused is about, so that what was typed stands under it."""
    return {"person": request.POST.get("person", ""), "channel": request.POST.get("channel", "")}


def _halt_done(request: HttpRequest, user: Any, child: Any, own: OwnTelephoneForm, decide: HaltForm) -> bool:
    asked = _asked(request)
    if own.is_bound and own.is_valid():
        return pages.done(own, lambda: actions.mark_own_telephone(by=user, child=child, safe=own.cleaned_data["safe"]))
    if decide.is_bound and decide.is_valid():
        person = queries.person_for(user, child.pk, pages.uuid_of(asked["person"])) if asked["person"] else None
        return pages.done(
            decide,
            lambda: actions.decide_halt(
                by=user, child=child, person=person, channel=asked["channel"], **decide.cleaned_data
            ),
        )
    return False
