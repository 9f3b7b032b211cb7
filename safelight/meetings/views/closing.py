"""Closing a meeting, and calling one off."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from safelight.access.requests import signed_in
from safelight.core import clock
from safelight.core.errors import Invalid, WrongState
from safelight.meetings import actions, presenters
from safelight.meetings.forms import WhyForm
from safelight.meetings.states import State
from safelight.meetings.views.common import (
    case_to_run,
    done,
    get_and_post,
    refused,
    show,
    shown_to_room,
    to_meeting,
)


@get_and_post
def close(request: HttpRequest, meeting_id: UUID, child_id: UUID | None = None) -> HttpResponse:
    """What is open is asked with a reason for each; then the meeting is closed, and everything follows at once."""
    case = case_to_run(request, child_id, meeting_id)
    if case.closed_at is not None or case.meeting.state != State.UNDER_WAY:
        return refused(request, case, WrongState(_("The meeting is not under way.")))
    room = shown_to_room(request, case)
    context = presenters.closing_page(case, room)
    if room:  # what is missing may be what the room must not read of: it is asked when only the chair sees the screen
        return show(request, case, "close_room.html", context, room=True)
    whys = {name.removeprefix("why-"): text for name, text in request.POST.dict().items() if name.startswith("why-")}
    sentences: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = actions.close(by=signed_in(request), case=case, whys=whys, now=clock.now())
        except Invalid as error:
            sentences = error.errors
        except WrongState as error:
            sentences = {"": str(error)}
        else:
            messages.success(request, _("Closed. The minutes are ready, and the copies wait to be looked at and sent."))
            return to_meeting(made.case)
    links = [{"text": text, "href": f"#{name}"} if name else {"text": text} for name, text in sentences.items()]
    response = show(request, case, "close.html", context | {"whys": whys, "sentences": sentences, "errors": links})
    response.status_code = 422 if sentences else 200
    return response


@get_and_post
def cancel(request: HttpRequest, meeting_id: UUID, child_id: UUID | None = None) -> HttpResponse:
    """Call it off, with a reason."""
    case = case_to_run(request, child_id, meeting_id)
    if case.meeting.state not in (State.PLANNED, State.UNDER_WAY):
        return refused(request, case, WrongState(_("This meeting is over.")))
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if done(form, lambda: actions.cancel(by=signed_in(request), case=case, why=why, now=clock.now())):
            messages.success(request, _("Called off. Tell the people who were asked."))
            return to_meeting(case)
    room = shown_to_room(request, case)
    return show(request, case, "cancel.html", {"to": presenters.addresses(case)}, form, room=room)
