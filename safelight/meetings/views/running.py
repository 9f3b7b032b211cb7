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
from safelight.core.errors import Invalid, WrongState
from safelight.meetings import actions, permissions, presenters, queries
from safelight.meetings.forms import (
    HIDDEN_FROM_ROOM,
    PartForm,
    RowForm,
    VoltForm,
    VoltOutForm,
    is_for_police,
    page_forms,
)
from safelight.meetings.presenters import differences
from safelight.meetings.states import State, WhatNow
from safelight.meetings.views.common import (
    ask_who_sees,
    case_of,
    case_to_run,
    done,
    get_and_post,
    keep_who_sees,
    refused,
    says_who_sees,
    show,
    shown_to_room,
    to_meeting,
    typed_of,
)
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


def _page(
    request: HttpRequest, case: queries.Case, typed: dict[str, PartForm], refused_form: PartForm | None = None
) -> HttpResponse:
    """The meeting as it stands. ``typed`` are the parts with something in their boxes, which stay as they are;
    ``refused_form`` is one of them that could not be saved."""
    user = signed_in(request)
    state = case.meeting.state
    forms = page_forms(None, _entry_ids(case)) | typed
    if case.closed_at is not None:
        if _room_still_looks_on(request, case, user):
            context = presenters.head(case, queries.attendees(case.meeting)) | {"typed": typed_of(request)}
            return show(request, case, "closed_room.html", context, room=True)
        context = presenters.closed_page(case, user) | {"forms": forms, "left": presenters.left_typed(typed, case)}
        return show(request, case, "closed.html", context, refused_form)
    if state in (State.PLANNED, State.CANCELLED) or not permissions.may_run(user, case):
        return show(request, case, "planned.html", presenters.planned_page(case, user))
    room = shown_to_room(request, case)
    context = presenters.running_page(case, room) | {"forms": forms, "waiting": presenters.waiting(typed, case)}
    return show(request, case, "meeting.html", context, refused_form, room=room)


def _entry_ids(case: queries.Case) -> list[str]:
    return [str(entry.pk) for entry in queries.written(case).standing_volt]


def _room_still_looks_on(request: HttpRequest, case: queries.Case, user: Any) -> bool:
    """Whether the screen may still be shown to the room of a meeting that was closed a moment ago, by the one who
    closed it or by another who showed it: no minutes then."""
    closed = case.closed_at is not None and clock.now() - case.closed_at < STILL_IN_THE_ROOM
    shown = case.closed_by_id == user.pk or says_who_sees(request, case)
    return closed and shown and shown_to_room(request, case)


def _posted(request: HttpRequest, case: queries.Case) -> HttpResponse:
    """Do what the button says. Whatever else stands typed on the page stays there: nothing typed is lost."""
    what = request.POST.get("what", "")
    if what == "open":
        return _begin(request, case)
    typed = {name: form for name, form in page_forms(request.POST, _entry_ids(case)).items() if form.is_typed()}
    if what in ("room", "mine"):
        return _who_sees(request, case, what, typed)
    if what in ("enter", "close", "rows"):  # all that is typed, then on
        return _save_all(request, case, typed, what)
    form = typed.get(what) or page_forms(request.POST, _entry_ids(case)).get(what)
    if form is None:  # a form without its button: nothing was asked for
        return _page(request, case, {name: other.kept() for name, other in typed.items()})
    others = {name: other.kept() for name, other in typed.items() if name != what}
    if not _saved(request, case, form):
        return _page(request, case, {**others, what: form}, form)
    return _page(request, case, others) if others else to_meeting(case, _anchor(what))


def _anchor(what: str) -> str:
    return "volt" if what.startswith("volt") else what


def _begin(request: HttpRequest, case: queries.Case) -> HttpResponse:
    """Begin it; whoever begins it days before its time is asked first."""
    early = request.POST.get("early") == "yes"
    try:
        actions.open_meeting(by=signed_in(request), case=case, now=clock.now(), early=early)
    except Invalid:
        return show(request, case, "early.html", presenters.head(case, queries.attendees(case.meeting)))
    except WrongState as error:
        return refused(request, case, error)
    return to_meeting(case)


def _who_sees(request: HttpRequest, case: queries.Case, what: str, typed: dict[str, PartForm]) -> HttpResponse:
    """Show the screen to the room, or, after one more question, to nobody but who writes (HZ-08)."""
    kept = {name: form.kept() for name, form in typed.items()}
    if what == "room":
        secret = [name for name, form in kept.items() if name.startswith(HIDDEN_FROM_ROOM) or is_for_police(form)]
        if secret:
            messages.warning(request, _("Not shown to the room yet: first keep or clear what the room must not read."))
            return _page(request, case, kept)
    elif request.POST.get("sure") != "yes":
        return ask_who_sees(request, case, presenters.addresses(case)["meeting"])
    keep_who_sees(request, case, what)
    if request.POST.get("back") == "close":
        return HttpResponseRedirect(presenters.addresses(case)["close"])
    return _page(request, case, kept) if kept else to_meeting(case)


def _save_all(request: HttpRequest, case: queries.Case, typed: dict[str, PartForm], then: str) -> HttpResponse:
    """Save every part that is typed; one that can't be saved stays, with what it lacks."""
    left = {name: form for name, form in typed.items() if not _saved(request, case, form)}
    if left:
        return _page(request, case, left, next(iter(left.values())))
    if then == "close":
        return HttpResponseRedirect(presenters.addresses(case)["close"])
    if then == "rows":
        return HttpResponseRedirect(presenters.first_row_url(case, shown_to_room(request, case)))
    return to_meeting(case, _anchor(next(iter(typed), "")))


def _saved(request: HttpRequest, case: queries.Case, form: PartForm) -> bool:
    """Save one part; False where it can't be, with the reason in the form."""
    newest = _newest(case, form.what)
    if not form.is_valid() or not done(form, lambda: _act(request, case, form)):
        return False
    if newest is not None and request.POST.get(f"seen-{form.what}") not in (None, str(newest.number)):
        messages.warning(
            request,
            _("%(who)s wrote something else here a moment ago. Both are kept; what was said last counts.")
            % {"who": newest.by.name},
        )
    return True


def _act(request: HttpRequest, case: queries.Case, form: PartForm) -> None:
    if isinstance(form, VoltForm):
        actions.add_volt(by=signed_in(request), case=case, kind=form.kind, now=clock.now(), **form.values())
    elif isinstance(form, VoltOutForm):
        entry = queries.entry(case, form.entry)
        why = form.cleaned_data["volt_out_why"]
        actions.take_out_volt(by=signed_in(request), case=case, entry=entry, why=why, now=clock.now())
    else:
        _ACTS[form.what](request, case, form.values())


def _newest(case: queries.Case, what: str) -> Any:
    """What counted of a kind before this was saved."""
    return queries.written(case).newest(what) if what in _COUNTED else None


_COUNTED = frozenset({"level", "work", "contact", "disruption", "outcome", "next"})


def _say(request: HttpRequest, case: queries.Case, given: dict[str, Any], action: Any = None) -> None:
    attendee = queries.speaking(given["speaker"], queries.attendees(case.meeting))
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
    if room and presenters.is_hidden_from_room(case, action):
        return to_meeting(case)  # without a word: others look on
    if request.method != "POST":
        context = presenters.row_page(case, action, user, room)
        form = RowForm(initial=_first(action, context["review"]))
        return show(request, case, "row.html", context, form, room=room)
    form = RowForm(request.POST)
    if not form.is_valid():
        return _row_again(request, case, action, form, room)
    what = request.POST.get("what")
    if what in ("room", "mine"):
        return _who_sees_row(request, case, action, form, what)
    if what == "stay":
        return _row_again(request, case, action, form, room)
    if what == "close":
        if form.is_typed():
            messages.warning(request, _("Save the row first, or clear what you typed. Nothing was lost."))
            return _row_again(request, case, action, form, room)
        return HttpResponseRedirect(presenters.addresses(case)["close"])
    if what == "say":
        return _said(request, case, action, form, room)
    return _reviewed(request, case, action, form, room)


def _who_sees_row(request: HttpRequest, case: queries.Case, action: Any, form: RowForm, what: str) -> HttpResponse:
    """The same question on a row's page; what is typed stays, and a row that the room must not read is left first."""
    if what == "mine" and request.POST.get("sure") != "yes":
        return ask_who_sees(request, case, presenters.row_url(case, action.pk))
    hidden = what == "room" and presenters.is_hidden_from_room(case, action)
    if what == "room" and (is_for_police(form) or (hidden and form.is_typed())):
        messages.warning(request, _("Not shown to the room yet: first keep or clear what the room must not read."))
        return _row_again(request, case, action, form, shown_to_room(request, case))
    keep_who_sees(request, case, what)
    if hidden:
        return to_meeting(case)
    if not form.is_typed():
        return HttpResponseRedirect(presenters.row_url(case, action.pk))
    return _row_again(request, case, action, RowForm(initial=form.cleaned_data), what == "room")


def _first(action: Any, review: Any) -> dict[str, Any]:
    before = actions.row_values(action)
    return {
        "rag": review.rag if review is not None else "",
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
        if not (given["words"] or given["due_on"] or given["rag"] or given["what_now"] not in ("", WhatNow.CARRY_ON)):
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
                rag=given["rag"] or before["rag"],
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
