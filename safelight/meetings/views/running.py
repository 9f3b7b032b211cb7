"""The meeting's page: still to come, under way, or over; and one row of the plan at a time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from safelight.access.requests import signed_in
from safelight.children import pages
from safelight.core import clock
from safelight.core.conflicts import FieldConflict
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.meetings import actions, permissions, presenters, queries
from safelight.meetings.forms import PARTS_OF_PAGE, PartForm, RowForm
from safelight.meetings.presenters import differences
from safelight.meetings.states import State, WhatNow
from safelight.meetings.views.common import case_of, case_to_run, done, get_and_post, refused, show, to_meeting
from safelight.plans import queries as plans

# Ours: how long after its end people may still sit before the screen.
STILL_IN_THE_ROOM = timedelta(hours=1)


@get_and_post
def meeting(request: HttpRequest, meeting_id: UUID, child_id: UUID | None = None) -> HttpResponse:
    """One meeting, as it stands. A form of any of its parts is posted here."""
    user = signed_in(request)
    if child_id is None:
        whole = queries.whole(user, meeting_id)
        if whole.general is None:
            pages.note_view(request, "viewed:meetings:whole", whole.meeting)
            return render(request, "meetings/whole.html", presenters.whole_page(whole))
    if request.method == "POST":
        return _posted(request, case_to_run(request, child_id, meeting_id))
    return _page(request, case_of(request, child_id, meeting_id), {})


def _page(request: HttpRequest, case: queries.Case, bound: dict[str, PartForm]) -> HttpResponse:
    user = signed_in(request)
    state = case.meeting.state
    posted = next(iter(bound.values()), None)
    forms: dict[str, Any] = {name: bound.get(name) or form() for name, form in PARTS_OF_PAGE.items()}
    if case.closed_at is not None:
        if posted is None and _room_still_looks_on(request, case, user):
            return show(
                request, case, "closed_room.html", presenters.head(case, queries.attendees(case.meeting)), room=True
            )
        return show(request, case, "closed.html", presenters.closed_page(case, user) | {"forms": forms}, posted)
    if state in (State.PLANNED, State.CANCELLED) or not permissions.may_run(user, case):
        return show(request, case, "planned.html", presenters.planned_page(case, user))
    room = shown_to_room(request, case)
    context = presenters.running_page(case, room) | {"forms": forms, "volt_typed": request.POST.get("volt_kind", "")}
    return show(request, case, "meeting.html", context, posted, room=room)


def _room_still_looks_on(request: HttpRequest, case: queries.Case, user: Any) -> bool:
    """Whether the one who closed the meeting a moment ago may still show the screen to the room: no minutes then."""
    closed = case.closed_at is not None and clock.now() - case.closed_at < STILL_IN_THE_ROOM
    return closed and case.closed_by_id == user.pk and shown_to_room(request, case)


def shown_to_room(request: HttpRequest, case: queries.Case) -> bool:
    """Whether the screen is shown to the room: as was chosen, else whenever the family is there."""
    chosen = request.session.get(f"room-{case.meeting_id}")
    if chosen is None:
        return queries.family_is_here(queries.attendees(case.meeting))
    return bool(chosen)


def _posted(request: HttpRequest, case: queries.Case) -> HttpResponse:
    what = request.POST.get("what", "")
    if what == "open":
        try:
            actions.open_meeting(by=signed_in(request), case=case, now=clock.now())
        except WrongState as error:
            return refused(request, case, error)
        return to_meeting(case)
    if what in ("room", "mine"):
        request.session[f"room-{case.meeting_id}"] = what == "room"
        back = request.POST.get("row", "")
        return HttpResponseRedirect(presenters.row_url(case, pages.uuid_of(back))) if back else to_meeting(case)
    if what not in PARTS_OF_PAGE:  # a form without its button: nothing was asked for
        return _page(request, case, {})
    form = PARTS_OF_PAGE[what](request.POST)
    newest = _newest(case, what)
    if form.is_valid() and done(form, lambda: _ACTS[what](request, case, form.values())):
        if newest is not None and request.POST.get("seen") not in (None, str(newest.number)):
            messages.warning(
                request,
                _("%(who)s wrote something else here a moment ago. Both are kept; what was said last counts.")
                % {"who": newest.by.name},
            )
        return to_meeting(case, what.partition("_")[0])
    return _page(request, case, {what: form})


def _newest(case: queries.Case, what: str) -> Any:
    """What counted of a kind before this was saved."""
    return queries.written(case).newest(what) if what in _COUNTED else None


_COUNTED = frozenset({"level", "work", "contact", "disruption", "outcome", "next"})


def _say(request: HttpRequest, case: queries.Case, given: dict[str, Any], action: Any = None) -> None:
    speaker = given["speaker"].strip().casefold()
    people = queries.attendees(case.meeting)
    attendee = next((one for one in people if speaker in (one.name.casefold(), one.name_and_role.casefold())), None)
    actions.add_contribution(
        by=signed_in(request),
        case=case,
        words=given["words"],
        speaker=given["speaker"],
        attendee=attendee,
        action=action,
        police=given["police"],
        now=clock.now(),
    )


def _voice(whose: str) -> Callable[[HttpRequest, queries.Case, dict[str, Any]], None]:
    def record(request: HttpRequest, case: queries.Case, given: dict[str, Any]) -> None:
        actions.record_voice(by=signed_in(request), case=case, whose=whose, now=clock.now(), **given)

    return record


def _note(kind: str) -> Callable[[HttpRequest, queries.Case, dict[str, Any]], None]:
    def note(request: HttpRequest, case: queries.Case, given: dict[str, Any]) -> None:
        actions.note(by=signed_in(request), case=case, kind=kind, now=clock.now(), **given)

    return note


def _level(request: HttpRequest, case: queries.Case, given: dict[str, Any]) -> None:
    actions.review_level(by=signed_in(request), case=case, now=clock.now(), **given)


def _next(request: HttpRequest, case: queries.Case, given: dict[str, Any]) -> None:
    actions.set_next(by=signed_in(request), case=case, now=clock.now(), **given)


def _volt(request: HttpRequest, case: queries.Case, given: dict[str, Any]) -> None:
    actions.add_volt(by=signed_in(request), case=case, now=clock.now(), **given)


def _volt_out(request: HttpRequest, case: queries.Case, given: dict[str, Any]) -> None:
    entry = queries.entry(case, given["entry"]) if given["entry"] else None
    if entry is None:
        raise NotFound("entry")
    actions.take_out_volt(by=signed_in(request), case=case, entry=entry, why=given["why"], now=clock.now())


def _correct(request: HttpRequest, case: queries.Case, given: dict[str, Any]) -> None:
    actions.append_correction(by=signed_in(request), case=case, now=clock.now(), **given)


_ACTS: dict[str, Callable[[HttpRequest, queries.Case, dict[str, Any]], None]] = {
    "child": _voice("child"),
    "parents": _voice("parents"),
    "said": _say,
    "level": _level,
    "work": _note("work"),
    "disruption": _note("disruption"),
    "contact": _note("contact"),
    "outcome": _note("outcome"),
    "decision": _note("decision"),
    "next": _next,
    "volt": _volt,
    "volt_out": _volt_out,
    "correction": _correct,
}


@get_and_post
def row(request: HttpRequest, child_id: UUID, meeting_id: UUID, action_id: UUID) -> HttpResponse:
    """One row of the plan: what is said of it is added; its review is saved and the next row follows."""
    user = signed_in(request)
    case = case_to_run(request, child_id, meeting_id)
    action = plans.action_for(user, child_id, action_id)
    room = shown_to_room(request, case)
    if case.closed_at is not None or case.meeting.state != State.UNDER_WAY:
        return refused(request, case, WrongState(_("The meeting is not under way.")))
    if room and presenters.hidden_from_room(action):
        return to_meeting(case)  # without a word: others look on
    if request.method != "POST":
        context = presenters.row_page(case, action, user, room)
        form = RowForm(initial=_first(action, context["review"]))
        return show(request, case, "row.html", context, form, room=room)
    form = RowForm(request.POST)
    if not form.is_valid():
        return _row_again(request, case, action, form, room)
    if request.POST.get("what") == "say":
        return _said(request, case, action, form, room)
    return _reviewed(request, case, action, form, room)


def _first(action: Any, review: Any) -> dict[str, Any]:
    before = actions.row_values(action)
    return {
        "rag": action.rag,
        "what_now": review.what_now if review is not None else "",
        **{f"before_{name}": value for name, value in before.items()},
    }


def _said(request: HttpRequest, case: queries.Case, action: Any, form: RowForm, room: bool) -> HttpResponse:
    """Add what was said and stay on the row; what stands in its other boxes stays typed."""
    given = form.cleaned_data
    said = {"speaker": given["speaker"], "words": given["said"], "police": given["police"]}
    try:
        _say(request, case, said, action)
    except Invalid as error:
        form.refused(Invalid({"said" if field == "words" else field: text for field, text in error.errors.items()}))
    except WrongState as error:
        form.refused(error)
    else:
        typed = given["words"] or given["due_on"] or given["rag"] != given["before_rag"]
        if not typed and given["what_now"] in ("", WhatNow.CARRY_ON):
            return HttpResponseRedirect(presenters.row_url(case, action.pk) + "#what-was-said")
        form = RowForm(initial={**given, "said": "", "police": False})
    return _row_again(request, case, action, form, room)


def _reviewed(request: HttpRequest, case: queries.Case, action: Any, form: RowForm, room: bool) -> HttpResponse:
    given = form.cleaned_data
    found: list[actions.Reviewed] = []
    keep_state = request.POST.get("keep-state") == "theirs"
    if request.POST.get("what") == "choose":
        given, missing = differences.chosen(request.POST, given, action)
        if missing:
            return _choose(request, case, action, given, differences.waiting(request.POST, action), missing, room)

    def review() -> None:
        if given["said"].strip():  # what stands in the box of who is speaking is never lost
            _say(
                request,
                case,
                {"speaker": given["speaker"], "words": given["said"], "police": given["police"]},
                action,
            )
        before = actions.row_values(action) if request.POST.get("what") == "choose" else form.before()
        found.append(
            actions.review_row(
                by=signed_in(request),
                case=case,
                action=action,
                what_now=given["what_now"] or WhatNow.CARRY_ON,
                rag=given["rag"],
                words=given["words"],
                due_on=given["due_on"],
                before=before,
                keep_state=keep_state,
                now=clock.now(),
            )
        )

    try:
        review()
    except Invalid as error:
        names = {"state": "what_now", "text": "words"}
        form.refused(Invalid({names.get(field, field): text for field, text in error.errors.items()}))
        return show(
            request, case, "row.html", presenters.row_page(case, action, signed_in(request), room), form, room=room
        )
    except WrongState as error:
        form.refused(error)
        return show(
            request, case, "row.html", presenters.row_page(case, action, signed_in(request), room), form, room=room
        )
    if found[0].conflicts:
        return _choose(request, case, action, given, found[0].conflicts, {}, room)
    return HttpResponseRedirect(presenters.next_row_url(case, action, room))


def _row_again(request: HttpRequest, case: queries.Case, action: Any, form: RowForm, room: bool) -> HttpResponse:
    """The row's page once more, with what was typed."""
    context = presenters.row_page(case, action, signed_in(request), room)
    return show(request, case, "row.html", context, form, room=room)


def _choose(
    request: HttpRequest,
    case: queries.Case,
    action: Any,
    given: dict[str, Any],
    conflicts: tuple[FieldConflict, ...],
    missing: dict[str, str],
    room: bool,
) -> HttpResponse:
    """Somebody else reviewed the row first: before, theirs and mine, and a choice. Nothing was saved yet (BE-08)."""
    context = differences.page(case, action, given, conflicts, missing)
    return show(request, case, "differences.html", context, room=room)
