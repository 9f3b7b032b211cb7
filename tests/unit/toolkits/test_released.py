"""Released files never change, and the published schema is the one that is used."""

import shutil
import subprocess
from pathlib import Path

import pytest

from safelight.core.paths import definitions
from safelight.toolkits.files import definition_files
from safelight.toolkits.problems import DefinitionError
from safelight.toolkits.released import SCHEMAS, ReleasedFileChanged, read_released, release, schema_text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(definitions(), tmp_path / "definitions")
    return tmp_path / "definitions"


@pytest.mark.req("RT-04")
def test_every_definition_file_has_the_hash_that_it_was_released_with() -> None:
    folder = definitions()
    names = {path.relative_to(folder).as_posix() for path in definition_files(folder)}
    assert set(read_released(folder)) == names
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "released.txt"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.req("RT-04")
def test_a_released_file_that_changed_is_refused(folder: Path) -> None:
    path = folder / "low-risk-guide.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# one more word\n", encoding="utf-8")
    before = (folder / "released.txt").read_text(encoding="utf-8")
    with pytest.raises(ReleasedFileChanged, match=r"low-risk-guide\.yaml"):
        release(folder)
    assert (folder / "released.txt").read_text(encoding="utf-8") == before
    after = release(folder, replace=frozenset({"low-risk-guide"}))
    assert read_released(folder) == after != dict(line.split("  ")[::-1] for line in before.splitlines())


def test_a_released_file_that_is_missing_is_refused(folder: Path) -> None:
    (folder / "low-risk-guide.yaml").unlink()
    with pytest.raises(ReleasedFileChanged, match="missing"):
        release(folder)


def test_a_faulty_or_misnamed_file_is_never_released(folder: Path) -> None:
    (folder / "another.yaml").write_text("kind: toolkit\n", encoding="utf-8")
    with pytest.raises(DefinitionError):
        release(folder)
    shutil.copy(folder / "low-risk-guide.yaml", folder / "another.yaml")
    with pytest.raises(DefinitionError, match=r"the file is named another"):
        release(folder)
    assert "another.yaml" not in read_released(folder)


def test_nothing_is_released_in_a_new_folder(tmp_path: Path) -> None:
    assert read_released(tmp_path) == {}


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_published_schema_is_current(kind: str) -> None:
    published = (definitions() / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert published == schema_text(kind), (
        f"run: safelight toolkit schema {kind} > definitions/schema/{kind}.schema.json"
    )
