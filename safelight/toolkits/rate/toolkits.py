"""The toolkits that the command can rate with, read from the definition files when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml
from pydantic import ValidationError

from safelight.core.paths import definitions
from safelight.toolkits.rating.rules import Rules, RulesError, rules_from_mapping

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ToolkitUnreadableError(Exception):
    """A definition file can't be read, or its rating block is wrong. The message is one line."""


class Toolkits(Mapping[str, Rules]):
    """Rules by toolkit id. A file is named after its toolkit, so only the one that is used is opened."""

    def __init__(self, folder: Path | None = None) -> None:
        self._paths = {path.stem: path for path in sorted((folder or definitions() / "toolkits").glob("*.yaml"))}
        self._rules: dict[str, Rules] = {}

    def __getitem__(self, toolkit: str) -> Rules:
        """The rules. Raises KeyError for an unknown toolkit and ToolkitUnreadableError for a bad file."""
        if toolkit not in self._rules:
            self._rules[toolkit] = _read(self._paths[toolkit])
        return self._rules[toolkit]

    def __contains__(self, toolkit: object) -> bool:
        return toolkit in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _read(path: Path) -> Rules:
    try:
        with path.open("rb") as opened:
            return rules_from_mapping(yaml.load(opened, _Loader))  # noqa: S506  (a safe loader either way)
    except (OSError, yaml.YAMLError, ValidationError, RulesError, KeyError, TypeError) as error:
        raise ToolkitUnreadableError(
            f"the definition {path.name} can't be used ({type(error).__name__}); see: safelight toolkit check {path}"
        ) from error
