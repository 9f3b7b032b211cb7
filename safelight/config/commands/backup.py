"""`safelight backup` and `safelight restore`: what the operator types, and what they are told."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

KEY_SETTING = "SAFELIGHT_BACKUP_KEY_FILE"


def add(commands: Any) -> None:
    """Add both commands to the parser's."""
    backup = commands.add_parser("backup", help="write an encrypted copy of the whole record, while the server runs")
    backup.add_argument("--to", type=Path, metavar="FILE", help="the new file to write")
    _takes_key(backup)
    backup.set_defaults(run=_guarded(_make), to=None)
    actions = backup.add_subparsers(title="actions", metavar="ACTION")

    key = actions.add_parser("key", help="make the key that backups are encrypted with")
    key.add_argument("--to", dest="key_to", type=Path, metavar="KEYFILE", required=True, help="the new file to write")
    key.set_defaults(run=_guarded(_make_key))

    check = actions.add_parser("check", help="decrypt a backup and read it to its end, without restoring it")
    check.add_argument("file", type=Path, metavar="FILE")
    _takes_key(check)
    check.set_defaults(run=_guarded(_check))

    restore = commands.add_parser("restore", help="put a backup back; the record before it is kept aside")
    restore.add_argument("file", type=Path, metavar="FILE")
    _takes_key(restore)
    restore.add_argument("--into", default="", metavar="URL", help="an empty PostgreSQL database to restore into")
    restore.add_argument("--server-is-stopped", action="store_true", help="you have stopped the server and every job")
    restore.add_argument("--migrate", action="store_true", help="bring a backup of an older release up to date")
    restore.add_argument("--live-is-lost", action="store_true", help="the record that stands here cannot be read")
    restore.add_argument(
        "--despite-audit-faults", action="store_true", help="restore though the backup's audit log is broken"
    )
    restore.set_defaults(run=_guarded(_restore))


def _takes_key(parser: argparse.ArgumentParser) -> None:
    # SUPPRESS, so that an action's own default does not hide what stood before it.
    parser.add_argument(
        "--key", type=Path, metavar="KEYFILE", default=argparse.SUPPRESS, help=f"otherwise {KEY_SETTING} names it"
    )


def _guarded(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    def guarded(options: argparse.Namespace) -> int:
        import sqlite3

        import psycopg

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safelight.config.settings")
        from django.db import DatabaseError

        from safelight.backup.errors import Refused

        try:
            return run(options)
        except Refused as refused:
            print(refused, file=sys.stderr)
        except (DatabaseError, sqlite3.Error, psycopg.Error) as error:
            # The first line only: what follows may hold somebody's data.
            print(f"The database refused: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2

    return guarded


def _key(options: argparse.Namespace) -> bytes:
    from safelight.backup import keys
    from safelight.backup.errors import Refused

    given = getattr(options, "key", None) or os.environ.get(KEY_SETTING)
    if not given:
        raise Refused(
            f"Which key? Give --key KEYFILE, or set {KEY_SETTING}. “safelight backup key --to FILE” makes one."
        )
    return keys.read(Path(given))


def _make_key(options: argparse.Namespace) -> int:
    from safelight.backup import keys
    from safelight.backup.stream import key_id

    key = keys.make(options.key_to)
    print(f"Made the key {key_id(key)} in {options.key_to}.")
    print("Keep a copy of this file apart from this machine and from the backups: without it nobody can open them.")
    return 0


def _make(options: argparse.Namespace) -> int:
    import django

    from safelight.backup.errors import Refused

    if options.to is None:
        raise Refused("Where to? safelight backup --to FILE")
    key = _key(options)
    django.setup()
    from safelight.backup import actions

    print(f"Backed up and read back. {actions.make(to=options.to, key=key)}.")
    return 0


def _check(options: argparse.Namespace) -> int:
    key = _key(options)
    import django

    django.setup()
    from safelight.backup import actions

    print(f"This backup is whole. {actions.check(file=options.file, key=key)}.")
    return 0


def _restore(options: argparse.Namespace) -> int:
    key = _key(options)
    import django

    django.setup()
    from safelight.backup.restore import Choices, restore

    done = restore(
        file=options.file,
        key=key,
        choices=Choices(
            into=options.into,
            server_is_stopped=options.server_is_stopped,
            migrate=options.migrate,
            live_is_lost=options.live_is_lost,
            despite_audit_faults=options.despite_audit_faults,
        ),
    )
    print(f"Restored {done.rows} rows and {done.files} files; every table and file is as it was backed up.")
    for name, count in done.steps.items():
        print(f"  {name.replace('_', ' ')}: {count}")
    if not done.compared:
        print("There was no other record to compare with. What was disposed of, and whose access was ended, after the")
        print("backup was made is there again: go through both lists by hand before anybody signs in.")
    for path in done.aside:
        print(f"The record before it is kept in {path}. Delete it when you are sure.")
    if done.into:
        print("Now put the new database into DATABASE_URL (and the owner’s address), and start the server.")
    return 0
