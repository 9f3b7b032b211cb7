"""What a session remembers of how somebody signed in, and when it ends.

Times are the machine's own, as Django's sessions use them: never the set clock of a demo or a test, in which a session
would end before it began.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest
from django.utils.translation import gettext as _

from safelight.access import remembered
from safelight.access.models import User
from safelight.access.requests import client_address
from safelight.core import clock
from safelight.core.scope import narrow

PARTNERSHIP = "partnership"  # the person's partnership, as text: what the database's row-level security is told
ACTIVE = "active_at"
CONFIRMED = "confirmed_at"
FACTOR = "second_factor"  # what was used or set up beside the password; absent where nothing was
SIGNING_IN = "signing_in"  # who has given the password and owes a second factor

CONFIRMED_FOR = timedelta(minutes=5)
GOAL = "after_set_up"
SIGNING_IN_FOR = 600.0  # seconds until the password has to be given again
TOUCH_EVERY = 30.0  # seconds: so seldom is the session written only because somebody opened a page


def begin(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Called when somebody has signed in by whatever way: the one place that fills a new session."""
    now = time.time()
    narrow(user.partnership_id)
    request.session.pop(SIGNING_IN, None)
    request.session[PARTNERSHIP] = str(user.partnership_id)
    request.session[ACTIVE] = now
    request.session[CONFIRMED] = now
    # A fixed end, which nothing that is written to the session later moves.
    request.session.set_expiry(datetime.fromtimestamp(now, UTC) + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    if request.session.session_key is None:
        request.session.create()  # somebody else's session stood in this browser and has just been ended
    _list(request, user)


def _list(request: HttpRequest, user: User) -> None:
    """Name this browser among those in which the person is signed in."""
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "ip": client_address(request),
            "user_agent": request.META.get("HTTP_USER_AGENT", "")[:200],
            "created_at": clock.now(),
            "last_seen_at": clock.now(),
        },
    )


def confirm(request: HttpRequest) -> None:
    """The person has just shown again who they are."""
    request.session[CONFIRMED] = time.time()


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the person showed who they are within the last five minutes, in signing in or since."""
    at = float(request.session.get(CONFIRMED, 0))
    return 0 <= time.time() - at < CONFIRMED_FOR.total_seconds()


def seconds_left(request: HttpRequest) -> float:
    """How long until the session ends for want of use; nothing or less when it has."""
    return float(request.session.get(ACTIVE, 0)) + settings.IDLE_SECONDS - time.time()


def touch(request: HttpRequest) -> bool:
    """The person did something. Whether the session was written, which is not done at every page."""
    now = time.time()
    if now - float(request.session.get(ACTIVE, 0)) < min(TOUCH_EVERY, settings.IDLE_SECONDS / 10):
        return False
    request.session[ACTIVE] = now
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=clock.now())
    return True


# ── Second factors ───────────────────────────────────────────────────────────


def prove(request: HttpRequest, factor: str) -> None:
    """A second factor was used, or set up, in this session."""
    request.session[FACTOR] = factor


def owes_factor(request: HttpRequest, user: User) -> bool:
    """Whether this person has to set up a second factor before anything else: everywhere but in the demo."""
    return needs_factor(user) and not request.session.get(FACTOR)


def needs_factor(user: User) -> bool:
    """Whether this person may not be without a second factor."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and not user.partnership.is_demo


def hold(request: HttpRequest, user: User, goal: str) -> None:
    """The password was right; a second factor is owed. Nobody is signed in yet."""
    request.session.cycle_key()
    request.session[SIGNING_IN] = {"user": str(user.pk), "at": time.time(), "goal": goal}


def held(request: HttpRequest) -> tuple[str, str] | None:
    """Whose second factor is awaited here, as the user's id, and where they were going."""
    found = request.session.get(SIGNING_IN)
    if not isinstance(found, dict) or time.time() - float(found["at"]) > SIGNING_IN_FOR:
        return None
    return str(found["user"]), str(found["goal"])


def go_on_to(request: HttpRequest, goal: str) -> None:
    """Where the person was going when a second factor had to be set up first."""
    request.session[GOAL] = goal


def goal(request: HttpRequest) -> str:
    """Where the person was going before the setting up."""
    return str(request.session.get(GOAL, "/"))


# ── Where somebody is signed in ──────────────────────────────────────────────


@dataclass(frozen=True)
class OpenSession:
    """One browser in which somebody is signed in."""

    number: int
    began: datetime
    seen: datetime
    device: str
    address: str
    here: bool


def open_sessions(user: User, here: str | None) -> list[OpenSession]:
    """The browsers in which this person is signed in, this one first; ``here`` is its session's key."""
    store = _store()
    found = []
    for row in UserSession.objects.filter(user_id=user.pk).order_by("-last_seen_at"):
        if not store.exists(row.session_key):
            row.delete()
            continue
        found.append(
            OpenSession(
                row.pk, row.created_at, row.last_seen_at, _device(row.user_agent), row.ip, row.session_key == here
            )
        )
    return sorted(found, key=lambda one: not one.here)


def end(user: User, *, number: int | None = None, but: str | None = None) -> int:
    """End this person's sessions, or the one with this number, but never the one with the key ``but``; how many."""
    rows = UserSession.objects.filter(user_id=user.pk).exclude(session_key=but or "")
    if number is not None:
        rows = rows.filter(pk=number)
    else:
        remembered.forget_all(user, clock.now())  # whoever ends all sessions trusts no browser any longer
    store = _store()
    ended = 0
    for row in rows:
        ended += store.exists(row.session_key)
        store.delete(row.session_key)
        row.delete()
    return ended


def password_changed(request: HttpRequest, user: User) -> None:
    """This browser stays signed in with the new password; every other one of this person does not."""
    auth.update_session_auth_hash(request, user)
    end(user, but=None)
    _list(request, user)


def end_here(request: HttpRequest) -> None:
    """Forget this browser among those in which the person is signed in."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()


def _store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore()


def device(request: HttpRequest) -> str:
    """This browser and machine in a few words."""
    return _device(request.META.get("HTTP_USER_AGENT", ""))


def _device(agent: str) -> str:
    """The browser and machine in a few words; of what a browser says of itself, only the known names."""
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    machines = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    browser = next((name for part, name in browsers if part in agent), _("Unknown browser"))
    machine = next((name for part, name in machines if part in agent), "")
    return f"{browser}, {machine}" if machine else browser
