"""What `safelight audit …` does: to standard output what was found, to standard error what was wrong with the asking.

The exit status is 0 for a sound log, 1 where a fault was found, 2 for bad input.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from uuid import UUID

from safelight.access import queries as access
from safelight.access.scope import partnership_scope, sign_in_scope
from safelight.audit import anchors, queries
from safelight.core import clock

SOUND, FAULTY, BAD_INPUT = 0, 1, 2
SHOWN = 100  # faults of one partnership that are written out; the rest are counted


def verify(*, partnership: str = "", anchors_file: str = "") -> int:
    """Walk each chain (or that of one partnership, by name or id) and say every fault with its place."""
    try:
        outside = _read(Path(anchors_file)) if anchors_file else {}
        chains = _chains(partnership, outside)
    except (OSError, LookupError, anchors.BadAnchors) as error:
        return _complain(error)
    status = SOUND
    for partnership_id, name in chains:
        with partnership_scope(partnership_id):
            found = queries.walk(partnership_id, outside.get(partnership_id, ()))
            shown = list(islice(found, SHOWN))
            more = _count(found)
            end = queries.head(partnership_id)
        for fault in shown:
            _say(f"{name}: entry {fault.sequence}: {fault.what}")
        if more:
            _say(f"{name}: and {more} more faults")
        if shown:
            status = FAULTY
        else:
            held = f", {len(outside[partnership_id])} anchors hold" if outside.get(partnership_id) else ""
            _say(f"{name}: sound, {end.length if end else 0} entries{held}")
    return status


def anchor(*, to: str) -> int:
    """Add a line for each chain to the file, unless one is broken or does not continue what the file says.

    All or nothing: one faulty chain and no line is added, so that the file never vouches for a broken log.
    """
    path = Path(to)
    try:
        outside = _read(path) if path.exists() else {}
        chains = _chains("", outside)
    except (OSError, LookupError, anchors.BadAnchors) as error:
        return _complain(error)
    lines: list[anchors.Anchor] = []
    status = SOUND
    for partnership_id, name in chains:
        with partnership_scope(partnership_id):
            # Taken before the walk: what is written meanwhile waits for the next anchor.
            end = queries.head(partnership_id)
            fault = next(queries.walk(partnership_id, outside.get(partnership_id, ())), None)
        if fault is not None:
            status = FAULTY
            _say(f"{name}: entry {fault.sequence}: {fault.what}")
        elif end is not None and end.length:
            lines.append(anchors.Anchor(clock.today(), partnership_id, end.length, end.hash))
    if status == FAULTY:
        _say("No anchor was written. `safelight audit verify` says every fault.")
        return status
    try:
        anchors.append(path, lines)
    except OSError as error:
        return _complain(error)
    _say(f"{len(lines)} anchors added to {path.name}")
    return SOUND


def _read(path: Path) -> dict[UUID, list[anchors.Anchor]]:
    with path.open(encoding="utf-8") as lines:
        return anchors.read(lines)


def _chains(partnership: str, outside: dict[UUID, list[anchors.Anchor]]) -> list[tuple[UUID, str]]:
    """Each partnership with what to call it: those there are, and those that only the log or an anchor knows."""
    with sign_in_scope():
        names = {found.pk: found.name for found in access.partnerships()}
    known = dict(names) | {other: str(other) for other in (queries.chained() | set(outside)) - set(names)}
    if not partnership:
        return sorted(known.items(), key=lambda item: item[1])
    wanted = [item for item in known.items() if partnership in (item[1], str(item[0]))]
    if not wanted:
        raise LookupError(f"there is no partnership {partnership!r}")
    return wanted


def _count(rest: Iterator[queries.Fault]) -> int:
    counted = deque(enumerate(rest, 1), maxlen=1)
    return counted[0][0] if counted else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _complain(error: Exception) -> int:
    sys.stderr.write(f"{error}\n")
    return BAD_INPUT
