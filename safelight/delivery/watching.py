"""Rooms that make links say here whether one may still be opened: what is known of its reader may have changed."""

from collections.abc import Callable
from datetime import datetime

from safelight.delivery.models import Link

Live = Callable[[Link, datetime], bool]

_live: dict[str, Live] = {}


def register(purpose: str, live: Live) -> None:
    """Ask ``live`` each time that a link of this purpose is opened; the same purpose again replaces it."""
    _live[purpose] = live


def is_live(link: Link, now: datetime) -> bool:
    """Whether the link's room lets it be opened. A purpose that no room registered opens nothing."""
    asked = _live.get(link.purpose)
    return asked is not None and asked(link, now)
