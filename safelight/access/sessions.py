"""What a session remembers of how somebody signed in, and when it ends.

Times are the machine's own, as Django's sessions use them: never the set clock of a demo or a test, in which a session
would end before it began.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from safelight.access.models import User

PARTNERSHIP = "partnership"  # the person's partnership, as text: what the database's row-level security is told
ACTIVE = "active_at"
CONFIRMED = "confirmed_at"
FACTOR = "second_factor"  # what was used or set up beside the password; absent where nothing was

CONFIRMED_FOR = timedelta(minutes=5)
TOUCH_EVERY = 30.0  # seconds: so seldom is the session written only because somebody opened a page


def begin(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Called when somebody has signed in by whatever way: the one place that fills a new session."""
    now = time.time()
    request.session[PARTNERSHIP] = str(user.partnership_id)
    request.session[ACTIVE] = now
    request.session[CONFIRMED] = now
    # A fixed end, which nothing that is written to the session later moves.
    request.session.set_expiry(datetime.fromtimestamp(now, UTC) + timedelta(seconds=settings.SESSION_COOKIE_AGE))


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
    return True
