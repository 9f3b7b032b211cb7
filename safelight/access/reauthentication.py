"""Showing again who one is, before exports, changes of roles, subject access and the like."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from safelight.access import actions, limits, second_factors, sessions
from safelight.access.models import User
from safelight.access.requests import signed_in
from safelight.core import clock
from safelight.ui import formats

View = Callable[..., HttpResponseBase]

FIELDS = ("identity-password", "identity-code", "identity-passkey")
TRIES = 10
TRIES_WITHIN = timedelta(minutes=15)


def confirm_identity(view: View) -> View:
    """Let ``view`` answer only who showed within the last five minutes who they are: signed in, or asked here.

    Asks for the password, a code of the authenticator app or a passkey. A form that was posted goes along with the
    question as hidden fields and is answered by ``view`` once the person is confirmed, so that nothing typed is lost
    (chosen files have to be chosen again). Put it above ``require_POST`` and the like.
    """

    @wraps(view)
    def confirmed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = signed_in(request)
        answered = any(request.POST.get(name) for name in FIELDS)
        if answered:
            problem = check(request, user)
            if problem:
                return ask(request, user, problem)
        elif not sessions.is_confirmed(request):
            return ask(request, user)
        return view(request, *args, **kwargs)

    return confirmed


def check(request: HttpRequest, user: User) -> str:
    """Try what was answered; the sentence that says what was wrong, or nothing. Leaves an audit entry either way."""
    if refused := too_many(user):
        return refused
    password, code, passkey = (request.POST.get(name, "") for name in FIELDS)
    result = "wrong"
    if password and user.check_password(password):
        result = "right"
    elif code:
        result = second_factors.check_code(user, code)
    elif passkey and second_factors.check_passkey(user, passkey):
        result = "right"
    if result == "right":
        sessions.confirm(request)
        actions.note_sign_in(user=user, action="identity.confirmed")
        return ""
    actions.note_sign_in(user=user, action=f"identity.{result}", refused=True)
    return problem_with_code(result) if code else _("That is not right. Try again.")


def too_many(user: User) -> str:
    """Count a try of somebody signed in to show who they are; a sentence when it is one too many."""
    now = clock.now()
    if limits.allow(what="confirm identity", who=str(user.pk), at_most=TRIES, within=TRIES_WITHIN, now=now):
        return ""
    actions.note_sign_in(user=user, action="identity.too-many", refused=True)
    again = limits.allowed_again(within=TRIES_WITHIN, now=now)
    return _("Too many tries. Try again at %(time)s.") % {"time": formats.time(again)}


def problem_with_code(result: str) -> str:
    """What to do about a code that was not taken."""
    return {
        "used": _("This code has been used already. Wait until your phone shows the next one."),
        "clock": _(
            "This code is of another time. Check your phone’s clock: turn on automatic date and time, then try again."
        ),
    }.get(result, _("That code is not right. Check that your phone shows it now for Safelight."))


def ask(request: HttpRequest, user: User, problem: str = "") -> HttpResponse:
    """The question, with the posted form in it. For an address that was only opened, the answer opens it again."""
    posted = request.method == "POST"
    fields = [
        (name, text)
        for name, texts in request.POST.lists()
        for text in texts
        if name not in FIELDS and name != "csrfmiddlewaretoken"
    ]
    return render(
        request,
        "access/confirm.html",
        {
            "posted": posted,
            "fields": fields if posted else [("next", request.get_full_path())],
            "problem": problem,
            "has_password": user.has_usable_password(),
            "has_app": second_factors.summary(user).app,
            "passkey": second_factors.passkey_to_ask(user),
            "provider": settings.OIDC_NAME if settings.OIDC_SERVER_URL and not posted else "",
            "here": request.get_full_path(),
        },
        status=422 if problem else 200,
    )
