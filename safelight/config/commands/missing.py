"""`safelight missing triggers`: what the operator types."""

from __future__ import annotations

import argparse
from typing import Any


def add(commands: Any) -> None:
    """Add the command to the parser's."""
    missing = commands.add_parser("missing", help="missing episodes: what they trigger, and when")
    actions = missing.add_subparsers(title="actions", metavar="ACTION", required=True)
    triggers = actions.add_parser(
        "triggers",
        help="say what a child's missing episodes triggered, and when",
        description='Reads cases as JSON (one object, a list, or JSON Lines), {"now": T, "episodes": [{"from": T, '
        '"until": T or null}, …]}, each T in ISO 8601 with its offset, and writes the triggers of each.',
    )
    triggers.add_argument(
        "file",
        nargs="?",
        default="-",
        metavar="FILE",
        help="the file to read, or - for standard input, which is meant when none is named",
    )
    triggers.set_defaults(run=_triggers)


def _triggers(options: argparse.Namespace) -> int:
    from safelight.missing import command

    return command.triggers_file(options.file)
