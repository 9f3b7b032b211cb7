"""What the schedule says may go, what must stay, and two people who decide."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safelight.access import permissions
from safelight.access.reauthentication import confirm_identity
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children.pages import done
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.governance import actions, forms, presenters, queries
from safelight.governance import schedule as schedules
from safelight.governance.pages import show, tell

get_and_post = require_http_methods(["GET", "POST"])


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """Records whose time has come, what waits for a second person, holds, and the schedule in force."""
    user = signed_in(request)
    manages = user.may(Permission.MANAGE_RETENTION)
    if not manages and not user.may(Permission.AGREE_DISPOSAL):
        raise NotFound("retention")
    today = clock.today()
    adopted = queries.schedule_in_force(user.partnership, today)
    context = {
        "manages": manages,
        "due": presenters.due_rows(user, today) if manages else [],
        "proposals": presenters.proposal_rows(user),
        "holds": list(queries.holds(user)),
        "schedule": schedules.of_content(adopted.content) if adopted else None,
        "adopted": adopted,
    }
    return show(request, "retention.html", context)


@get_and_post
def decide(request: HttpRequest, kind: str, record_id: UUID) -> HttpResponse:
    """Keep a record until a day, or propose that it goes."""
    user = signed_in(request)
    permissions.check(user, Permission.MANAGE_RETENTION)
    today = clock.today()
    due = next(
        (each for each in queries.due_for_disposal(user.partnership, today) if each.record_id == record_id), None
    )
    if due is None or due.kind != kind:
        raise NotFound("record")
    posted = request.method == "POST"
    form = forms.KeepForm(request.POST if posted else None)

    def act() -> None:
        given = form.cleaned_data
        if given["decision"] == "dispose":
            actions.propose_disposal(by=user, kind=kind, record_id=record_id, reason=given["reason"])
        elif given["until"] is None:
            raise Invalid({"until": _("Enter the day until which it is kept")})
        else:
            actions.keep(by=user, kind=kind, record_id=record_id, until=given["until"], reason=given["reason"])

    if posted and form.is_valid() and done(form, act):
        messages.success(request, _("Recorded."))
        return redirect("governance:retention")
    row = next(row for row in presenters.due_rows(user, today) if row["reference"] == due.reference)
    return show(request, "decide.html", {"form": form, "row": row}, record_id if kind == "child" else None)


@confirm_identity
@get_and_post
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """The second person agrees that a record goes, or says why it should stay."""
    user = signed_in(request)
    one = queries.proposal_for(user, proposal_id)
    declining = "decline" in request.POST
    form = forms.DeclineForm(request.POST if declining else None)
    if declining:
        if form.is_valid() and done(
            form, lambda: actions.decline_disposal(by=user, proposal=one, why=form.cleaned_data["why"])
        ):
            messages.success(request, _("It stays."))
            return redirect("governance:retention")
    elif "agree" in request.POST:
        try:
            gone = actions.agree_disposal(by=user, proposal=one)
        except WrongState as error:
            tell(request, error)
        else:
            rows = sum(gone.counts.values())
            messages.success(request, _("Disposed of: %(n)d rows. A note without any content stays.") % {"n": rows})
        return redirect("governance:retention")
    context: dict[str, Any] = {
        "form": form,
        "one": one,
        "mine": one.by_id == user.pk,
        "reference": queries.record_reference(one.kind, one.record_id),
    }
    return show(request, "proposal.html", context)


@get_and_post
def hold(request: HttpRequest) -> HttpResponse:
    """Keep a record whatever the schedule says."""
    user = signed_in(request)
    permissions.check(user, Permission.MANAGE_RETENTION)
    posted = request.method == "POST"
    form = forms.HoldForm(request.POST if posted else None)
    if posted and form.is_valid() and done(form, lambda: actions.place_hold(by=user, **form.cleaned_data)):
        messages.success(request, _("The record is held."))
        return redirect("governance:retention")
    return show(request, "simple.html", {"form": form, "title": _("Hold a record"), "button": _("Hold it")})


@get_and_post
def lift(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Lift a hold that somebody else placed."""
    user = signed_in(request)
    permissions.check(user, Permission.MANAGE_RETENTION)
    found = queries.hold_for(user, hold_id)
    posted = request.method == "POST"
    form = forms.LiftForm(request.POST if posted else None)
    if posted and form.is_valid() and done(form, lambda: actions.lift_hold(by=user, hold=found, **form.cleaned_data)):
        messages.success(request, _("The hold is lifted."))
        return redirect("governance:retention")
    return show(request, "simple.html", {"form": form, "title": _("Lift a hold"), "button": _("Lift it")})


@get_and_post
def schedule(request: HttpRequest) -> HttpResponse:
    """Take up a retention schedule from a day."""
    user = signed_in(request)
    permissions.check(user, Permission.MANAGE_RETENTION)
    posted = request.method == "POST"
    choices = [(code, each.schedule.title) for code, each in schedules.released().items()]
    form = forms.ScheduleForm(choices, request.POST if posted else None, initial={"from_date": clock.today()})

    def act() -> None:
        given = form.cleaned_data
        actions.adopt_schedule(by=user, schedule_id=given["schedule"], from_date=given["from_date"])

    if posted and form.is_valid() and done(form, act):
        messages.success(request, _("The schedule counts from that day."))
        return redirect("governance:retention")
    return show(request, "simple.html", {"form": form, "title": _("Take up a schedule"), "button": _("Take it up")})
