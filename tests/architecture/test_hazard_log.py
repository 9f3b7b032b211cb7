"""The hazard log says what the tests hold, and nothing that they do not."""

import subprocess
import sys
import tomllib

from tests.architecture.tree import ROOT

LIST = ROOT / "docs" / "hazards.txt"
LOG = (ROOT / "docs" / "hazard-log.md").read_text(encoding="utf-8")


def test_the_hazard_log_is_what_the_script_would_write() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "script" / "hazards"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_each_hazard_that_is_due_has_a_test_and_each_other_says_what_is_missing() -> None:
    words = tomllib.loads((ROOT / "docs" / "hazard-log.toml").read_text(encoding="utf-8"))
    lines = [line.split(maxsplit=2) for line in LIST.read_text(encoding="utf-8").splitlines() if line[:3] == "HZ-"]
    assert [name for name, _when, _title in lines] == list(words)
    sections = {name: LOG.split(f"## {name}:")[1].split("\n## ")[0] for name in words}
    wrong = []
    for name, when, _title in lines:
        if when == "now" and ("**Tests.**" not in sections[name] or "**Not yet:**" in sections[name]):
            wrong.append(f"{name} is due and has no test")
        if when == "later" and "**Not yet:**" not in sections[name]:
            wrong.append(f"{name} is not due and does not say what is missing")
    assert not wrong


def test_the_script_ends_with_2_for_what_it_does_not_know() -> None:
    script = str(ROOT / "script" / "hazards")
    done = subprocess.run([sys.executable, script, "--what"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "script/hazards --check" in done.stderr
