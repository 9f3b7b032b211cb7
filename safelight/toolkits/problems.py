"""Faults in a definition file, each with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Where = tuple[str | int, ...]
"""Where in a definition something stands: keys, and places in lists counted from 0."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: the line (from 1), the path as people read it, and what is wrong."""

    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.line}: {self.path}: {self.message}" if self.path else f"{self.line}: {self.message}"


class DefinitionError(Exception):
    """A definition file that can't be used. `problems` lists every fault that was found, by line."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = sorted(problems)
        super().__init__("\n".join(f"{file}:{problem}" for problem in self.problems))


def written(path: Where) -> str:
    """A path as people read it: `indicators[3].label`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text
