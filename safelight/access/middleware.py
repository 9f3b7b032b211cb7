"""What is true of every request: signed in unless listed, nothing kept by the browser, refused looks absent."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import auth
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from safelight.access import actions, queries, sessions
from safelight.access.models import User
from safelight.core.errors import NotFound

Respond = Callable[[HttpRequest], HttpResponseBase]

# Ways in for young people, parents and the public, who have no account (CH-14).
WAYS_IN = frozenset({"front_door:begin", "front_door:choose", "front_door:tell"})
# A document for somebody without an account: nothing is shown before its code is given (SH-06).
LINKS = frozenset({"delivery:link"})
# A calendar programme and a machine that watches this one can't sign in: numbers alone are told, and two words.
WATCHED = frozenset({"reminders:calendar", "reminders:health"})
# The only addresses that answer somebody who has not signed in.
PUBLIC = (
    frozenset({"access:sign_in", "access:urgent", "access:alive", "access:lost_factor"}) | WAYS_IN | LINKS | WATCHED
)

# Steps of signing in: each sends whoever is not at that step to the sign-in page.
SIGNING_IN = frozenset(
    {"access:second_factor", "access:recovery_code", "access:single_sign_on", "openid_connect_callback"}
)

# All that is open to somebody who still has to set up a second factor.
WITHOUT_FACTOR = frozenset(
    {
        "access:sign_out",
        "access:confirm",
        "access:factors",
        "access:add_app",
        "access:app_picture",
        "access:add_passkey",
        "access:recovery_download",
        "access:seconds_left",
        "access:stay",
    }
)

# All that is open to somebody whose password is a temporary one.
WITH_TEMPORARY_PASSWORD = frozenset({"access:sign_out", "access:password", "access:seconds_left", "access:stay"})

# What a page asks by itself: it keeps no session alive.
BACKGROUND = frozenset({"access:seconds_left"})

# Who was last signed in here, signed: so that what they post after their session ended is kept for them alone.
WHO_COOKIE = f"{settings.COOKIE_PREFIX}safelight_who"
WHO_SALT = "safelight.access.who"
WHO_AGE = 7 * 24 * 60 * 60


def remember_who(response: HttpResponseBase, user: User) -> None:
    """Set the cookie that lets a form posted after the session's end be kept. It opens nothing."""
    response.set_cookie(
        WHO_COOKIE,
        signing.dumps(str(user.pk), salt=WHO_SALT),
        max_age=WHO_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def known_browser(request: HttpRequest, email: str) -> bool:
    """Whether the person with this address was the last to sign in here: somebody else's tries do not count here."""
    user = queries.user_by_id(who) if (who := _who(request)) else None
    return user is not None and user.email == email.strip().lower()


def _who(request: HttpRequest) -> str | None:
    try:
        return str(signing.loads(request.COOKIES.get(WHO_COOKIE, ""), salt=WHO_SALT, max_age=WHO_AGE))
    except signing.BadSignature:
        return None


def keep_form(request: HttpRequest, user_id: str) -> bool:
    """Keep the posted fields of this request for ``user_id``; whether anything was kept."""
    fields = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    return bool(fields) and actions.keep_post(user_id=user_id, path=request.path, fields=fields) is not None


class NoStore:
    """Tell browsers and proxies to keep no page: laptops are shared, and "back" must show nothing (HZ-18)."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with no-store."""
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response


class IdleSessions:
    """End a session that nobody has used for a while; what was posted too late is kept by ``SignInRequired``."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        """End the session, or note that it is used."""
        match = request.resolver_match
        if not isinstance(request.user, User):
            return
        if sessions.seconds_left(request) <= 0:
            actions.note_sign_in(user=request.user, action="sign-out.idle")
            auth.logout(request)
        elif match is None or match.view_name not in BACKGROUND:
            sessions.touch(request)


class SignInRequired:
    """Every address that is not listed as public needs somebody signed in."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponseBase | None:
        """Send an unknown person to sign in; keep what they posted, if we know whose it was."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in PUBLIC or name in SIGNING_IN:
            return None
        if isinstance(request.user, User):
            return self._set_up_first(request, request.user, name)
        sign_in = reverse("access:sign_in")
        if request.content_type == "application/json":
            return JsonResponse({"error": "signed out", "sign_in_url": sign_in}, status=401)
        kept = False
        if request.method == "POST" and (who := _who(request)):
            kept = keep_form(request, who)
        query = {"next": request.path if request.method == "GET" else reverse("access:kept")}
        if kept:
            query["kept"] = "1"
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            query["ended"] = "1"  # a session that is no more: too long without use, or ended from somewhere else
        return redirect(f"{sign_in}?{urlencode(query)}")

    def _set_up_first(self, request: HttpRequest, user: User, name: str) -> HttpResponseBase | None:
        """Nothing opens before a temporary password is one's own and, outside the demo, before there is a second
        factor; what was posted is kept."""
        if user.password_must_change:
            if name in WITH_TEMPORARY_PASSWORD:
                return None
            owed, set_up = "password", reverse("access:password")
        elif name in WITHOUT_FACTOR or not sessions.owes_factor(request, user):
            return None
        else:
            owed, set_up = "second factor", reverse("access:factors")
        if request.content_type == "application/json":
            return JsonResponse({"error": owed, "sign_in_url": set_up}, status=401)
        if request.method == "POST":
            keep_form(request, str(user.pk))
        return redirect(set_up)


class RefusedLooksAbsent:
    """A domain refusal becomes the same page as an address that does not exist, and leaves an audit entry."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn ``NotFound`` into the page "not found"."""
        if not isinstance(exception, NotFound):
            return None
        from safelight.access.views import not_found

        if isinstance(request.user, User):
            name = request.resolver_match.view_name if request.resolver_match else "unknown"
            actions.refuse(by=request.user, action=f"refused:{name}"[:80])
        if request.content_type == "application/json":
            return JsonResponse({"error": "not found"}, status=404)
        return not_found(request, exception)
