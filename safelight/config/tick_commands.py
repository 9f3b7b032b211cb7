"""What `safelight tick` and `safelight heartbeat check` do."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError

from safelight.access.scope import each_partnership, partnership_scope
from safelight.config import mail_commands
from safelight.core import clock, web
from safelight.core.errors import Invalid
from safelight.delivery.outgoing import Outgoing
from safelight.delivery.transports.errors import Refused, Unreachable
from safelight.delivery.transports.smtp import Smtp
from safelight.reminders import actions, heartbeat, pack, queries

FINE, FAILED, BAD_INPUT = 0, 1, 2
ALARMS_APART = timedelta(hours=1)
SECONDS = 10
LONGEST_ANSWER = 200

_log = logging.getLogger(__name__)


def tick() -> int:
    """Do each step; one that fails does not stop the others, and then the sign of life is left out."""
    now = clock.now()
    steps: list[tuple[str, Callable[[datetime], object]]] = [
        ("digests", _digests),
        ("mail", _mail),
        ("bounces", _bounces),
        ("emergency pack", _packs),
    ]
    failed = [name for name, step in steps if not _well(name, step, now)]
    if not failed and not _well("heartbeat", _beat, now):
        failed.append("heartbeat")
    sys.stdout.write(f"failed: {', '.join(failed)}\n" if failed else "done\n")
    sys.stdout.flush()
    return FAILED if failed else FINE


def _well(name: str, step: Callable[[datetime], object], now: datetime) -> bool:
    try:
        step(now)
    except Exception as error:  # every other step still has to be done
        # Only of what kind: its words can hold what was in a row.
        _log.error("tick: %s failed: %s", name, type(error).__name__)
        return False
    return True


def _digests(now: datetime) -> None:
    for partnership in each_partnership():
        actions.send_digests(partnership, now)


def _mail(_now: datetime) -> None:
    with redirect_stdout(io.StringIO()):
        mail_commands.send()


def _bounces(_now: datetime) -> None:
    if not settings.BOUNCES:
        return
    with redirect_stdout(io.StringIO()):
        status = mail_commands.read_bounces(settings.BOUNCES, io.BytesIO())
    if status != mail_commands.FINE:
        raise OSError("the notices can't be read")


def _packs(now: datetime) -> None:
    if not settings.PACK_FOLDER:
        return
    for partnership in each_partnership():
        pack.keep_daily(partnership, Path(settings.PACK_FOLDER), settings.PACK_PASSWORD, now)


def emergency_pack(file: str, area: str | None) -> int:
    """Write the emergency pack of one partnership; 2 where no password is given or the partnership is not clear."""
    chosen = []
    for partnership in each_partnership():
        if area is None or partnership.area.casefold() == area.casefold():
            chosen.append(partnership)
    if len(chosen) != 1:
        sys.stderr.write("Say which partnership with --area\n")
        return BAD_INPUT
    try:
        with partnership_scope(chosen[0].pk):
            content = pack.encrypted(chosen[0], settings.PACK_PASSWORD, clock.now())
        pack.write(content, Path(file))
    except Invalid as error:
        sys.stderr.write(f"{next(iter(error.errors.values()))} SAFELIGHT_PACK_PASSWORD holds it.\n")
        return BAD_INPUT
    except OSError as error:
        sys.stderr.write(f"Can’t write it: {error.strerror}\n")
        return BAD_INPUT
    sys.stdout.write("written\n")
    return FINE


def _beat(now: datetime) -> None:
    heartbeat.beat(heartbeat.TICK, now)
    if not any(queries.running(partnership, now).tried_in_vain for partnership in each_partnership()):
        heartbeat.beat(heartbeat.OUTBOX, now)
    if settings.HEARTBEAT_URL and not heartbeat.silent(now) and not heartbeat.tell_outside(settings.HEARTBEAT_URL):
        _log.error("tick: the watcher outside does not answer")


def check(url: str | None) -> int:
    """Print what is silent and tell people by e-mail; nothing is printed while all is well.

    ``url`` is another machine's ``/health/``; without it the database is asked.
    """
    if url is not None and urlsplit(url).scheme not in ("http", "https"):
        sys.stderr.write("The address has to begin with https:// or http://\n")
        return BAD_INPUT
    silent = _asked(url) if url else _looked_up()
    if not silent:
        return FINE
    sys.stdout.write(f"silent: {silent}\n")
    _alarm(silent)
    return FAILED


def _looked_up() -> str:
    try:
        return ", ".join(heartbeat.silent(clock.now()))
    except DatabaseError:
        return "database"


def _asked(url: str) -> str:
    """What the other machine says; the whole server is silent where it says nothing that we know."""
    try:
        status, body = web.get(url, seconds=SECONDS, at_most=LONGEST_ANSWER)
    except OSError:
        return "server"
    if status < 400:
        return "" if body == b"all well" else "server"
    said = body.decode("ascii", "replace").removesuffix(" silent")
    return said if said in heartbeat.PARTS else "server"


def _alarm(silent: str) -> None:
    """An e-mail to those who run Safelight, straight to the mail server: the outbox may be what is silent."""
    if not settings.ALARM_TO or not settings.ALARM_SMTP_HOST or _told_lately():
        return
    post = Smtp(
        settings.ALARM_SMTP_HOST,
        settings.ALARM_SMTP_PORT,
        sender=settings.MAIL_FROM,
        user=settings.SMTP_USER,
        password=settings.SMTP_PASSWORD,
        encrypted=settings.SMTP_ENCRYPTED,
    )
    body = (
        f"Nothing was heard for ten minutes or more of: {silent}.\n"
        "Reminders and e-mail may not go. The operator’s guide says what to look at.\n"
    )
    told = False
    for address in settings.ALARM_TO:
        try:
            post.send(
                Outgoing(address, "Safelight: alarm", body, f"<alarm-{clock.now():%Y%m%d%H%M%S}@safelight.invalid>")
            )
            told = True
        except (Refused, Unreachable):
            sys.stdout.write("the alarm could not be sent\n")
    if told:
        settings.ALARM_NOTE.parent.mkdir(parents=True, exist_ok=True)
        settings.ALARM_NOTE.write_text(clock.now().isoformat(), encoding="ascii")


def _told_lately() -> bool:
    try:
        at = datetime.fromisoformat(settings.ALARM_NOTE.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return False
    return at.astimezone(UTC) > clock.now() - ALARMS_APART
