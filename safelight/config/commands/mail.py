"""`safelight mail`: what the operator's timer types, so that waiting e-mail goes and failures are noticed."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any


def add(commands: Any) -> None:
    """Add the actions to the parser's commands."""
    mail = commands.add_parser("mail", help="send what waits in the outbox, or read notices of what came back")
    actions = mail.add_subparsers(title="actions", metavar="ACTION", required=True)
    send = actions.add_parser("send", help="send whatever waits; run it every few minutes")
    send.set_defaults(run=_send)
    bounces = actions.add_parser(
        "read-bounces",
        help="note the messages that came back",
        description="Reads delivery status notices: a maildir, an mbox file, one message, or - for standard input. "
        "Prints how many were read and how many messages of ours they tell of. The same again changes nothing.",
    )
    bounces.add_argument("source", metavar="PLACE")
    bounces.set_defaults(run=_read_bounces)


def _send(_options: argparse.Namespace) -> int:
    _with_database()
    from safelight.config import mail_commands

    return mail_commands.send()


def _read_bounces(options: argparse.Namespace) -> int:
    _with_database()
    from safelight.config import mail_commands

    return mail_commands.read_bounces(options.source, sys.stdin.buffer)


def _with_database() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safelight.config.settings")
    django.setup()
