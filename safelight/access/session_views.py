"""Where somebody is signed in, and how long this session still lasts."""

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from safelight.access import actions, remembered, sessions
from safelight.access.headers import forget
from safelight.access.reauthentication import confirm_identity
from safelight.access.requests import signed_in
from safelight.core import clock
from safelight.core.errors import NotFound


@require_safe
def own_sessions(request: HttpRequest) -> HttpResponse:
    """The browsers in which this person is signed in."""
    user = signed_in(request)
    context = {
        "open": sessions.open_sessions(user, request.session.session_key),
        "remembered": remembered.of(user, clock.now()),
    }
    return render(request, "access/sessions.html", context)


@require_POST
def forget_device(request: HttpRequest) -> HttpResponse:
    """From now on this browser (``device``) asks for the second factor again."""
    remembered.forget(by=signed_in(request), device_id=request.POST.get("device", ""), now=clock.now())
    return redirect("access:sessions")


@confirm_identity
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one other session (``number``), or every other one; with ``everywhere`` this one too.

    Asks who one is: whoever finds an open browser does not shut its owner out everywhere else.
    """
    user, here = signed_in(request), request.session.session_key
    number = request.POST.get("number", "")
    if number:
        if not number.isdigit() or not actions.end_sessions(by=user, number=int(number), but=here):
            raise NotFound("session")
        return redirect("access:sessions")
    actions.end_sessions(by=user, but=here)
    if not request.POST.get("everywhere"):
        return redirect("access:sessions")
    sessions.end_here(request)
    actions.note_sign_in(user=user, action="sign-out")
    auth.logout(request)
    return forget(redirect("access:sign_in"))


@require_safe
def seconds_left(request: HttpRequest) -> HttpResponse:
    """How long this session lasts if nothing is done. Asking is nothing done."""
    signed_in(request)
    return JsonResponse({"seconds": max(0, int(sessions.seconds_left(request)))})


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """The person is still there: ``IdleSessions`` has noted it before this is reached."""
    signed_in(request)
    return HttpResponse(status=204)
