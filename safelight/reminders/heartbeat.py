"""The sign of life of what runs by itself, for whoever watches from outside (OV-04, HZ-29)."""

import urllib.request
from datetime import datetime, timedelta
from urllib.parse import urlsplit

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
    """Ask for an address of a watcher outside, which raises the alarm when nobody asks; whether it answered."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("the watcher's address begins with http:// or https://")
    try:
        with urllib.request.urlopen(url, timeout=SECONDS):  # noqa: S310  # the scheme was looked at
            return True
    except OSError:
        return False
