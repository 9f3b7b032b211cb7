"""`safelight language check` and `safelight readability`: what the operator types."""

from __future__ import annotations

import argparse
from typing import Any

_LINES = 'Reads JSON Lines, {"text": …, "age": years or nothing}, and answers line for line.'
_FILE = "the file to read, or - for standard input, which is meant when none is named"


def add(commands: Any) -> None:
    """Add both commands to the parser's."""
    language = commands.add_parser("language", help="words about children: point out those that blame")
    actions = language.add_subparsers(title="actions", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="point out words that blame or judge a child", description=_LINES)
    check.add_argument("file", nargs="?", default="-", metavar="FILE", help=_FILE)
    check.set_defaults(run=_check)

    measure = commands.add_parser("readability", help="say how easy a text is to read", description=_LINES)
    measure.add_argument("file", nargs="?", default="-", metavar="FILE", help=_FILE)
    measure.set_defaults(run=_measure)


def _check(options: argparse.Namespace) -> int:
    from safelight.language import command

    return command.check_file(options.file)


def _measure(options: argparse.Namespace) -> int:
    from safelight.language import command

    return command.measure_file(options.file)
