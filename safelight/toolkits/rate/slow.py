"""Rates one case at a time: the plain path, and the judge of every case that the fast path isn't sure of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from safelight.toolkits.rating.engine import suggest
from safelight.toolkits.rating.rules import Rules

from . import strict
from .cases import CaseFaultError, read_case


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line: the key as a path (None when there is no object) and what is allowed."""

    key: str | None
    message: str


def rate_value(value: Any, toolkits: Mapping[str, Rules]) -> bytes:
    """The result of one case, as JSON. Raises CaseFaultError."""
    rules, case = read_case(value, toolkits)
    return orjson.dumps(suggest(rules, case).as_json())


def rate_line(line: bytes, toolkits: Mapping[str, Rules]) -> bytes | Fault | None:
    """The result of one line of JSON Lines, as JSON, or what is wrong with it; None for a line of white space."""
    if not line.strip(b" \t\r\n"):
        return None
    try:
        return rate_value(strict.loads(line), toolkits)
    except strict.MalformedTextError as error:
        return Fault(None, str(error))
    except CaseFaultError as error:
        return Fault(error.key, error.message)


def fault_line(number: int, fault: Fault) -> bytes:
    """What stands in a bad line's place in the output."""
    return orjson.dumps({"line": number, "error": {"key": fault.key, "message": fault.message}})
