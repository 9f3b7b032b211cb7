"""What follows a plan while it runs: agencies' confirmations, and reports on how it goes (PL-10, PL-19)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from safelight.access.requests import signed_in
from safelight.children.pages import done
from safelight.core import clock
from safelight.core.errors import NotFound, WrongState
from safelight.plans import actions, permissions, presenters, queries
from safelight.plans.forms import ConfirmationForm, ReportForm, SendReportForm
from safelight.plans.views.common import check_about, posted_version, show
from safelight.plans.views.drafting import get_and_post


@get_and_post
def agencies(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """What every agency does while the plan runs, and which confirmed it; only where the template asks for it."""
    user = signed_in(request)
    plan = queries.get(user, child_id)
    context = presenters.agencies_page(plan, user, clock.today())
    form = ConfirmationForm(request.POST if request.method == "POST" else None, agencies=context["choices"])
    if request.method == "POST":
        permissions.check_may_draft(user, plan.child)
        check_about(request, child_id)
        if form.is_valid() and done(
            form,
            lambda: actions.confirm_agency(
                by=user,
                plan=plan,
                agency_id=form.cleaned_data["agency"],
                person=form.cleaned_data["person"],
                now=clock.now(),
            ),
        ):
            messages.success(request, _("Recorded."))
            return redirect("plans:agencies", child_id=child_id)
    return show(request, plan, "agencies.html", context, form)


@get_and_post
def reports(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Every report of the plan. A form makes the next one from the record."""
    user = signed_in(request)
    plan = queries.get(user, child_id)
    if request.method == "POST":
        permissions.check_may_draft(user, plan.child)
        check_about(request, child_id)
        try:
            begun = actions.begin_report(by=user, plan=plan, now=clock.now())
        except WrongState as error:
            messages.warning(request, str(error))
            return redirect("plans:reports", child_id=child_id)
        return redirect("plans:report", child_id=child_id, report_id=begun.pk)
    return show(request, plan, "reports.html", presenters.reports_page(plan, user))


@get_and_post
def report(request: HttpRequest, child_id: UUID, report_id: UUID) -> HttpResponse:
    """One report: what the record has beside what somebody writes."""
    user = signed_in(request)
    plan = queries.get(user, child_id)
    found = queries.report_for(plan, report_id)
    first = {"progress": found.progress or presenters.starting_text(found), "new_issues": found.new_issues}
    form = ReportForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST":
        permissions.check_may_draft(user, plan.child)
        check_about(request, child_id)
        if form.is_valid() and done(
            form,
            lambda: actions.save_report(
                by=user, report=found, version=posted_version(request), now=clock.now(), **form.cleaned_data
            ),
        ):
            messages.success(request, _("Saved. Read it once more, send it, then say here to whom."))
            return redirect("plans:report", child_id=child_id, report_id=report_id)
    context = presenters.report_page(found, user) | {
        "version": request.POST.get("version") or found.version,
        "send": SendReportForm(),
    }
    return show(request, plan, "report.html", context, form)


@require_POST
def report_sent(request: HttpRequest, child_id: UUID, report_id: UUID) -> HttpResponse:
    """Record that the report was sent, and to whom."""
    user = signed_in(request)
    plan = queries.get(user, child_id)
    found = queries.report_for(plan, report_id)
    permissions.check_may_draft(user, plan.child)
    check_about(request, child_id)
    form = SendReportForm(request.POST)
    if not form.is_valid():
        raise NotFound("report")
    if done(
        form,
        lambda: actions.send_report(
            by=user,
            report=found,
            sent_to=form.cleaned_data["sent_to"],
            version=posted_version(request),
            now=clock.now(),
        ),
    ):
        messages.success(request, _("Recorded that it was sent. It stays as it is."))
        return redirect("plans:report", child_id=child_id, report_id=report_id)
    first = {"progress": found.progress, "new_issues": found.new_issues}
    context = presenters.report_page(found, user) | {"version": found.version, "send": form}
    page = show(request, plan, "report.html", context | {"written": ReportForm(initial=first)}, form)
    return page
