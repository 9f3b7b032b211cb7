"""Reads a small, safe part of YAML and remembers the line of every key.

Definitions need mappings, lists, words, whole numbers, true, false and null, so nothing else is read: a key that
stands twice, an anchor or alias (with which a short file can grow without end), a tag, a second document and a
file without measure are refused. Words such as `yes` and `no` are words, as people mean them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from safelight.toolkits.problems import Problem, Where, written

LONGEST_FILE = 2_000_000
DEEPEST = 40

_WHOLE_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})$")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Tree:
    """What a file says (`data`), and the line on which each path begins."""

    data: Any
    lines: dict[Where, int] = field(repr=False)

    def line_of(self, path: Where) -> int:
        """The line of `path`, or of the nearest thing around it that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class NotReadable(Exception):
    """The text is not YAML of the kind that definitions are written in."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(map(str, problems)))


def read_tree(content: bytes) -> Tree:
    """Read one file's content. Raises `NotReadable` with the lines of what can't be read."""
    if len(content) > LONGEST_FILE:
        raise NotReadable([Problem(1, "", f"the file is longer than {LONGEST_FILE:,} bytes")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise NotReadable([Problem(line, "", "the file is not UTF-8 text")]) from None
    reader = _Reader(text)
    data = reader.document()
    if reader.problems:
        raise NotReadable(reader.problems)
    return Tree(data, reader.lines)


class _Reader:
    """Builds the data from the parser's events, so that depth and aliases are seen before anything is built."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: dict[Where, int] = {}
        self.problems: list[Problem] = []
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)

    def document(self) -> Any:
        """The file's one document."""
        self._next()  # the stream begins
        begin = self._next()
        if isinstance(begin, yaml.StreamEndEvent):
            raise NotReadable([Problem(1, "", "the file is empty")])
        data = self._value(self._next(), ())
        self._next()  # the document ends
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise NotReadable([_at(after, (), "only one document may stand in a file")])
        return data

    def _next(self) -> yaml.Event:
        try:
            return next(self.events)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            message = error.problem or error.context or "not YAML"
            raise NotReadable([*self.problems, Problem(line, "", message)]) from None
        except yaml.reader.ReaderError as error:
            line = self.text[: error.position].count("\n") + 1
            raise NotReadable(
                [*self.problems, Problem(line, "", f"a character that is not allowed: {error.reason}")]
            ) from None

    def _value(self, event: yaml.Event, path: Where) -> Any:
        self.lines.setdefault(path, _line(event))
        if len(path) > DEEPEST:
            raise NotReadable([_at(event, path, f"nested more than {DEEPEST} deep")])
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise NotReadable([_at(event, path, "anchors and aliases are not allowed: write it out")])
        if getattr(event, "tag", None):
            raise NotReadable([_at(event, path, "tags are not allowed")])
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        assert isinstance(event, yaml.ScalarEvent)
        return _scalar(event)

    def _mapping(self, path: Where) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise NotReadable([_at(event, path, "a key must be a word")])
            key = event.value
            here = (*path, key)
            if key in found:
                self.problems.append(
                    _at(event, here, f"this key stands twice; the first is on line {self.lines[here]}")
                )
                self._value(self._next(), (*here, ""))
                continue
            self.lines[here] = _line(event)
            found[key] = self._value(self._next(), here)
        return found

    def _sequence(self, path: Where) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return found


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _at(event: yaml.Event, path: Where, message: str) -> Problem:
    return Problem(_line(event), written(path), message)


def _scalar(event: yaml.ScalarEvent) -> str | int | bool | None:
    value: str = event.value
    if event.style:
        return value
    if value in {"", "~", "null"}:
        return None
    if value in {"true", "false"}:
        return value == "true"
    if _WHOLE_NUMBER.match(value):
        return int(value)
    return value
