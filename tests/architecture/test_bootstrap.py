"""What script/bootstrap refuses before it changes anything."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", [".venv", "node_modules"])
def test_bootstrap_does_not_install_through_a_symbolic_link(tmp_path: Path, name: str) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    shutil.copytree(ROOT / "script", here / "script")
    elsewhere.mkdir()
    (here / name).symlink_to(elsewhere)
    ran = subprocess.run([str(here / "script" / "bootstrap")], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert f"{name} is a symbolic link" in ran.stderr and f"rm {name}" in ran.stderr
    assert list(elsewhere.iterdir()) == [] and (here / name).is_symlink()
