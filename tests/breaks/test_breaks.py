"""For the requirements that matter most to safety: take the behaviour away, and the test that shows it must fail.

Each ``ID.patch`` beside this file removes one behaviour. Its first lines, before the diff, say in words what it
removes and name the test that shows the behaviour (``Shown by: path::name``). The tree is copied, the tests pass
in the copy, then each patch is applied in turn, and its test must fail: by an assertion, not because it could not run.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATCHES = sorted(Path(__file__).parent.glob("*.patch"))
# The ids of this list that belong to what is built so far; the others join it with their issues.
EXPECTED = {
    *("RT-01", "RT-02", "RT-03", "RT-04", "RT-06", "RT-07"),
    *("PR-06", "PL-03", "BE-08", "SH-04", "SH-06", "YP-03", "MS-02"),
}

pytestmark = pytest.mark.slow


def shown_by(patch: Path) -> str:
    """The test that the patch's heading names."""
    found = re.search(r"^Shown by: (\S+::\S+)$", patch.read_text(), re.MULTILINE)
    assert found, f"{patch.name} does not name the test that shows the behaviour"
    return found[1]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the working tree: what git tracks and what it does not ignore."""
    folder = tmp_path_factory.mktemp("broken")
    files = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    for name in filter(None, files):
        source = ROOT / name
        if source.is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    built = ROOT / "safelight/ui/static/build"
    if built.is_dir():
        shutil.copytree(built, folder / "safelight/ui/static/build", dirs_exist_ok=True)
    return folder


def run_tests(folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    """Run tests in the copy, with the copy's code in front of the installed one."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SAFELIGHT_")}
    environment.pop("DATABASE_URL", None)
    environment |= {"PYTHONPATH": str(folder), "SAFELIGHT_DATA": str(folder / ".data"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        # Tables straight from the models: the migrations have tests of their own, and take most of the time.
        [sys.executable, "-m", "pytest", *names, "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-migrations"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_every_id_has_its_patch() -> None:
    assert {patch.stem for patch in PATCHES} == EXPECTED


def test_the_tests_pass_while_nothing_is_taken_away(copy: Path) -> None:
    sound = run_tests(copy, *(shown_by(patch) for patch in PATCHES))
    assert sound.returncode == 0, f"they do not pass to begin with:\n{sound.stdout[-3000:]}"


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.stem)
def test_the_test_fails_without_the_behaviour(copy: Path, patch: Path) -> None:
    name = shown_by(patch)
    subprocess.run(["git", "apply", "--whitespace=nowarn", str(patch)], cwd=copy, check=True)
    try:
        broken = run_tests(copy, name)
    finally:
        subprocess.run(["git", "apply", "--whitespace=nowarn", "-R", str(patch)], cwd=copy, check=True)
    assert broken.returncode == 1, f"{name} still passes without {patch.stem}:\n{broken.stdout[-3000:]}"
    assert " failed" in broken.stdout
    assert "error" not in broken.stdout.splitlines()[-1], f"{name} could not run:\n{broken.stdout[-3000:]}"
