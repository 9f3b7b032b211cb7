"""What is true of every request: signed in unless listed, nothing kept by the browser, refused looks absent."""

from collections.abc import Callable

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from safelight.access import actions
from safelight.access.models import User
from safelight.core.errors import NotFound

Respond = Callable[[HttpRequest], HttpResponseBase]

# The only addresses that answer somebody who has not signed in.
PUBLIC = frozenset({"access:sign_in", "access:urgent", "access:alive"})

# Who was last signed in here, signed: so that what they post after their session ended is kept for them alone.
WHO_COOKIE = "safelight_who"
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
    )


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


class SignInRequired:
    """Every address that is not listed as public needs somebody signed in."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponseBase | None:
        """Send an unknown person to sign in; keep what they posted, if we know whose it was."""
        match = request.resolver_match
        if (match is not None and match.view_name in PUBLIC) or request.user.is_authenticated:
            return None
        sign_in = reverse("access:sign_in")
        if request.content_type == "application/json":
            return JsonResponse({"error": "signed out", "sign_in_url": sign_in}, status=401)
        kept = False
        if request.method == "POST" and (who := _who(request)):
            kept = keep_form(request, who)
        query = {"next": request.path if request.method == "GET" else reverse("access:kept")}
        if kept:
            query["kept"] = "1"
        return redirect(f"{sign_in}?{urlencode(query)}")


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
