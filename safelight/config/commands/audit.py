"""`safelight audit verify` and `safelight audit anchor`: what the operator types."""

from __future__ import annotations

import argparse
import os
from typing import Any


def add(commands: Any) -> None:
    """Add both actions to the parser's commands."""
    audit = commands.add_parser("audit", help="verify the audit log, or anchor it in a file outside")
    actions = audit.add_subparsers(title="actions", metavar="ACTION", required=True)
    verify = actions.add_parser(
        "verify",
        help="find entries that were altered, removed, reordered or cut off",
        description="Ends with 0 where the log is sound, 1 where a fault was found (each is named with its place), "
        "2 for bad input.",
    )
    verify.add_argument("--partnership", default="", metavar="NAME", help="only this partnership, by name or id")
    verify.add_argument("--anchors", default="", metavar="FILE", help="also compare with what was anchored outside")
    verify.set_defaults(run=_verify)
    anchor = actions.add_parser("anchor", help="add to a file where each partnership's log stands today")
    anchor.add_argument("--to", required=True, metavar="FILE", help="a file that is kept somewhere else")
    anchor.set_defaults(run=_anchor)


def _verify(options: argparse.Namespace) -> int:
    _with_database()
    from safelight.config import audit_commands

    return audit_commands.verify(partnership=options.partnership, anchors_file=options.anchors)


def _anchor(options: argparse.Namespace) -> int:
    _with_database()
    from safelight.config import audit_commands

    return audit_commands.anchor(to=options.to)


def _with_database() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safelight.config.settings")
    django.setup()
