"""Who is asking, and from where."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from safelight.access.models import User
from safelight.core.errors import NotFound


def signed_in(request: HttpRequest) -> User:
    """The person signed in. Every view behind sign-in has one; anything else looks absent."""
    if not isinstance(request.user, User):
        raise NotFound("nobody is signed in")
    return request.user


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks. Behind proxies of ours (``SAFELIGHT_PROXIES`` of them) it is what the outermost
    of these saw; what a stranger writes into the header before that is not believed."""
    nearest = request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104  # no address at all, not an invitation
    proxies = settings.TRUSTED_PROXIES
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return seen[-proxies] if 0 < proxies <= len(seen) else nearest


def safe_goal(request: HttpRequest) -> str:
    """Where the person was going (``next``), if that is an address of ours; otherwise home."""
    goal = request.POST.get("next") or request.GET.get("next") or "/"
    return goal if url_has_allowed_host_and_scheme(goal, allowed_hosts={request.get_host()}) else "/"
