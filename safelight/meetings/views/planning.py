"""When and where, who is asked and who came, and the calendar file."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from safelight.access.requests import signed_in
from safelight.children import pages
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.meetings import actions, presenters, queries
from safelight.meetings.calendar_file import calendar_file
from safelight.meetings.forms import GuestForm, WhenForm
from safelight.meetings.states import Part, State
from safelight.meetings.views.common import case_to_run, done, get_and_post, refused, show, shown_to_room
from safelight.meetings.views.lists import when_of


@get_and_post
def people(request: HttpRequest, meeting_id: UUID, child_id: UUID | None = None) -> HttpResponse:
    """Who is asked, and whether they came."""
    case = case_to_run(request, child_id, meeting_id)
    family = case.meeting.child_id is not None
    posted = request.POST if request.method == "POST" else None
    form = GuestForm(posted, initial={"part": "professional"}, family=family)
    room = shown_to_room(request, case)
    typed = posted is not None and any(posted.get(name, "").strip() for name in ("name", "role", "agency"))
    if posted is not None and _kept(request, case, form if typed or posted.get("what") == "guest" else None):
        return redirect(presenters.addresses(case)["people"])
    if posted is not None and form.is_valid():
        form = GuestForm(initial=form.cleaned_data, family=family)
    return show(request, case, "people.html", presenters.people_page(case) | {"room": room}, form, room=room)


def _kept(request: HttpRequest, case: queries.Case, guest: GuestForm | None) -> bool:
    """Keep all that stands on the page, whichever button was pressed: who came, who was ticked, and somebody typed.
    False where who was typed can't be kept yet; the rest is kept all the same."""
    user, now = signed_in(request), clock.now()
    try:
        actions.record_attendance(by=user, case=case, presence=_presence(request), now=now)
        guests = _chosen(request, case)
        if guests and actions.invite(by=user, case=case, guests=guests, now=now):
            messages.success(request, _("They stand on the list. Tell them yourself: nothing was sent."))
        elif request.POST.get("what") == "presence":
            messages.success(request, _("Kept."))
    except (Invalid, WrongState) as error:
        messages.warning(request, str(error))
    if guest is None:
        return True
    if not guest.is_valid():
        return False
    made = actions.Guest(**guest.cleaned_data)
    return done(guest, lambda: actions.invite(by=user, case=case, guests=[made], now=now))


def _presence(request: HttpRequest) -> dict[UUID, str]:
    """Who was said to have come or not, of those where something else was chosen than stood there: two people may each
    tick their own side of the room."""
    posted = {name.removeprefix("presence-"): value for name, value in request.POST.items() if name[:9] == "presence-"}
    return {
        pages.uuid_of(key): str(value)
        for key, value in posted.items()
        if value and value != request.POST.get(f"was-{key}", "")
    }


def _chosen(request: HttpRequest, case: queries.Case) -> list[actions.Guest]:
    """The people who were ticked, each from the list that the page offered."""
    if case.child is None:
        return []
    workers, around = queries.invited_people(case.child)
    persons = {str(person.pk): person for person in around}
    users = {str(pk): user for pk, user in workers.items()}
    guests = []
    for chosen in request.POST.getlist("people"):
        kind, _dash, key = chosen.partition("-")
        if chosen == "child":
            guests.append(actions.Guest(part=Part.CHILD))
        elif kind == "user" and key in users:
            guests.append(actions.Guest(user=users[key]))
        elif kind == "person" and key in persons:
            guests.append(actions.Guest(person=persons[key]))
        else:
            raise NotFound("nobody of that name")
    return guests


@get_and_post
def change(request: HttpRequest, meeting_id: UUID, child_id: UUID | None = None) -> HttpResponse:
    """Change when and where."""
    case = case_to_run(request, child_id, meeting_id)
    meeting = case.meeting
    if meeting.state != State.PLANNED:
        return refused(request, case, WrongState(_("This meeting has begun or is over.")))
    first = {name: getattr(meeting, name) for name in ("starts_at", "lasts", "place", "link", "purpose")}
    form = WhenForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        when = when_of(form.cleaned_data)
        if done(form, lambda: _change(request, case, when)):
            messages.success(request, _("Changed. Tell the people who are asked."))
            return redirect(presenters.addresses(case)["meeting"])
    context = {"to": presenters.addresses(case), "version": request.POST.get("version") or meeting.version}
    return show(request, case, "change.html", context, form)


def _change(request: HttpRequest, case: queries.Case, when: actions.When) -> None:
    text = request.POST.get("version", "")
    version = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    actions.change_when(by=signed_in(request), case=case, when=when, version=version, now=clock.now())


@require_GET
def calendar(request: HttpRequest, meeting_id: UUID, child_id: UUID | None = None) -> HttpResponse:
    """The meeting as a calendar file that names nobody."""
    case = case_to_run(request, child_id, meeting_id)
    meeting = case.meeting
    pages.note_view(request, "downloaded:meeting.ics", meeting, case.child)
    body = calendar_file(
        reference=meeting.reference,
        starts_at=meeting.starts_at,
        lasts=meeting.lasts,
        made_at=clock.now(),
        changed=meeting.version,
        cancelled=meeting.state == State.CANCELLED,
        summary=_("Meeting"),
    )
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="safelight-meeting-{meeting.reference}.ics"',
            "X-Content-Type-Options": "nosniff",
        },
    )
