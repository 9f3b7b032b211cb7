"""The `safelight` command. Each part is imported only when it is asked for, so that it starts fast."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from safelight.config.commands import audit, backup, emergency_pack, language, mail, missing, resources, tick


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the answer is its exit status: 0 when all is well, 2 for bad input."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        status: int = options.run(options)
        if sys.stdout is not None:  # None where it was closed before we began
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader went away, as `head` does: nothing more to say, and no complaint at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="safelight", description="Safelight's commands: definitions, cases, words, backups, the audit log."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    toolkit = commands.add_parser("toolkit", help="check, show or release definition files")
    actions = toolkit.add_subparsers(title="actions", metavar="ACTION", required=True)

    check = actions.add_parser("check", help="say whether a definition file is good, or every fault with its line")
    check.add_argument("files", nargs="+", metavar="FILE")
    check.set_defaults(run=_check)

    show = actions.add_parser("show", help="show a definition")
    show.add_argument("id", metavar="ID", help="for example portsmouth-2016")
    show.add_argument("--json", action="store_true", help="the whole definition as JSON")
    show.set_defaults(run=_show)

    schema = actions.add_parser("schema", help="print the JSON Schema of a toolkit's or a plan template's file")
    schema.add_argument("kind", nargs="?", choices=["toolkit", "plan"], default="toolkit")
    schema.set_defaults(run=_schema)

    release = actions.add_parser("release", help="check every definition file and write down its hash")
    release.add_argument(
        "--replace", action="append", default=[], metavar="ID", help="a released file that nobody has used yet"
    )
    release.set_defaults(run=_release)
    rate = commands.add_parser(
        "rate",
        help="suggest a level for each case of a JSON or JSON Lines file",
        description="Reads cases as JSON (one object, a list, or JSON Lines) and writes a suggestion for each.",
    )
    rate.add_argument("file", metavar="FILE", help="the file to read, or - for standard input")
    rate.set_defaults(run=_rate)
    backup.add(commands)
    audit.add(commands)
    mail.add(commands)
    language.add(commands)
    resources.add(commands)
    missing.add(commands)
    tick.add(commands)
    emergency_pack.add(commands)
    return parser


def _check(options: argparse.Namespace) -> int:
    from safelight.toolkits import commands

    return commands.check(options.files)


def _show(options: argparse.Namespace) -> int:
    from safelight.toolkits import commands

    return commands.show(options.id, as_json=options.json)


def _schema(options: argparse.Namespace) -> int:
    from safelight.toolkits import commands

    return commands.schema(options.kind)


def _release(options: argparse.Namespace) -> int:
    from safelight.toolkits import commands

    return commands.release_all(replace=options.replace)


def _rate(options: argparse.Namespace) -> int:
    from safelight.toolkits.rate.command import rate_file

    return rate_file(options.file)


if __name__ == "__main__":
    sys.exit(main())
