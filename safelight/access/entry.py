"""The steps of signing in that every way in shares: limits, the second factor that is owed, the session's beginning."""

from datetime import timedelta

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from safelight.access import actions, limits, queries, remembered, second_factors, sessions
from safelight.access.middleware import known_browser, remember_who
from safelight.access.models import User
from safelight.access.requests import client_address
from safelight.core import clock
from safelight.core.scope import narrow

BACKEND = "safelight.access.backend.EmailBackend"

WITHIN = timedelta(minutes=15)
# Many people of one office have one address.
TRIES_OF_ADDRESS = 300
TRIES_OF_ACCOUNT = 10


def too_many(request: HttpRequest, *, email: str = "", user: User | None = None) -> HttpResponse | None:
    """The page "too many tries", with the time at which to try again, or None; counts this try.

    By address, and by account. A browser in which the person themselves signed in last is counted apart, so that a
    stranger who guesses at an account shuts nobody out where they work. Unknown accounts are counted in the same way.
    """
    now = clock.now()
    who, what = (str(user.pk), "code") if user is not None else (email.strip().lower(), "sign in")
    if user is None and known_browser(request, email):
        what = "sign in where known"
    allowed = limits.allow(
        what="sign in from", who=client_address(request), at_most=TRIES_OF_ADDRESS, within=WITHIN, now=now
    ) and limits.allow(what=what, who=who, at_most=TRIES_OF_ACCOUNT, within=WITHIN, now=now)
    if allowed:
        return None
    known = user or queries.user_by_email(who)
    if known is not None:
        actions.note_sign_in(user=known, action="sign-in.too-many", refused=True)
    again = limits.allowed_again(within=WITHIN, now=now)
    response = render(request, "access/too_many.html", {"again": again}, status=429)
    response.headers["Retry-After"] = str(int((again - now).total_seconds()) + 1)
    return response


def awaited(request: HttpRequest) -> tuple[User | None, str]:
    """Whose second factor is awaited in this browser, and where they were going."""
    user_id, goal = sessions.held(request) or ("", "/")
    user = queries.user_by_id(user_id) if user_id else None
    if user is not None:
        narrow(user.partnership_id)
    return user, goal


def enter(request: HttpRequest, user: User, goal: str, *, factor: str = "") -> HttpResponse:
    """Somebody has shown who they are. ``factor``: the second factor that this way in has shown with it."""
    narrow(user.partnership_id)
    if not factor and second_factors.has_any(user) and remembered.is_remembered(request, user, clock.now()):
        actions.note_sign_in(user=user, action="sign-in.remembered-device")
        factor = remembered.FACTOR
    if not factor and second_factors.has_any(user):
        actions.note_sign_in(user=user, action="sign-in.first-step")
        sessions.hold(request, user, goal)
        return redirect("access:second_factor")
    return finish(request, user, goal, factor=factor)


def finish(request: HttpRequest, user: User, goal: str, *, factor: str) -> HttpResponse:
    """Sign in, note it, and go where the person was going, by what was kept for them or has to be set up first."""
    auth.login(request, user, backend=BACKEND)
    if factor:
        sessions.prove(request, factor)
    actions.note_sign_in(user=user, action="sign-in" if factor else "sign-in.one-factor")
    if user.password_must_change or sessions.owes_factor(request, user):
        sessions.go_on_to(request, goal)
        response = redirect("access:password" if user.password_must_change else "access:factors")
    else:
        response = redirect("access:kept" if queries.kept_posts(user).exists() else goal)
    remember_who(response, user)
    return response
