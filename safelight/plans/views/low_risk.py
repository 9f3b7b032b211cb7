"""Low risk: who makes the plan (PL-11)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from safelight.access.requests import signed_in
from safelight.children import queries as children
from safelight.children.pages import child_page, done
from safelight.core import clock
from safelight.plans import actions, permissions, presenters
from safelight.plans.forms import LowRiskForm
from safelight.plans.views.common import check_about, to_plan
from safelight.plans.views.drafting import get_and_post


@get_and_post
def low_risk(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """One agency makes a plan, or a professionals' meeting makes one of several; with a reason."""
    user = signed_in(request)
    child = children.get(user, child_id)
    permissions.check_may_draft(user, child)
    form = LowRiskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        check_about(request, child_id)
        if form.is_valid() and done(
            form,
            lambda: actions.choose_low_risk_path(
                by=user, child=child, path=form.cleaned_data["path"], why=form.cleaned_data["why"], now=clock.now()
            ),
        ):
            if form.cleaned_data["path"] == "single_agency":
                messages.success(request, _("The plan is drafted. Nothing in it is agreed yet."))
                return to_plan(child_id)
            messages.success(request, _("Recorded. Now arrange the meeting."))
            return redirect("plans:low_risk", child_id=child_id)
    errors = form.error_links() if form.is_bound else []
    context = presenters.low_risk_page(child) | {"form": form, "errors": errors}
    return child_page(request, child_id, "plans/low_risk.html", context, status=422 if errors else 200, child=child)
