"""Which definition files are released, and the hash of each: a released file never changes.

The list has the form that `sha256sum` reads and writes, so that anybody can check it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from safelight.toolkits.files import definition_files, load_folder_file
from safelight.toolkits.plan_schema import PlanDefinition
from safelight.toolkits.schema import Part, Toolkit

LIST = "released.txt"


class ReleasedFileChanged(Exception):
    """A file that is released no longer has the content that it was released with."""


def read_released(folder: Path) -> dict[str, str]:
    """The hash of each released file, by its path within `folder`. Empty when nothing is released."""
    path = folder / LIST
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: sha256 for sha256, name in (line.split("  ", 1) for line in lines if line)}


def release(folder: Path, *, replace: frozenset[str] = frozenset()) -> dict[str, str]:
    """Check every file, write the list, return it. All or nothing.

    Raises `DefinitionError` for a file with faults, and `ReleasedFileChanged` when a released one has changed and its
    id is not in `replace`, which is only for files that nobody has used yet.
    """
    before = read_released(folder)
    now: dict[str, str] = {}
    for path in definition_files(folder):
        name = path.relative_to(folder).as_posix()
        now[name] = load_folder_file(path).sha256
        if name in before and before[name] != now[name] and path.stem not in replace:
            raise ReleasedFileChanged(
                f"{name} was released and has changed since; give the changed copy a new id and file name"
            )
    for name in before:
        if name not in now:
            raise ReleasedFileChanged(f"{name} was released and is missing")
    text = "".join(f"{sha256}  {name}\n" for name, sha256 in now.items())
    (folder / LIST).write_text(text, encoding="utf-8")
    return now


SCHEMAS: dict[str, type[Part]] = {"toolkit": Toolkit, "plan": PlanDefinition}
"""The kinds of file whose shape is published in `definitions/schema/`, for editors that check while somebody types."""


def schema_text(kind: str) -> str:
    """The JSON Schema of one kind, as it stands in `definitions/schema/<kind>.schema.json`."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **SCHEMAS[kind].model_json_schema(),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
