"""The sign of life of what runs by itself, for whoever watches from outside (OV-04, HZ-29)."""

from datetime import datetime, timedelta

from safelight.core import web
from safelight.reminders.models import Heartbeat

TICK, OUTBOX = "tick", "outbox"
PARTS = (TICK, OUTBOX)

# A watcher that asks every five minutes raises the alarm within fifteen.
SILENT_AFTER = timedelta(minutes=10)
SECONDS = 5


def beat(part: str, now: datetime) -> None:
    """Note that ``part`` is well at ``now``. An older moment never replaces a newer."""
    if not Heartbeat.objects.filter(part=part, at__lt=now).update(at=now):
        Heartbeat.objects.bulk_create([Heartbeat(part=part, at=now)], ignore_conflicts=True)


def last_beats() -> dict[str, datetime]:
    """When each part was last well; a part that never was is not among them."""
    return dict(Heartbeat.objects.values_list("part", "at"))


def silent(now: datetime) -> list[str]:
    """The parts of which nothing was heard for too long, or ever."""
    beats = last_beats()
    return [part for part in PARTS if part not in beats or now - beats[part] > SILENT_AFTER]


def tell_outside(url: str) -> bool:
    """Ask for an address of a watcher outside, which raises the alarm when nobody asks; whether it answered.

    ``ValueError`` for an address of another scheme.
    """
    try:
        return web.get(url, seconds=SECONDS)[0] < 400
    except OSError:
        return False
