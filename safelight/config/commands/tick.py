"""`safelight tick` and `safelight heartbeat`: what the operator's timer types, and what watches it from elsewhere."""

from __future__ import annotations

import argparse
import os
import time
from typing import Any


def add(commands: Any) -> None:
    """Add both commands."""
    tick = commands.add_parser(
        "tick",
        help="do what runs by itself: e-mail that waits, daily digests, signs of life",
        description="Run it every minute. Twice, late, or in two places at once does no harm.",
    )
    tick.add_argument("--every", type=_seconds, metavar="SECONDS", help="do it again and again, so many seconds apart")
    tick.add_argument(
        "--while-process", type=int, metavar="ID", help="with --every: end when the process with this id has ended"
    )
    tick.set_defaults(run=_tick)
    heartbeat = commands.add_parser("heartbeat", help="say whether what runs by itself still does")
    actions = heartbeat.add_subparsers(title="actions", metavar="ACTION", required=True)
    check = actions.add_parser(
        "check",
        help="exit with 1 and print what is silent, if anything is",
        description="Also sends an alarm to SAFELIGHT_ALARM_TO, at most once an hour.",
    )
    check.add_argument("--url", metavar="URL", help="ask another machine's /health/ in place of the database")
    check.set_defaults(run=_check)


def _seconds(text: str) -> int:
    seconds = int(text)
    if not 1 <= seconds <= 600:
        raise argparse.ArgumentTypeError("give 1 to 600 seconds")
    return seconds


def _tick(options: argparse.Namespace) -> int:
    _with_django()
    from safelight.config import tick_commands

    if options.every is None:
        return tick_commands.tick()
    from django.db import close_old_connections

    while _there(options.while_process):
        close_old_connections()  # one that broke in the meantime is not used again
        tick_commands.tick()
        for _second in range(options.every):
            if not _there(options.while_process):
                break
            time.sleep(1)
    return 0


def _there(process: int | None) -> bool:
    """Whether the process still runs; True where none was named."""
    if process is None:
        return True
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def _check(options: argparse.Namespace) -> int:
    _with_django()
    from safelight.config import tick_commands

    return tick_commands.check(options.url)


def _with_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safelight.config.settings")
    django.setup()
