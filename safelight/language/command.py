"""`safelight language check` and `safelight readability`: JSON Lines in, an answer for each line out.

A bad line is answered in its place with what is wrong with it, and the rest goes on; the exit status is then 2. No
more than one line is held at a time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, BinaryIO, TextIO

import orjson

from safelight.language.adviser import check
from safelight.language.readability import measure
from safelight.toolkits.problems import DefinitionError
from safelight.toolkits.rate import strict

OK = 0
BAD_INPUT = 2
INTERRUPTED = 130  # what shells answer for Ctrl-C
OLDEST_AGE = 120
_KEYS = ("text", "age")
_MARK = b"\xef\xbb\xbf"
_LONGEST_KEY = 80

Answer = Callable[[str, "int | None"], dict[str, Any]]


class BadLine(ValueError):
    """What is wrong with a line: the key (None when there is no object), and what is allowed."""

    def __init__(self, key: str | None, message: str) -> None:
        self.key = key
        self.message = message
        super().__init__(message)


class _Stopped(Exception):
    """The run ends here with exit status 2; the message is the one line that is said."""


def check_file(name: str) -> int:
    """Point out words that blame, in each text of a file (or ``-``, standard input); answers the exit status."""
    return _run(name, "safelight language check", findings)


def measure_file(name: str) -> int:
    """Measure how easy each text of a file (or ``-``, standard input) is to read; answers the exit status."""
    return _run(name, "safelight readability", reading)


def findings(text: str, age: int | None) -> dict[str, Any]:
    """What `safelight language check` answers for one text."""
    return {"findings": [asdict(each) for each in check(text, age)]}


def reading(text: str, age: int | None) -> dict[str, Any]:
    """What `safelight readability` answers for one text."""
    return asdict(measure(text, age))


def answer_lines(source: BinaryIO, results: BinaryIO, errors: TextIO, *, command: str, answer: Answer) -> int:
    """Answer each line of ``source``; blank lines are passed over but counted. The answer is the exit status."""
    bad, first = 0, ""
    try:
        for number, line in enumerate(source, start=1):
            text = line.removeprefix(_MARK) if number == 1 else line
            if not text.strip(b" \t\r\n"):
                continue
            try:
                answered = answer(*read_line(text))
            except BadLine as fault:
                bad += 1
                key = f", {_printable(fault.key)}" if fault.key is not None else ""
                first = first or f"line {number}{key}: {fault.message}"
                answered = {"line": number, "error": {"key": fault.key, "message": fault.message}}
            _write(orjson.dumps(answered) + b"\n", results)
    except (_Stopped, DefinitionError) as error:
        return _complain(errors, command, str(error))
    if bad:
        return _complain(errors, command, f"{bad} bad {'line' if bad == 1 else 'lines'}, the first is {first}")
    return OK


def read_line(line: bytes) -> tuple[str, int | None]:
    """The text and the age that a line gives. Raises ``BadLine``."""
    try:
        value = strict.loads(line)
    except strict.MalformedTextError as error:
        raise BadLine(None, str(error)) from None
    if not isinstance(value, dict):
        raise BadLine(None, "a line is a JSON object")
    for key in value:
        if key not in _KEYS:
            raise BadLine(key, f"unknown key; allowed: {', '.join(_KEYS)}")
    if "text" not in value:
        raise BadLine("text", "this key is required; allowed: a text")
    text, age = value["text"], value.get("age")
    if not isinstance(text, str):
        raise BadLine("text", "allowed: a text")
    if age is not None and (type(age) is not int or not 0 <= age <= OLDEST_AGE):
        raise BadLine("age", f"allowed: a whole number from 0 to {OLDEST_AGE}, or null")
    return text, age


def _run(name: str, command: str, answer: Answer) -> int:
    if sys.stdout is None or (name == "-" and sys.stdin is None):
        return _complain(sys.stderr, command, f"{name}: standard input or output is closed")
    try:
        if name == "-":
            return answer_lines(sys.stdin.buffer, sys.stdout.buffer, sys.stderr, command=command, answer=answer)
        with open(name, "rb") as source:
            return answer_lines(source, sys.stdout.buffer, sys.stderr, command=command, answer=answer)
    except BrokenPipeError:
        # The reader went away, as `head` does: stop without a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except (OSError, ValueError) as error:
        # A name with a null character is a ValueError.
        return _complain(sys.stderr, command, f"{name}: {getattr(error, 'strerror', None) or 'can’t be read'}")


def _write(data: bytes, results: BinaryIO) -> None:
    try:
        results.write(data)
        results.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _Stopped(f"the results can't be written: {error.strerror}") from None


def _printable(key: str) -> str:
    """A key as it may stand on one line of a terminal: short, and without characters that act."""
    shown = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in key)
    return shown if len(shown) <= _LONGEST_KEY else shown[:_LONGEST_KEY] + "…"


def _complain(errors: TextIO, command: str, message: str) -> int:
    line = " ".join(message.split())
    try:
        errors.write(f"{command}: {line}\n")
    except UnicodeEncodeError:
        errors.write(f"{command}: {line.encode('ascii', 'backslashreplace').decode()}\n")
    return BAD_INPUT
