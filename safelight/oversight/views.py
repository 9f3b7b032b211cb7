"""Pages about who looked at what. Each of them is an entry of the log itself."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access import permissions
from safelight.access.reauthentication import confirm_identity
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.children import queries as children
from safelight.children.pages import child_page, done, note_view
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.core.ids import new_passphrase
from safelight.outputs import spreadsheet
from safelight.oversight import actions, presenters, queries
from safelight.oversight.forms import FileForm, PersonForm, ReviewForm

WEEK = timedelta(days=6)


@require_safe
def viewers(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Who has viewed this child's record (BE-12): for managers who may see the child."""
    user = signed_in(request)
    permissions.check(user, Permission.SEE_VIEWERS)
    child = children.get(user, child_id)
    children.check_full_sight(user, child)
    rows = presenters.viewer_rows(user, queries.viewers_of(child))
    form = FileForm(initial={"passphrase": new_passphrase()})
    context = _paged(request, rows) | {"form": form, "errors": []}
    return child_page(request, child_id, "oversight/viewers.html", context, child=child)


@confirm_identity
@require_POST
def viewers_file(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """The same as a spreadsheet, locked with the passphrase given, in which no cell is taken for a formula (BE-13)."""
    user = signed_in(request)
    permissions.check(user, Permission.SEE_VIEWERS)
    child = children.get(user, child_id)
    children.check_full_sight(user, child)
    rows = presenters.viewer_rows(user, queries.viewers_of(child))
    form = FileForm(request.POST)
    if not form.is_valid():
        context = _paged(request, rows) | {"form": form, "errors": form.error_links()}
        return child_page(request, child_id, "oversight/viewers.html", context, child=child, status=422)
    header, cells = presenters.viewer_cells(rows)
    audit.record_apart(
        partnership_id=user.partnership_id,
        by=user,
        action="viewers.downloaded",
        kind="download",
        subject=child,
        child_id=child.pk,
        counts={"rows": len(cells)},
    )
    content = spreadsheet.locked(spreadsheet.workbook(header, cells), form.cleaned_data["passphrase"])
    response = HttpResponse(content, content_type=spreadsheet.CONTENT_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="viewers.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """The log by person, and searches and refusals by day; the question is posted, so that no address holds it."""
    user = signed_in(request)
    if not queries.may_see_log(user):
        raise NotFound("log")
    today = clock.today()
    people = queries.people_of(user)
    posted = request.method == "POST"
    initial = {"first": today - WEEK, "last": today}
    form = PersonForm(presenters.people_choices(people), request.POST if posted else None, initial=initial)
    context: dict[str, object] = {"form": form, "errors": [], "report": None, "days": []}
    status = 200
    if posted and form.is_valid():
        person = queries.person_of(user, UUID(form.cleaned_data["person"]))
        found = queries.report_on(user, person, form.cleaned_data["first"], form.cleaned_data["last"])
        note_view(request, "log.person_viewed", person)
        shown = presenters.report(found)
        context |= {"report": shown} | _paged(request, shown["rows"])
    else:
        note_view(request, "log.viewed")
        if posted:
            status, context["errors"] = 422, form.error_links()
        if user.may(Permission.SEE_AUDIT):
            context["days"] = queries.searches_and_refusals(user, today)
    return render(request, "oversight/log.html", context, status=status)


@require_http_methods(["GET", "POST"])
def alert(request: HttpRequest, person_id: UUID, day: str) -> HttpResponse:
    """A day of a colleague's that stood out: what it was, and what came of asking (HZ-14)."""
    user = signed_in(request)
    now = clock.now()
    person, found = queries.alert_for(user, person_id, _day(day), now)
    posted = request.method == "POST"
    form = ReviewForm(request.POST if posted else None)
    if posted and form.is_valid():
        given = form.cleaned_data

        def review() -> object:
            return actions.review_browsing(
                by=user, person_id=person.pk, day=found.day, outcome=given["outcome"], words=given["words"], now=now
            )

        if done(form, review):
            messages.success(request, _("Recorded. Nobody is asked about this day again."))
            return redirect("overview:my_work")
    note_view(request, "log.alert_viewed", person)
    report = presenters.report(queries.report_on(user, person, found.day, found.day))
    context = {
        "alert": presenters.alert_row(person, found),
        "report": report,
        "form": form,
        "errors": form.error_links() if posted else [],
    }
    return render(
        request, "oversight/alert.html", context | _paged(request, report["rows"]), status=422 if posted else 200
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotFound("not a day") from error


def _paged(request: HttpRequest, rows: list[dict[str, object]]) -> dict[str, object]:
    """The rows of the page asked for (``page`` in the form or the address, from 1), and the numbers around it."""
    asked = request.POST.get("page") or request.GET.get("page") or "1"
    last = max(1, -(-len(rows) // presenters.SHOWN))
    page = min(int(asked), last) if asked.isascii() and asked.isdigit() and int(asked) else 1
    start = (page - 1) * presenters.SHOWN
    return {
        "rows": rows[start : start + presenters.SHOWN],
        "page": page,
        "previous_page": page - 1 if page > 1 else None,
        "next_page": page + 1 if page < last else None,
        "rows_in_all": len(rows),
    }
