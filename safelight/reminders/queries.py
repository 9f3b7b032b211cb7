"""Reading what people chose about reminders, and how what runs by itself is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from safelight.access.models import Partnership, User
from safelight.core.errors import NotFound
from safelight.core.scope import partnership_scope
from safelight.delivery import codes
from safelight.delivery.models import Message
from safelight.delivery.states import MessageState
from safelight.reminders import heartbeat
from safelight.reminders.models import OwnReminders

DAYS_SHOWN = 7


def own(user: User) -> OwnReminders:
    """What ``user`` chose; where they chose nothing, what holds for everybody, not stored."""
    found = OwnReminders.objects.filter(user=user).first()
    return found or OwnReminders(user=user, partnership_id=user.partnership_id)


def of_calendar(token: str) -> OwnReminders:
    """Whose feed an address is; ``NotFound`` alike for what never was or was replaced, and for who has left."""
    partnership_id = codes.partnership_of(token)
    if partnership_id is None:
        raise NotFound("calendar")
    with partnership_scope(partnership_id):
        found = (
            OwnReminders.objects.filter(
                partnership_id=partnership_id, calendar_hash=codes.hash_of_token(token), user__is_active=True
            )
            .select_related("user__partnership")
            .first()
        )
    if found is None:
        raise NotFound("calendar")
    return found


def wants_digest(partnership: Partnership) -> list[User]:
    """Who gets a digest: everybody who works here and has not turned it off."""
    off = OwnReminders.objects.filter(partnership=partnership, digest=False).values("user")
    found = User.objects.filter(partnership=partnership, is_active=True).exclude(pk__in=off)
    return list(found.select_related("partnership").prefetch_related("role_holdings").order_by("pk"))


@dataclass(frozen=True)
class Running:
    """How what runs by itself is: when each part was last well, and what stands in the outbox. Numbers only."""

    beats: dict[str, datetime]
    silent: list[str]
    waiting: int
    tried_in_vain: int
    not_delivered: int


def running(partnership: Partnership, now: datetime) -> Running:
    """The state at ``now``; what was not delivered is of the last seven days."""
    messages = Message.objects.filter(partnership=partnership)
    queued = messages.filter(state=MessageState.QUEUED)
    failed = messages.filter(state=MessageState.NOT_DELIVERED, failed_at__gte=now - timedelta(days=DAYS_SHOWN))
    return Running(
        beats=heartbeat.last_beats(),
        silent=heartbeat.silent(now),
        waiting=queued.count(),
        tried_in_vain=queued.filter(tries__gt=0).count(),
        not_delivered=failed.count(),
    )
