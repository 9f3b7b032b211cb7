"""Messages from outside, for those who answer them; and the ways in, for administrators."""

from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access import permissions
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children.forms import PlainForm
from safelight.children.pages import done, note_view
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.front_door import actions, queries
from safelight.front_door.forms import DOOR_AT_FIRST, CloseForm, DoorForm, LogForm, ReplyForm
from safelight.front_door.presenters import messages as presenters

LISTED = 200


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """What came in, the newest first; the words stand on each message's own page."""
    user = signed_in(request)
    permissions.check(user, Permission.ANSWER_FRONT_DOOR)
    state = request.GET.get("state", "")
    state = state if state in presenters.STATES else ""
    found = queries.listed(user)
    shown = list((found.filter(state=state) if state else found)[: LISTED + 1])
    door = queries.door_of(user.partnership_id)
    note_view(request, "messages.listed")
    context = {
        "rows": presenters.rows(shown[:LISTED], door, clock.now()),
        "more": len(shown) > LISTED,
        "filters": presenters.filters(reverse("front_door:messages"), state),
        "is_open": door is not None and door.is_open,
    }
    return render(request, "front_door/messages.html", context)


@require_safe
def unread(request: HttpRequest) -> HttpResponse:
    """For those above the readers: that messages wait, and whom to ring (HZ-10). No words of any message."""
    user = signed_in(request)
    if user.pk not in {person.pk for person in queries.chasers(user.partnership_id)}:
        raise NotFound("not above the readers")
    note_view(request, "messages.unread-listed")
    door = queries.door_of(user.partnership_id)
    return render(request, "front_door/unread.html", presenters.unread(door, user, clock.now()))


@require_safe
def message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One message, with what was done about it. An unread one is opened by a button: then the clock stops."""
    return _page(request, message_id)


def _page(request: HttpRequest, message_id: UUID, bound: PlainForm | None = None) -> HttpResponse:
    user = signed_in(request)
    found = queries.get(user, message_id)
    note_view(request, "message.viewed", found)
    forms = {
        "log_form": LogForm(initial={"about": presenters.about_words(found)}),
        "reply_form": ReplyForm(initial={"way": found.safe_way, "replied_at": clock.now()}),
        "close_form": CloseForm(),
    }
    if bound is not None:
        name = {LogForm: "log_form", ReplyForm: "reply_form", CloseForm: "close_form"}[type(bound)]
        forms[name] = bound
    context: dict[str, Any] = {
        **presenters.page(found, queries.replies(found), queries.door_of(user.partnership_id), user),
        **forms,
        "errors": bound.error_links() if bound is not None else [],
    }
    return render(request, "front_door/message.html", context, status=422 if bound is not None else 200)


@require_POST
def read(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Read it: from now on it counts as read, by this person."""
    user = signed_in(request)
    actions.read(by=user, message=queries.get(user, message_id))
    return redirect("front_door:message", message_id)


def _version(request: HttpRequest) -> int:
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 9 else 0


@require_POST
def concern(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Log it as a concern; then find the child it is about."""
    user = signed_in(request)
    found = queries.get(user, message_id)
    form = LogForm(request.POST)
    made: list[Any] = []
    if form.is_valid() and done(
        form,
        lambda: made.append(
            actions.log_as_concern(by=user, message=found, version=_version(request), **form.cleaned_data)
        ),
    ):
        notices.success(request, _("The concern is logged. Find the child it is about, if there is a record."))
        return redirect("children:concern", made[0].pk)
    return _page(request, message_id, form)


@require_POST
def answer(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Record how the sender was answered."""
    user = signed_in(request)
    found = queries.get(user, message_id)
    form = ReplyForm(request.POST)
    if form.is_valid() and done(
        form, lambda: actions.reply(by=user, message=found, version=_version(request), **form.cleaned_data)
    ):
        notices.success(request, _("Recorded."))
        return redirect("front_door:message", message_id)
    return _page(request, message_id, form)


@require_POST
def close(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Close it with a reason."""
    user = signed_in(request)
    found = queries.get(user, message_id)
    form = CloseForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: actions.close(
            by=user, message=found, reason=form.cleaned_data["closed_reason"], version=_version(request)
        ),
    ):
        notices.success(request, _("Closed. It is kept, and can still be logged as a concern."))
        return redirect("front_door:messages")
    return _page(request, message_id, form)


@require_http_methods(["GET", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Whether people without an account can send messages here, and when they are read."""
    user = signed_in(request)
    permissions.check(user, Permission.MANAGE_USERS)
    found = queries.door_of(user.partnership_id)
    names = ("is_open", "code", "opens_at", "closes_at", "exit_url")
    initial = {name: getattr(found, name) for name in names} if found is not None else DOOR_AT_FIRST
    form = DoorForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        values = {name: form.cleaned_data[name] for name in names}
        if done(form, lambda: actions.set_door(by=user, version=_version(request), **values)):
            notices.success(request, _("Saved."))
            return redirect("front_door:door")
    context = {
        "form": form,
        "version": found.version if found is not None else 0,
        "address": request.build_absolute_uri(reverse("front_door:choose", args=[found.code])) if found else "",
        "is_open": found is not None and found.is_open,
        "readers": [person.name_and_role for person in queries.readers(user.partnership_id)],
        "errors": form.error_links() if form.is_bound else [],
    }
    return render(request, "front_door/door.html", context, status=422 if form.is_bound else 200)
