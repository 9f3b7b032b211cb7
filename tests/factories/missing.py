"""Missing episodes."""

from datetime import datetime, timedelta

from safelight.access.models import User
from safelight.children.models import Child
from safelight.core import clock
from safelight.missing import actions
from safelight.missing.models import Episode


def make_episode(*, by: User, child: Child, missing_from: datetime | None = None, **said: str) -> Episode:
    """A child reported missing: since two hours ago unless ``missing_from`` says otherwise."""
    now = clock.now()
    return actions.report_missing(
        by=by, child=child, missing_from=missing_from or now - timedelta(hours=2), now=now, **said
    )


def returned(*, by: User, episode: Episode, until: datetime | None = None, **said: str) -> Episode:
    """The same episode after somebody saw the child: just now unless ``until`` says otherwise."""
    now = clock.now()
    said.setdefault("seen_by", "Sergeant Moss")
    return actions.record_return(by=by, episode=episode, until=until or now, seen_in_person=True, now=now, **said)


def past_episode(*, by: User, child: Child, since: datetime, hours: float = 5) -> Episode:
    """An episode that is over: so many hours from ``since``."""
    return returned(
        by=by, episode=make_episode(by=by, child=child, missing_from=since), until=since + timedelta(hours=hours)
    )
