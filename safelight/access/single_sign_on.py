"""Single sign-on by OpenID Connect. allauth speaks the protocol; who may come in, and as whom, is decided here.

Nobody is made by it: an administrator makes people. The first time, an issuer's subject is matched by the e-mail
address that the issuer says is verified; from then on by the subject itself.
"""

import time
from collections.abc import Mapping
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.adapter import get_adapter as social_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from requests import RequestException

from safelight.access import actions, entry, queries, sessions
from safelight.access.backend import EmailBackend
from safelight.access.models import User
from safelight.access.requests import safe_goal
from safelight.core.scope import narrow

SALT = "safelight.access.single_sign_on"
FACTOR = "provider"

# What an issuer may name as means of signing in (RFC 8176) that a password alone is not.
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "swk", "pop", "fpt", "face", "iris", "vbm", "sc", "ngcmfa"})


def begin(request: HttpRequest) -> HttpResponseBase:
    """Send the person to the issuer. ``?confirm=1`` asks whoever is signed in to show there again who they are."""
    if not settings.OIDC_SERVER_URL or request.method != "GET":
        return redirect("access:sign_in")
    state: dict[str, Any] = {"auth_params": {}}
    if request.GET.get("confirm") and request.user.is_authenticated:
        state = {"auth_params": {"prompt": "login", "max_age": "0"}, "confirming": str(request.user.pk)}
    try:
        provider = social_adapter(request).get_provider(request, settings.OIDC_PROVIDER)
        answer: HttpResponseBase = provider.redirect(request, "login", next_url=safe_goal(request), **state)
    except (OAuth2Error, RequestException):
        return failed(request, "unreachable")
    return answer


def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Where the issuer sends the person back to."""
    if not settings.OIDC_SERVER_URL or provider_id != settings.OIDC_PROVIDER or request.method != "GET":
        return redirect("access:sign_in")
    answer: HttpResponseBase = openid.callback(request, provider_id)
    return answer


def failed(request: HttpRequest, why: str, *, user: User | None = None) -> HttpResponse:
    """The page that says what went wrong ("unreachable", "cancelled", "broken", "unverified", "unknown", "not_active",
    "no_role", "other_subject") and what to do; leaves an entry."""
    if user is not None:
        actions.note_sign_in(user=user, action=f"single-sign-on.{why.replace('_', '-')}", refused=True)
    else:
        actions.note_stranger(action=f"single-sign-on.{why.replace('_', '-')}")
    return render(
        request, "access/single_sign_on_failed.html", {"why": why, "provider": settings.OIDC_NAME}, status=403
    )


class Adapter(DefaultSocialAccountAdapter):
    """What allauth asks of us. Every answer of the issuer ends here; none of allauth's own pages follows."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: nobody is made by signing in."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The issuer has answered: let in or refuse, and nothing else."""
        data = sociallogin.account.extra_data
        raise ImmediateHttpResponse(
            arrived(request, data.get("id_token") or {}, data.get("userinfo") or {}, sociallogin.state or {})
        )

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """The issuer refused, or its answer is not sound."""
        raise ImmediateHttpResponse(failed(request, "cancelled" if error == "cancelled" else "broken"))


def arrived(
    request: HttpRequest, token: Mapping[str, Any], info: Mapping[str, Any], state: Mapping[str, Any]
) -> HttpResponse:
    """``token``: the claims of the signed token; ``info``: what the issuer says of the same person beside it."""
    subject, issuer = str(token.get("sub") or ""), str(token.get("iss") or "")
    if not subject or not issuer or str(info.get("sub") or subject) != subject:
        return failed(request, "broken")
    hashed = salted_hmac(SALT, f"{issuer}\0{subject}", algorithm="sha256").hexdigest()
    user = queries.user_by_identity(hashed)
    is_bound = user is not None
    if user is None:
        claims = info if info.get("email") else token
        if claims.get("email_verified") is not True:
            return failed(request, "unverified")
        user = queries.user_by_email(str(claims.get("email") or ""))
    if user is None:
        return failed(request, "unknown")
    if not EmailBackend().user_can_authenticate(user):
        return failed(request, "not_active", user=user)
    narrow(user.partnership_id)
    if not is_bound and queries.has_identity(user):
        return failed(request, "other_subject", user=user)
    if not user.roles:
        return failed(request, "no_role", user=user)
    if not is_bound:
        actions.bind_identity(user=user, subject=hashed)
    actions.drop_temporary_password(user=user)
    goal = str(state.get("next") or "/")
    if state.get("confirming"):
        return _confirmed(request, user, token, goal)
    if request.user.is_authenticated and request.user != user:
        auth.logout(request)
    return entry.enter(request, user, goal, factor=FACTOR if _had_second_factor(token) else "")


def _confirmed(request: HttpRequest, user: User, token: Mapping[str, Any], goal: str) -> HttpResponse:
    at = token.get("auth_time", token.get("iat", 0))
    fresh = isinstance(at, int | float) and time.time() - at < sessions.CONFIRMED_FOR.total_seconds()
    if request.user != user or not fresh:
        return failed(request, "not_confirmed", user=user)
    sessions.confirm(request)
    actions.note_sign_in(user=user, action="identity.confirmed")
    return redirect(goal)


def _had_second_factor(token: Mapping[str, Any]) -> bool:
    if settings.OIDC_FACTOR == "trust":
        return True
    named = token.get("amr")
    return settings.OIDC_FACTOR == "claims" and isinstance(named, list) and not SECOND_FACTORS.isdisjoint(named)
