"""Browsers in which somebody's second factor is not asked for again, for so many days. Ours; see the decision 0021.

The browser holds a random text, the database its hash. It is asked after the password, never instead of it, and what
asks again who one is (``confirm_identity``) asks all the same. Every one ends with its day, when the password or a
factor changes, when the person signs out everywhere, and when they or an administrator say so.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from safelight.access.models import RememberedDevice, User
from safelight.audit import actions as audit
from safelight.core.errors import NotFound

COOKIE = f"{settings.COOKIE_PREFIX}safelight_device"
FACTOR = "remembered device"


def _key(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def days() -> int:
    """For how many days a browser is remembered; 0 where the operator allows none."""
    return int(settings.REMEMBER_DEVICE_DAYS)


def offered() -> bool:
    """Whether a browser can be remembered here at all."""
    return days() > 0


@transaction.atomic
def remember(request: HttpRequest, response: HttpResponseBase, *, user: User, device: str, now: datetime) -> None:
    """Remember this browser for ``user``, who has just shown a second factor in it; nothing where it is not offered."""
    if not offered():
        return
    token = secrets.token_urlsafe(32)
    until = now + timedelta(days=days())
    row = RememberedDevice.objects.create(
        partnership_id=user.partnership_id, user=user, key=_key(token), device=device[:200], since=now, until=until
    )
    audit.record(partnership_id=user.partnership_id, by=user, action="device.remembered", subject=row)
    response.set_cookie(
        COOKIE, token, max_age=days() * 24 * 60 * 60, httponly=True, samesite="Lax", secure=settings.HTTPS
    )


def is_remembered(request: HttpRequest, user: User, now: datetime) -> bool:
    """Whether this browser is remembered for this person now."""
    token = request.COOKIES.get(COOKIE, "")
    if not token or not offered():
        return False
    # Days that were shortened since count at once.
    since = now - timedelta(days=days())
    found = RememberedDevice.objects.filter(user_id=user.pk, key=_key(token), ended_at__isnull=True)
    return found.filter(until__gt=now, since__gt=since).exists()


def of(user: User, now: datetime) -> list[RememberedDevice]:
    """The browsers that are remembered for this person now, the newest first."""
    if not offered():
        return []
    found = RememberedDevice.objects.filter(user_id=user.pk, ended_at__isnull=True, until__gt=now)
    return list(found.filter(since__gt=now - timedelta(days=days())).order_by("-since"))


@transaction.atomic
def forget(*, by: User, device_id: str, now: datetime) -> None:
    """Forget one browser of one's own. Raises ``NotFound``."""
    row = next((one for one in of(by, now) if str(one.pk) == device_id), None)
    if row is None:
        raise NotFound("device")
    RememberedDevice.objects.filter(pk=row.pk).update(ended_at=now)
    audit.record(partnership_id=by.partnership_id, by=by, action="device.forgotten", subject=row)


def forget_all(user: User, now: datetime) -> int:
    """Forget every browser of this person; how many. The action that calls this writes its own audit entry."""
    return RememberedDevice.objects.filter(user_id=user.pk, ended_at__isnull=True).update(ended_at=now)
