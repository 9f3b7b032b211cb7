"""Reads one definition file of any room strictly by its model. Pure but for reading.

For definitions that are one room's own; toolkits and plan templates are read by `safelight.toolkits.files`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from safelight.toolkits.problems import DefinitionError, Problem, written
from safelight.toolkits.yaml_tree import NotReadable, read_tree

_Model = TypeVar("_Model", bound=BaseModel)


def read_as(path: Path, model: type[_Model]) -> _Model:
    """What the file holds. Raises `DefinitionError` with every fault and its line, also where it can't be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DefinitionError(str(path), [Problem(1, "", f"can't be read: {error.strerror}")]) from None
    try:
        tree = read_tree(content)
    except NotReadable as error:
        raise DefinitionError(str(path), error.problems) from None
    try:
        return model.model_validate(tree.data)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        raise DefinitionError(
            str(path),
            [Problem(tree.line_of(one["loc"]), written(one["loc"]), _plain(one["msg"])) for one in found],
        ) from None


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")
