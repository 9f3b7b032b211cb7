"""`safelight emergency-pack`: what somebody on duty needs when the server is down, as a locked PDF."""

from __future__ import annotations

import argparse
import os
from typing import Any


def add(commands: Any) -> None:
    """Add the command to the parser's commands."""
    pack = commands.add_parser(
        "emergency-pack",
        help="write a locked PDF for the night: urgent numbers, missing now, lead workers",
        description="SAFELIGHT_PACK_PASSWORD gives the reader's password, of at least twelve characters. Run it once "
        "for each reader, each with a password of their own. It opens without the server and says when it expires.",
    )
    pack.add_argument("file", metavar="FILE")
    pack.add_argument("--area", help="which partnership, where there are several")
    pack.set_defaults(run=_pack)


def _pack(options: argparse.Namespace) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safelight.config.settings")
    django.setup()
    from safelight.config import tick_commands

    return tick_commands.emergency_pack(options.file, options.area)
