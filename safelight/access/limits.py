"""How often something may be done, counted in the database, so that every worker process sees the same count.

Windows are fixed: the day is cut into stretches of ``within``, and each begins at nothing. At worst twice ``at_most``
pass around the border of two windows; in return one statement counts, and two processes never both take the last place.
"""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from safelight.access.models import Count

SALT = "safelight.access.limits"
MOST_REMOVED = 200

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def allow(*, what: str, who: str, at_most: int, within: timedelta, now: datetime) -> bool:
    """Whether ``who`` may do ``what`` once more, and count it if so: at most ``at_most`` times in each ``within``.

    What is refused is not counted. ``who`` (an address, an e-mail address) is kept only as a keyed hash, and each
    count is removed after its window. Not inside a transaction: if that is rolled back, so is the count.
    """
    starts_at = _EPOCH + ((now - _EPOCH) // within) * within
    hashed = salted_hmac(SALT, f"{what}\0{within.total_seconds()}\0{who}", algorithm="sha256").hexdigest()
    window = Count.objects.filter(who=hashed, starts_at=starts_at)
    if not window.exists():
        _remove_old(now)
        Count.objects.bulk_create(
            [Count(who=hashed, starts_at=starts_at, ends_at=starts_at + within)], ignore_conflicts=True
        )
    return bool(window.filter(times__lt=at_most).update(times=F("times") + 1))


def allowed_again(*, within: timedelta, now: datetime) -> datetime:
    """When the window that ``now`` is in ends, and everybody may begin again."""
    return _EPOCH + ((now - _EPOCH) // within + 1) * within


def _remove_old(now: datetime) -> None:
    """Remove windows that have ended. Rows that another process is removing are left to it."""
    with transaction.atomic():
        old = Count.objects.select_for_update(skip_locked=True).filter(ends_at__lte=now)
        Count.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:MOST_REMOVED])).delete()
