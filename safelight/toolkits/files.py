"""Reads definition files: strict YAML, the shape of its kind, and everything that must hold together.

Every fault carries the line on which it stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from safelight.toolkits.checks import faults, place_in_rating
from safelight.toolkits.guide import LowRiskGuide, guide_faults
from safelight.toolkits.plan_checks import plan_faults, powers_faults
from safelight.toolkits.plan_schema import PlanDefinition, Powers
from safelight.toolkits.problems import DefinitionError, Problem, Where, written
from safelight.toolkits.schema import Toolkit
from safelight.toolkits.yaml_tree import LONGEST_FILE, NotReadable, Tree, read_tree

Parsed = Toolkit | LowRiskGuide | PlanDefinition | Powers

_WORDS = {
    "extra_forbidden": "unknown key",
    "missing": "is missing",
    "string_type": "must be words; put them in quotes if they look like a number",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "list_type": "must be a list",
    "model_type": "must be keys with values",
    "dict_type": "must be keys with values",
}


@dataclass(frozen=True, slots=True)
class DefinitionFile:
    """A definition that was read and found good: what it says, as parsed and as plain data, and its hash."""

    path: Path
    sha256: str
    content: dict[str, Any]
    parsed: Parsed

    @property
    def version(self) -> str:
        """The version that the file gives itself; a guide or a list of powers has none but its format."""
        if isinstance(self.parsed, Toolkit | PlanDefinition):
            return self.parsed.version
        return str(self.parsed.format)


def load_file(path: Path) -> DefinitionFile:
    """Read and check one file of any kind. Raises `DefinitionError` with every fault and its line."""
    try:
        with path.open("rb") as opened:
            content = opened.read(LONGEST_FILE + 1)
    except OSError as error:
        raise DefinitionError(str(path), [Problem(1, "", f"can't be read: {error.strerror}")]) from None
    return load_bytes(content, path)


def load_bytes(content: bytes, path: Path) -> DefinitionFile:
    """As `load_file`, from the file's content; `path` only names it in faults."""
    try:
        tree = read_tree(content)
    except NotReadable as error:
        raise DefinitionError(str(path), error.problems) from None
    if not isinstance(tree.data, dict):
        raise DefinitionError(str(path), [Problem(1, "", "a definition is keys with values")])
    try:
        parsed = parse(tree.data)
    except ValidationError as error:
        raise DefinitionError(str(path), list(_problems(error, tree))) from None
    except UnknownKind as error:
        raise DefinitionError(str(path), [Problem(tree.line_of(("kind",)), "kind", str(error))]) from None
    found = _faults(parsed)
    if problems := [Problem(tree.line_of(where), written(where), message) for where, message in found]:
        raise DefinitionError(str(path), problems)
    return DefinitionFile(path, hashlib.sha256(content).hexdigest(), tree.data, parsed)


def _faults(parsed: Parsed) -> Iterator[tuple[Where, str]]:
    match parsed:
        case Toolkit():
            return faults(parsed)
        case PlanDefinition():
            return plan_faults(parsed)
        case Powers():
            return powers_faults(parsed)
        case LowRiskGuide():
            return guide_faults(parsed)


def load_toolkit(path: Path) -> Toolkit:
    """Read and check a toolkit's file. Raises `DefinitionError`, also when it is a file of another kind."""
    parsed = load_file(path).parsed
    if not isinstance(parsed, Toolkit):
        raise DefinitionError(str(path), [Problem(1, "kind", "is not a toolkit")])
    return parsed


class UnknownKind(ValueError):
    """The file does not say which kind of definition it is."""


def parse(content: Mapping[str, Any]) -> Parsed:
    """The definition that plain data holds. Raises `UnknownKind` or pydantic's `ValidationError`.

    What joins one part to another is not looked at: data that comes from `load_file` has been checked.
    """
    match content.get("kind"):
        case "toolkit":
            return Toolkit.model_validate(content)
        case "low-risk-guide":
            return LowRiskGuide.model_validate(content)
        case "plan":
            return PlanDefinition.model_validate(content)
        case "powers":
            return Powers.model_validate(content)
    raise UnknownKind("must be toolkit, plan, powers or low-risk-guide")


OTHER_ROOMS = frozenset({"retention", "language", "directory", "guides", "clocks"})
"""Folders of definitions whose files others read and check: schedules, words, services, guides, clocks."""


def definition_files(folder: Path) -> list[Path]:
    """Every definition file of this room in `folder` and below, in a fixed order."""
    return sorted(path for path in folder.rglob("*.yaml") if path.parent.name not in OTHER_ROOMS)


def find_file(folder: Path, definition_id: str) -> Path | None:
    """The file of the definition with this id: its name is the id. None when there is none."""
    return next((path for path in definition_files(folder) if path.stem == definition_id), None)


def load_folder_file(path: Path) -> DefinitionFile:
    """As `load_file`, for a file of the definitions folder, whose name must be its id."""
    loaded = load_file(path)
    if loaded.parsed.id != path.stem:
        problem = Problem(1, "id", f"is {loaded.parsed.id}, but the file is named {path.stem}")
        raise DefinitionError(str(path), [problem])
    return loaded


def _problems(error: ValidationError, tree: Tree) -> Iterator[Problem]:
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        where: Where = each["loc"]
        if where == ("rating",) and each["type"] == "value_error":
            for fault in each["msg"].removeprefix("Value error, ").split("; "):
                inside = place_in_rating(fault, tree.data["rating"])
                yield Problem(tree.line_of(inside), written(inside), fault)
            continue
        yield Problem(tree.line_of(where), written(where), _WORDS.get(each["type"], each["msg"]))
