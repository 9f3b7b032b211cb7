"""What `safelight mail …` does: to standard output what was done, to standard error what was wrong with the asking."""

from __future__ import annotations

import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from safelight.access.scope import each_partnership
from safelight.delivery import actions, bounces

FINE, BAD_INPUT = 0, 2
LARGEST = 20_000_000  # a notice returns at most the message with its file


def send() -> int:
    """Send what waits in each partnership's outbox."""
    tried = sum(actions.deliver_waiting(partnership) for partnership in each_partnership())
    sys.stdout.write(f"tried: {tried}\n")
    return FINE


def read_bounces(source: str, standard_input: BinaryIO) -> int:
    """Note which messages came back, from a maildir, an mbox file, one message, or ``-``."""
    try:
        notices = list(_notices(source, standard_input))
    except (OSError, mailbox.Error) as error:
        sys.stderr.write(f"Can’t read it: {error.__class__.__name__}\n")
        return BAD_INPUT
    failed = [found for notice in notices for found in bounces.failed_ids(notice)]
    noted = sum(actions.note_returned(failed, partnership) for partnership in each_partnership())
    sys.stdout.write(f"read: {len(notices)}, not delivered: {noted}\n")
    return FINE


def _notices(source: str, standard_input: BinaryIO) -> Iterator[bytes]:
    if source == "-":
        yield standard_input.read(LARGEST)
        return
    path = Path(source)
    if path.is_dir():
        folder = mailbox.Maildir(path, create=False)
        for key in folder.iterkeys():
            yield folder.get_bytes(key)
        return
    content = path.read_bytes()
    if not content.startswith(b"From "):
        yield content
        return
    found = mailbox.mbox(path, create=False)
    try:
        for key in found.iterkeys():
            yield found.get_bytes(key)
    finally:
        found.close()
