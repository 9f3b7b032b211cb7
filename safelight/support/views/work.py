"""Direct work: planned, held, and what it changed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safelight.access.requests import signed_in
from safelight.children import queries as children
from safelight.support import actions, permissions, presenters, queries
from safelight.support.forms import EvaluationForm, NewSessionForm, SessionForm, WorkForm
from safelight.support.views.common import form_page, number, posted, writable

_FORM = require_http_methods(["GET", "HEAD", "POST"])


@_FORM
def work_new(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Plan a piece of direct work."""
    found = writable(request, child_id)
    plan = {str(action.pk): action for action in queries.open_actions(found)}
    form = WorkForm([(pk, action.text) for pk, action in plan.items()], posted(request))

    def act() -> object:
        given = form.cleaned_data
        return actions.plan_work(
            by=signed_in(request),
            child=found,
            title=given["title"],
            purpose=given["purpose"],
            lead=given["lead"],
            dates=form.dates(),
            action=plan.get(given["action"]),
        )

    return form_page(
        request,
        found,
        form,
        act,
        heading=_("Plan direct work"),
        fields=[
            ("text", "title"),
            ("area", "purpose"),
            ("text", "lead"),
            ("select", "action"),
            *[("date_boxes", name) for name in form.days],
        ],
        button=_("Save the plan"),
    )


@_FORM
def work(request: HttpRequest, child_id: UUID, work_id: UUID) -> HttpResponse:
    """One piece of work: its sessions, one more, and the report on its impact."""
    user = signed_in(request)
    row = queries.one(user, child_id, queries.works([child_id]), work_id)
    what = request.POST.get("what", "")
    found = writable(request, child_id) if request.method == "POST" else children.get(user, child_id)
    more, report = (
        NewSessionForm(posted(request) if what == "session" else None),
        EvaluationForm(posted(request) if what == "report" else None),
    )

    def act() -> object:
        if what == "report":
            return actions.evaluate(by=user, work=row, **report.cleaned_data)
        return actions.add_session(by=user, work=row, **more.cleaned_data)

    return form_page(
        request,
        found,
        report if what == "report" else more,
        act,
        heading=row.title,
        fields=[],
        button="",
        back=("support:work", str(row.pk)),
        more={
            "work": presenters.work(row, child_id),
            "session_form": more,
            "report_form": report,
            "part": "work",
            "may_record": permissions.may_record(user, found),
        },
    )


@_FORM
def session(request: HttpRequest, child_id: UUID, session_id: UUID) -> HttpResponse:
    """How a session went."""
    found = writable(request, child_id)
    row = queries.session(signed_in(request), child_id, session_id)
    initial = {"state": row.state, "words": row.words, "child_words": row.child_words}
    form = SessionForm(posted(request), initial=initial)
    given = number(request, "number") if form.is_bound else row.version
    return form_page(
        request,
        found,
        form,
        lambda: actions.record_session(by=signed_in(request), session=row, version=given, **form.cleaned_data),
        heading=_("How the session went"),
        intro=presenters.session_words(row),
        fields=[("radios", "state"), ("area", "words"), ("area", "child_words")],
        button=_("Save"),
        back=("support:work", str(row.work_id)),
        more={"number": given},
    )
