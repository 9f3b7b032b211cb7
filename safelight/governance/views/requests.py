"""Requests for what is held about a child: the list, one request, its review, its two files."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access import permissions
from safelight.access.reauthentication import confirm_identity
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.forms import PlainForm
from safelight.children.pages import child_of_form, child_page, done, note_too_late
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.governance import actions, answer, forms, presenters, queries
from safelight.governance.pages import show, tell

get_and_post = require_http_methods(["GET", "POST"])
MAY_SEE = (Permission.ANSWER_SUBJECT_ACCESS, Permission.OPEN_SUBJECT_ACCESS, Permission.REVIEW_SUBJECT_ACCESS)


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """The requests that this person sees, the most urgent first."""
    user = signed_in(request)
    if not any(user.may(each) for each in MAY_SEE):
        raise NotFound("requests")
    rows = presenters.list_rows(queries.requests_listed(user), clock.today())
    return show(request, "requests.html", {"rows": rows})


@get_and_post
def open_(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Open a request about a child whom this person sees, and pass it to the information officer."""
    user = signed_in(request)
    permissions.check(user, Permission.OPEN_SUBJECT_ACCESS)
    child = children.get(user, child_id)
    children.check_full_sight(user, child)
    posted = request.method == "POST"
    form = forms.OpenForm(request.POST if posted else None, initial={"received_on": clock.today()})
    if posted:
        child_of_form(request, child_id)
        made: list[Any] = []
        if form.is_valid() and done(
            form, lambda: made.append(actions.open_request(by=user, child=child, **form.cleaned_data))
        ):
            messages.success(request, _("The request is with the information officer."))
            return redirect("governance:request", made[0].pk)
    errors = form.error_links() if posted else []
    context = {"form": form, "errors": errors}
    return child_page(request, child_id, "governance/open.html", context, child=child, status=422 if posted else 200)


@require_safe
def request_(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: what is known, what is still to do."""
    user = signed_in(request)
    one = queries.request_for(user, request_id)
    return show(request, "request.html", presenters.request_page(user, one, clock.today()), one.child_id)


class Act(NamedTuple):
    """Something that is done to a request by filling in a small form."""

    form: type[PlainForm]
    title: Any
    button: Any
    do: Callable[..., object]
    permission: Permission | None = Permission.ANSWER_SUBJECT_ACCESS


ACTS: dict[str, Act] = {
    "identity": Act(
        forms.IdentityForm,
        gettext_lazy("Make sure who asks"),
        gettext_lazy("Record it"),
        lambda by, one, given: actions.check_identity(by=by, request=one, how=given["identity_how"]),
    ),
    "child-view": Act(
        forms.ChildViewForm,
        gettext_lazy("What the child says of the request"),
        gettext_lazy("Record it"),
        lambda by, one, given: actions.record_child_view(
            by=by, request=one, view=given["child_view"], not_asked=given["not_asked"]
        ),
        None,
    ),
    "extend": Act(
        forms.ExtendForm,
        gettext_lazy("Take two more months"),
        gettext_lazy("Extend it"),
        lambda by, one, given: actions.extend(by=by, request=one, why=given["extended_why"]),
    ),
    "send": Act(
        forms.SentForm,
        gettext_lazy("The answer was given"),
        gettext_lazy("Record that it was given"),
        lambda by, one, given: actions.send(by=by, request=one, how=given["sent_how"]),
    ),
    "refuse": Act(
        forms.EndForm,
        gettext_lazy("Refuse the request"),
        gettext_lazy("Refuse it"),
        lambda by, one, given: actions.refuse(by=by, request=one, why=given["ended_why"]),
    ),
    "withdraw": Act(
        forms.EndForm,
        gettext_lazy("The person no longer asks"),
        gettext_lazy("Close the request"),
        lambda by, one, given: actions.withdraw(by=by, request=one, why=given["ended_why"]),
    ),
}


@get_and_post
def act(request: HttpRequest, request_id: UUID, what: str) -> HttpResponse:
    """A page for one thing that is done to a request."""
    user = signed_in(request)
    one = queries.request_for(user, request_id)
    chosen = ACTS.get(what)
    if chosen is None:
        raise NotFound("act")
    if chosen.permission is not None:
        permissions.check(user, chosen.permission)
    posted = request.method == "POST"
    form = chosen.form(request.POST if posted else None)
    if posted and form.is_valid() and done(form, lambda: chosen.do(user, one, form.cleaned_data)):
        messages.success(request, _("Recorded."))
        return redirect("governance:request", one.pk)
    context = {"one": one, "form": form, "title": chosen.title, "button": chosen.button}
    return show(request, "act.html", context, one.child_id)


@require_POST
def step(request: HttpRequest, request_id: UUID, what: str) -> HttpResponse:
    """Gather what is held, or give the answer to a second person."""
    user = signed_in(request)
    one = queries.request_for(user, request_id)
    steps = {"prepare": actions.prepare, "send-for-review": actions.send_for_review}
    if what not in steps:
        raise NotFound("step")
    try:
        steps[what](by=user, request=one)
    except WrongState as error:
        tell(request, error)
    else:
        told = {
            "prepare": _("Everything that is held is gathered. Now decide each place."),
            "send-for-review": _("A second person has to read it now."),
        }
        messages.success(request, told[what])
    return redirect("governance:request", one.pk)


@get_and_post
def review(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The second person reads the answer as it would leave, and what is kept back; agrees or returns it."""
    user = signed_in(request)
    one = queries.request_for(user, request_id)
    if not queries.may_review(user, one):
        if request.method == "POST" and queries.was_reviewed(user, one):
            note_too_late(request, one, one.child_id)
            tell(request, WrongState(_("Nothing was saved: somebody else has answered this review already.")))
            return redirect("governance:request", one.pk)
        raise NotFound("review")
    returning = "return" in request.POST
    form = forms.ReturnForm(request.POST if returning else None)
    if returning:
        if form.is_valid() and done(
            form, lambda: actions.return_with_comments(by=user, request=one, comment=form.cleaned_data["comment"])
        ):
            messages.success(request, _("Returned to the information officer."))
            return redirect("governance:request", one.pk)
    elif request.method == "POST":
        try:
            actions.agree(by=user, request=one, sha256=request.POST.get("sha256", ""))
        except (Invalid, WrongState) as error:
            note_too_late(request, one, one.child_id)
            tell(request, error)
            return redirect("governance:request", one.pk)
        messages.success(request, _("Agreed. The information officer can give the answer now."))
        return redirect("governance:request", one.pk)
    return show(request, "review.html", {**presenters.review_page(one), "form": form}, one.child_id)


@confirm_identity
@require_http_methods(["GET", "POST"])
def answer_file(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The answer as a file to save."""
    return _file(request, request_id, "answer")


@confirm_identity
@require_http_methods(["GET", "POST"])
def log_file(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The log of what was kept back, for inside, as a file to save."""
    return _file(request, request_id, "log")


def _file(request: HttpRequest, request_id: UUID, what: str) -> HttpResponse:
    user = signed_in(request)
    one = queries.request_for(user, request_id)
    if one.gathered_at is None or not queries.may_read(user, one):
        raise NotFound("file")
    body = answer.answer_pdf(one) if what == "answer" else answer.log_pdf(one, clock.now())
    actions.note_download(by=user, request=one, what=what)
    return HttpResponse(
        body,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{answer.file_name(one, what)}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
