"""Rows that go into a plan that the child has already, and the report on how a plan goes (PL-06, PL-10)."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from safelight.access.permissions import check
from safelight.access.reauthentication import confirm_identity
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children.fields import DayField
from safelight.children.forms import PlainForm
from safelight.children.pages import child_page
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound
from safelight.outputs import plan_parts, presenters
from safelight.outputs.downloads import Download
from safelight.plans import actions, permissions
from safelight.plans import queries as plans


class TakeForm(PlainForm):
    """Which plan the chosen rows go into. The rows are posted beside it."""

    into = forms.ChoiceField(label=_("Which plan do they go into?"), required=False)
    into_on = DayField(label=_("Day of that plan, or of its review"), required=False)
    rows = forms.Field(required=False)

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = choices  # type: ignore[attr-defined]


def _plan(request: HttpRequest, child_id: UUID) -> plans.Plan:
    user = signed_in(request)
    check(user, Permission.PRINT)
    plan = plans.get(user, child_id)
    permissions.check_may_draft(user, plan.child)
    return plan


@require_safe
def take(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Choose the rows and the plan that they go into. Nothing is chosen beforehand."""
    plan = _plan(request, child_id)
    return _page(request, plan, TakeForm(None, choices=presenters.take_choices()), [])


@confirm_identity
@require_POST
def taken(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Record which rows went into which plan, and hand over the Word file with those alone."""
    plan = _plan(request, child_id)
    if request.POST.get("about") != str(child_id):
        raise NotFound("the form is about another child")
    form = TakeForm(request.POST, choices=presenters.take_choices())
    row_ids = request.POST.getlist("rows")
    if form.is_valid():
        try:
            found = actions.take_rows(
                by=signed_in(request),
                plan=plan,
                into=form.cleaned_data["into"],
                into_on=form.cleaned_data["into_on"],
                row_ids=row_ids,
                now=clock.now(),
            )
        except Invalid as error:
            form.refused(error)
        else:
            return handed_over(plan_parts.taken_rows(by=signed_in(request), taken=found))
    return _page(request, plan, form, row_ids)


def _page(request: HttpRequest, plan: plans.Plan, form: TakeForm, row_ids: list[str]) -> HttpResponse:
    errors = form.error_links() if form.is_bound else []
    context = presenters.take_page(plan, row_ids) | {"form": form, "errors": errors}
    return child_page(
        request, plan.child_id, "outputs/take.html", context, status=422 if errors else 200, child=plan.child
    )


@require_GET
def progress_report(request: HttpRequest, child_id: UUID, report_id: UUID) -> HttpResponse:
    """The report on how the plan goes, as a file."""
    return handed_over(plan_parts.progress_report(by=signed_in(request), child_id=child_id, report_id=report_id))


def handed_over(made: Download) -> HttpResponse:
    """The file to save, never shown in the browser (HZ-18)."""
    return HttpResponse(
        made.body,
        content_type=made.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{made.name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
