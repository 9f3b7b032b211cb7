"""`safelight resources check`: what the operator types, now and then."""

from __future__ import annotations

import argparse
import os
from typing import Any


def add(commands: Any) -> None:
    """Add the action to the parser's commands."""
    resources = commands.add_parser("resources", help="find resources whose address no longer opens")
    actions = resources.add_subparsers(title="actions", metavar="ACTION", required=True)
    check = actions.add_parser(
        "check",
        help="try each address once",
        description="Ends with 0 when it ran, 1 where no address could be reached: offline, and nothing was kept.",
    )
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safelight.config.settings")
    django.setup()
    from safelight.config import resource_commands

    return resource_commands.check()
