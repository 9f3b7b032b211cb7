"""Choosing reminders, sending digests, and doing once what is to be done once."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import translation

from safelight.access.models import Partnership, User
from safelight.audit import actions as audit
from safelight.audit.models import Kind
from safelight.core.clock import LONDON, london_day
from safelight.delivery import actions as delivery
from safelight.delivery import codes
from safelight.delivery import queries as outbox
from safelight.reminders import counting, queries, words
from safelight.reminders.models import OwnReminders, Run

DIGEST = "digest"
# The hour in London from which a day's digest may go; a scheduler that was late sends it late.
DIGEST_FROM = time(7)
RUNS_KEPT = timedelta(days=60)


@transaction.atomic
def choose_digest(*, by: User, on: bool) -> None:
    """Turn the daily e-mail on or off for the person who asks."""
    OwnReminders.objects.update_or_create(
        user=by, defaults={"digest": on}, create_defaults={"partnership_id": by.partnership_id, "digest": on}
    )
    audit.record(
        partnership_id=by.partnership_id, by=by, action="reminders.digest-on" if on else "reminders.digest-off"
    )


@transaction.atomic
def make_calendar(*, by: User, now: datetime) -> str:
    """A new secret for the calendar feed of the person who asks: what the address holds, known here and never again.

    An older address opens nothing from now on.
    """
    token = codes.new_token(by.partnership_id)
    made = {"calendar_hash": codes.hash_of_token(token), "calendar_made_at": now}
    OwnReminders.objects.update_or_create(
        user=by, defaults=made, create_defaults={"partnership_id": by.partnership_id, **made}
    )
    audit.record(partnership_id=by.partnership_id, by=by, action="reminders.calendar-made")
    return token


@transaction.atomic
def end_calendar(*, by: User) -> None:
    """From now on no address opens a calendar feed of the person who asks."""
    changed = OwnReminders.objects.filter(user=by, calendar_hash__isnull=False).update(
        calendar_hash=None, calendar_made_at=None
    )
    if changed:
        audit.record(partnership_id=by.partnership_id, by=by, action="reminders.calendar-ended")


def note_calendar_read(user: User) -> None:
    """A programme has fetched the feed of ``user``."""
    audit.record_apart(partnership_id=user.partnership_id, by=user, action="reminders.calendar-read", kind=Kind.VIEW)


def once(*, partnership: Partnership, kind: str, key: str, now: datetime, do: Callable[[], bool]) -> bool:
    """Do something unless it was done for this ``key`` before, here or anywhere; the answer is that of ``do``.

    The note that it was done and what ``do`` writes stand or fall together. Of two at once, one waits for the other's
    note and then does nothing.
    """
    if Run.objects.filter(partnership=partnership, kind=kind, key=key).exists():
        return False
    try:
        with transaction.atomic():
            Run(partnership=partnership, kind=kind, key=key, at=now).save()
            return do()
    except IntegrityError:
        if Run.objects.filter(partnership=partnership, kind=kind, key=key).exists():
            return False
        raise


def send_digests(partnership: Partnership, now: datetime) -> int:
    """Put today's digest into the outbox for everybody who wants one and has something due; how many were new.

    Nothing before seven in the morning in London, nothing where no e-mail can be sent. Safe to call at any time, as
    often as one likes: each person gets at most one for each day, and one that is late tells of now, not of then.
    """
    if now.astimezone(LONDON).time() < DIGEST_FROM or outbox.way_out(partnership) is None:
        return 0
    day = london_day(now)
    Run.objects.filter(partnership=partnership, at__lt=now - RUNS_KEPT).delete()
    done = set(Run.objects.filter(partnership=partnership, kind=DIGEST).values_list("key", flat=True))
    sent = 0
    for user in queries.wants_digest(partnership):
        key = f"{day.isoformat()} {user.pk}"
        if key not in done:
            sent += _digest(partnership, user, key, now)
    return sent


def _digest(partnership: Partnership, user: User, key: str, now: datetime) -> bool:
    due = counting.due_from(user, now)
    with translation.override(user.language):
        subject, body = words.digest(due)

    def send() -> bool:
        if not (due.overdue or due.due_today):
            return False
        delivery.send(by=None, partnership=partnership, to=user.email, subject=subject, body=body)
        return True

    return once(partnership=partnership, kind=DIGEST, key=key, now=now, do=send)
