"""`safelight missing triggers`: episodes in, triggers out, as JSON; a case, a list of cases or JSON Lines."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, BinaryIO, TextIO

import orjson

from safelight.core.clock import LONDON
from safelight.missing.clock import Impossible, Span, check, triggers
from safelight.toolkits.rate import strict
from safelight.toolkits.rate.framing import Text, split_single

OK = 0
BAD_INPUT = 2
INTERRUPTED = 130  # what shells answer for Ctrl-C

_COMMAND = "safelight missing triggers"
_LONGEST_KEY = 80
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2}|\d{8})"
    r"T(\d{2}(:\d{2}(:\d{2}([.,]\d+)?)?)?|\d{4}(\d{2}([.,]\d+)?)?)"
    r"(Z|[+-]\d{2}(:?\d{2})?)",
    re.ASCII,
)
_MOMENT_ALLOWED = "allowed: a moment in ISO 8601 with its offset, such as 2026-03-29T01:30:00+01:00"
_WRONG = {
    "start": ("from", "allowed: a moment that is not after now"),
    "until": ("until", "allowed: a moment after from, or null"),
    "overlap": ("from", "this episode overlaps another one"),
}


class BadCase(ValueError):
    """The first fault of a case: the key as a path (None: no object at all) and what is allowed."""

    def __init__(self, key: str | None, message: str) -> None:
        self.key = key
        self.message = message
        super().__init__(message)


class _Stopped(Exception):
    """The run ends here with exit status 2; the message is the one line that is said."""


def triggers_file(name: str) -> int:
    """Answer the cases of a file (or ``-``, standard input) on standard output; the answer is the exit status."""
    if sys.stdout is None or (name == "-" and sys.stdin is None):
        return _complain(sys.stderr, f"{name}: standard input or output is closed")
    try:
        if name == "-":
            return run(sys.stdin.buffer, sys.stdout.buffer, sys.stderr)
        with open(name, "rb") as source:
            return run(source, sys.stdout.buffer, sys.stderr)
    except BrokenPipeError:
        # The reader went away, as `head` does: stop without a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except (OSError, ValueError) as error:
        # A name with a null character is a ValueError.
        return _complain(sys.stderr, f"{name}: {getattr(error, 'strerror', None) or 'can’t be read'}")


def run(source: BinaryIO, results: BinaryIO, errors: TextIO) -> int:
    """Answer what ``source`` holds. A bad case ends a list or a single case; a bad line is answered in its place."""
    try:
        text = Text(source)
        if not text.first:
            raise _Stopped("the text is empty: a case, a list of cases or JSON Lines is needed")
        if text.first == b"[":
            _answer_list(text.rest(), results)
            return OK
        single, lines = split_single(text)
        if single is None:
            return _answer_lines(lines, text.lines_skipped, results, errors)
        try:
            _write(orjson.dumps(answer(single)) + b"\n", results)
        except BadCase as fault:
            raise _Stopped(_told("case 0", fault)) from None
        return OK
    except _Stopped as error:
        return _complain(errors, str(error))


def answer(value: Any) -> dict[str, Any]:
    """What is written for one case. Raises ``BadCase``."""
    now, episodes = read_case(value)
    return {
        "triggers": [
            {"trigger": one.code.value, "at": written(one.at), "episodes": list(one.episodes)}
            for one in triggers(episodes, now)
        ]
    }


def written(moment: datetime) -> str:
    """A moment in UTC, ending in Z; fractions of a second only where there are any."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def read_case(value: Any) -> tuple[datetime, list[Span]]:
    """Now, and the episodes of one child. Raises ``BadCase``."""
    if not isinstance(value, dict):
        raise BadCase(None, "a case is a JSON object")
    _check_keys(value, ("now", "episodes"), ("now", "episodes"), "")
    now = _moment(value["now"], "now")
    if not isinstance(value["episodes"], list):
        raise BadCase("episodes", "allowed: a list of episodes")
    episodes = [_episode(one, f"episodes[{place}]") for place, one in enumerate(value["episodes"])]
    try:
        check(episodes, now)
    except Impossible as wrong:
        key, message = _WRONG[wrong.what]
        raise BadCase(f"episodes[{wrong.place}].{key}", message) from None
    return now, episodes


def _episode(value: Any, path: str) -> Span:
    if not isinstance(value, dict):
        raise BadCase(path, "an episode is a JSON object")
    _check_keys(value, ("from", "until"), ("from",), f"{path}.")
    until = value.get("until")
    return Span(
        _moment(value["from"], f"{path}.from"), None if until is None else _moment(until, f"{path}.until", or_null=True)
    )


def _check_keys(value: dict[str, Any], allowed: tuple[str, ...], required: tuple[str, ...], path: str) -> None:
    for key in value:
        if key not in allowed:
            raise BadCase(path + key, f"unknown key; allowed: {', '.join(allowed)}")
    for key in required:
        if key not in value:
            raise BadCase(path + key, "this key is required")


def _moment(value: Any, key: str, *, or_null: bool = False) -> datetime:
    allowed = _MOMENT_ALLOWED + (", or null" if or_null else "")
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise BadCase(key, allowed)
    try:
        moment = datetime.fromisoformat(value).astimezone(UTC)
        moment.astimezone(LONDON)
    except (ValueError, OverflowError):
        raise BadCase(key, f"{allowed}; this moment doesn't exist") from None
    return moment


def _answer_list(data: bytes, results: BinaryIO) -> None:
    try:
        values = strict.loads(data)
    except strict.MalformedTextError as error:
        raise _Stopped(str(error)) from None
    answered = []
    for place, value in enumerate(values):
        try:
            answered.append(orjson.dumps(answer(value)))
        except BadCase as fault:
            raise _Stopped(_told(f"case {place}", fault)) from None
    _write(b"[" + b",\n".join(answered) + b"]\n", results)


def _answer_lines(blocks: Iterable[list[bytes]], skipped: int, results: BinaryIO, errors: TextIO) -> int:
    number, bad, first = skipped, 0, ""
    for block in blocks:
        for line in block:
            number += 1
            if not line.strip(b" \t\r\n"):
                continue
            try:
                answered = answer(_loaded(line))
            except BadCase as fault:
                bad += 1
                first = first or _told(f"line {number}", fault)
                answered = {"line": number, "error": {"key": fault.key, "message": fault.message}}
            _write(orjson.dumps(answered) + b"\n", results)
    if bad:
        return _complain(errors, f"{bad} bad {'line' if bad == 1 else 'lines'}, the first is {first}")
    return OK


def _loaded(line: bytes) -> Any:
    try:
        return strict.loads(line)
    except strict.MalformedTextError as error:
        raise BadCase(None, str(error)) from None


def _write(data: bytes, results: BinaryIO) -> None:
    try:
        results.write(data)
        results.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _Stopped(f"the results can't be written: {error.strerror}") from None


def _told(case: str, fault: BadCase) -> str:
    return f"{case}, {_printable(fault.key)}: {fault.message}" if fault.key is not None else f"{case}: {fault.message}"


def _printable(key: str) -> str:
    """A key as it may stand on one line of a terminal: short, and without characters that act."""
    shown = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in key)
    return shown if len(shown) <= _LONGEST_KEY else shown[:_LONGEST_KEY] + "…"


def _complain(errors: TextIO, message: str) -> int:
    line = " ".join(message.split())
    try:
        errors.write(f"{_COMMAND}: {line}\n")
    except UnicodeEncodeError:
        errors.write(f"{_COMMAND}: {line.encode('ascii', 'backslashreplace').decode()}\n")
    return BAD_INPUT
