"""One's own reminders, the calendar feed, and whether what runs by itself still does."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safelight.access import permissions
from safelight.access.limits import allow
from safelight.access.requests import client_address, signed_in
from safelight.access.roles import Permission
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.core.scope import partnership_scope
from safelight.reminders import actions, counting, feed, heartbeat, queries, words

# Telephones ask every quarter of an hour; an office shares one address.
MOST_OF_ONE, MOST_FROM_ONE, WITHIN = 30, 300, timedelta(hours=1)


@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """The daily e-mail and the calendar of the person signed in."""
    user = signed_in(request)
    token = ""
    if request.method == "POST":
        what = request.POST.get("what")
        if what == "calendar":
            token = actions.make_calendar(by=user, now=clock.now())
        elif what == "end":
            actions.end_calendar(by=user)
            messages.success(request, _("The calendar’s address opens nothing any more."))
            return redirect("reminders:own")
        elif what == "digest":
            actions.choose_digest(by=user, on=request.POST.get("on") == "yes")
            messages.success(request, _("Saved."))
            return redirect("reminders:own")
    path = reverse("reminders:calendar", args=[token]) if token else ""
    context: dict[str, Any] = {
        "own": queries.own(user),
        "address": settings.ADDRESS.rstrip("/") + path if path else "",
        "example": words.things(2),
    }
    return render(request, "reminders/own.html", context)


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's feed, for whoever has its address: numbers by day. Anything else looks as if it never was."""
    now = clock.now()
    if not allow(what="calendar", who=client_address(request), at_most=MOST_FROM_ONE, within=WITHIN, now=now):
        raise NotFound("asked too often")
    found = queries.of_calendar(token)
    if not allow(what="calendar of", who=str(found.pk), at_most=MOST_OF_ONE, within=WITHIN, now=now):
        raise NotFound("asked too often")
    user = found.user
    with partnership_scope(user.partnership_id), translation.override(user.language):
        due = counting.due_from(user, now)
        content = feed.feed(due, now=now, own_id=found.pk.hex, address=words.my_work_address(), words=words.things)
        actions.note_calendar_read(user)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="safelight.ics"'
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """For administrators: when each part was last well, and how much stands in the outbox."""
    user = signed_in(request)
    permissions.check(user, Permission.MANAGE_USERS)
    return render(request, "reminders/running.html", {"state": queries.running(user.partnership, clock.now())})


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For the machine that watches this one: two words, and 503 while something is silent."""
    silent = heartbeat.silent(clock.now())
    said = f"{silent[0]} silent" if silent else "all well"
    return HttpResponse(said, status=503 if silent else 200, content_type="text/plain; charset=utf-8")
