"""Strict JSON: UTF-8 as RFC 8259 has it, without NaN, without a key given twice, without half a surrogate pair.

`loads` is the one judge of what is JSON here; faster readers elsewhere hand it whatever they are not sure of.
"""

from __future__ import annotations

import json
import re
from typing import Any

MAX_DEPTH = 100
"""Lists and objects inside one another; a case needs three."""

_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_BRACKETS = re.compile(r"[\[{]|[\]}]")
_HUGE = 10**30


class MalformedTextError(ValueError):
    """The text isn't strict JSON; the message says why."""


def loads(data: bytes) -> Any:
    """The value of a JSON text. Raises MalformedTextError."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedTextError(f"not UTF-8 at byte {error.start + 1}") from None
    if _depth(text) > MAX_DEPTH:
        raise MalformedTextError(f"nested too deeply: {MAX_DEPTH} levels at most")
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise MalformedTextError(f"not JSON at character {error.pos + 1}: {_reason(error.msg)}") from None
    if "\\u" in text:
        _refuse_half_pairs(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise MalformedTextError(f"the key {json.dumps(key)} is given twice in one object")
            seen.add(key)
    return value


def _refuse_constant(name: str) -> Any:
    raise MalformedTextError(f"{name} is not JSON")


def _integer(digits: str) -> int:
    return int(digits) if len(digits) < 30 else _HUGE


def _reason(message: str) -> str:
    return message[:1].lower() + message[1:].replace(" at", "").rstrip()


def _depth(text: str) -> int:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return 0
    deepest = depth = 0
    for bracket in _BRACKETS.finditer(_STRING.sub("", text)):
        depth += 1 if bracket.group() in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _refuse_half_pairs(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise MalformedTextError("half a surrogate pair is not a character") from None
