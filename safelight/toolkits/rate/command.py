"""The `safelight rate` command: what comes in, what goes out, and what is said when something is wrong."""

from __future__ import annotations

import contextlib
import fcntl
import gc
import os
import sys
from collections.abc import Iterable, Mapping
from typing import BinaryIO, TextIO

from safelight.toolkits.rating.rules import Rules

from . import strict
from .cases import CaseFaultError
from .framing import BLOCK, Text, split_single
from .rater import BATCH, BadCaseError, Rater
from .slow import Fault, fault_line, rate_value
from .toolkits import Toolkits, ToolkitUnreadableError

OK = 0
BAD_INPUT = 2
INTERRUPTED = 130  # what shells answer for Ctrl-C
LONGEST_KEY = 80


class StoppedError(Exception):
    """The run ends here with exit status 2; the message is the one line that is said."""


def rate_file(name: str) -> int:
    """Rates the cases of a file (or `-`, standard input) to standard output; the answer is the exit status.

    Nothing but results goes to standard output. Of bad input one line goes to standard error.
    """
    if sys.stdout is None or (name == "-" and sys.stdin is None):
        return _complain(sys.stderr, f"{name}: standard input or output is closed")
    # Results hold no reference to themselves, so looking for such cycles only costs time.
    gc.disable()
    try:
        if name == "-":
            _widen(sys.stdin.buffer)
            return rate(sys.stdin.buffer, sys.stdout.buffer, sys.stderr, Toolkits())
        with open(name, "rb") as source:
            return rate(source, sys.stdout.buffer, sys.stderr, Toolkits())
    except BrokenPipeError:
        return _reader_went_away()
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _complain(sys.stderr, f"{name}: {error.strerror or 'input or output failed'}")
    finally:
        gc.enable()


def _widen(source: BinaryIO) -> None:
    """Lets a pipe hold enough for a batch, where the system can: rating few cases at a time is slower."""
    with contextlib.suppress(OSError, AttributeError):
        fcntl.fcntl(source, fcntl.F_SETPIPE_SZ, 2 * BLOCK)


def rate(source: BinaryIO, results: BinaryIO, errors: TextIO, toolkits: Mapping[str, Rules]) -> int:
    """Rates what `source` holds; the answer is the exit status."""
    try:
        text = Text(source)
        if not text.first:
            raise StoppedError("the text is empty: a case, a list of cases or JSON Lines is needed")
        if text.first == b"[":
            _rate_list(text.rest(), results, toolkits)
            return OK
        single, lines = split_single(text)
        if single is not None:
            _rate_single(single, results, toolkits)
            return OK
        return _rate_lines(lines, text.lines_skipped, results, errors, toolkits)
    except (StoppedError, ToolkitUnreadableError) as error:
        return _complain(errors, str(error))


def _rate_single(value: object, results: BinaryIO, toolkits: Mapping[str, Rules]) -> None:
    try:
        result = rate_value(value, toolkits)
    except CaseFaultError as error:
        raise StoppedError(_about("case 0", error.key, error.message)) from None
    _write(result + b"\n", results)


def _rate_list(data: bytes, results: BinaryIO, toolkits: Mapping[str, Rules]) -> None:
    try:
        rated = Rater(toolkits).rate_list(data)
    except strict.MalformedTextError as error:
        raise StoppedError(str(error)) from None
    except BadCaseError as error:
        raise StoppedError(_about(f"case {error.number}", error.fault.key, error.fault.message)) from None
    _write(b"[" + b",\n".join(rated) + b"]\n", results)


def _rate_lines(
    blocks: Iterable[list[bytes]], skipped: int, results: BinaryIO, errors: TextIO, toolkits: Mapping[str, Rules]
) -> int:
    rater = Rater(toolkits)
    number, bad, first = skipped, 0, ""
    for block in blocks:
        for start in range(0, len(block), BATCH):
            written = []
            for result in rater.rate_lines(block[start : start + BATCH]):
                number += 1
                if isinstance(result, Fault):
                    bad += 1
                    first = first or _about(f"line {number}", result.key, result.message)
                    written.append(fault_line(number, result))
                elif result is not None:
                    written.append(result)
            if written:
                _write(b"\n".join(written) + b"\n", results)
    if bad:
        return _complain(errors, f"{bad} bad {'line' if bad == 1 else 'lines'}, the first is {first}")
    return OK


def _write(data: bytes, results: BinaryIO) -> None:
    try:
        results.write(data)
        results.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StoppedError(f"the results can't be written: {error.strerror}") from None


def _about(case: str, key: str | None, message: str) -> str:
    return f"{case}, {_printable(key)}: {message}" if key is not None else f"{case}: {message}"


def _printable(key: str) -> str:
    """A key as it may stand on one line of a terminal: short, and without characters that act."""
    shown = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in key)
    return shown if len(shown) <= LONGEST_KEY else shown[:LONGEST_KEY] + "…"


def _complain(errors: TextIO, message: str) -> int:
    line = " ".join(message.split())
    try:
        errors.write(f"safelight rate: {line}\n")
    except UnicodeEncodeError:
        errors.write(f"safelight rate: {line.encode('ascii', 'backslashreplace').decode()}\n")
    return BAD_INPUT


def _reader_went_away() -> int:
    """The reader of standard output closed it, as `head` does: stop without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
