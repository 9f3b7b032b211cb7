"""`safelight toolkit …` as a person types it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from safelight.config.cli import main
from safelight.core.paths import definitions

PATH = definitions() / "toolkits" / "portsmouth-2016.yaml"


def test_a_good_file_is_said_to_be_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["toolkit", "check", str(PATH)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"{PATH}: ok, toolkit portsmouth-2016, sha256 ")
    assert not err


def test_a_bad_file_gets_one_line_a_fault_and_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.yaml"
    text = PATH.read_text(encoding="utf-8").replace("  - code: M3\n", "  - code: M3\n    colour: red\n", 1)
    bad.write_text(text.replace("current: false", "current: perhaps"), encoding="utf-8")
    line = text[: text.index("colour")].count("\n") + 1
    assert main(["toolkit", "check", str(bad), str(PATH)]) == 2
    out, err = capsys.readouterr()
    assert err.splitlines() == [
        f"{bad}:{text[: text.index('current: ')].count(chr(10)) + 1}: current: must be true or false",
        f"{bad}:{line}: indicators[11].colour: unknown key",
    ]
    assert ": ok, " in out


@pytest.mark.req("RT-04")
def test_show_prints_the_whole_definition_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["toolkit", "show", "portsmouth-2016", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == yaml.safe_load(PATH.read_bytes())


def test_show_without_json_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["toolkit", "show", "portsmouth-2016"]) == 0
    out = capsys.readouterr().out
    assert "Disruption: 19 aims, 97 options" in out
    assert "Plan template: 11 outcomes, 36 actions" in out
    assert "Not current" in out
    assert main(["toolkit", "show", "low-risk-guide"]) == 0
    assert "Protective factors (6)" in capsys.readouterr().out
    assert main(["toolkit", "show", "coventry-plan"]) == 0
    out = capsys.readouterr().out
    assert "Plan template: 11 outcomes, 36 actions" in out
    assert "Disruption: 19 aims, 94 options, 4 of them cautions" in out
    assert main(["toolkit", "show", "powers"]) == 0
    assert "Police protection: police. Children Act 1989 s.46" in capsys.readouterr().out


def test_an_unknown_id_says_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["toolkit", "show", "../secrets", "--json"]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("there is no definition '../secrets'; there are: low-risk-guide, coventry-plan, ")
    assert err.endswith(", portsmouth-2016\n")


def test_show_refuses_a_file_with_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.yaml").write_text("kind: toolkit\n", encoding="utf-8")
    monkeypatch.setenv("SAFELIGHT_DEFINITIONS", str(tmp_path))
    assert main(["toolkit", "show", "mine"]) == 2
    assert "id: is missing" in capsys.readouterr().err


def test_the_schema_is_printed_and_files_are_released(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["toolkit", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Toolkit"
    assert main(["toolkit", "schema", "plan"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "PlanDefinition"
    monkeypatch.setenv("SAFELIGHT_DEFINITIONS", str(tmp_path))
    (tmp_path / "portsmouth-2016.yaml").write_bytes(PATH.read_bytes())
    assert main(["toolkit", "release"]) == 0
    (tmp_path / "portsmouth-2016.yaml").write_bytes(PATH.read_bytes() + b"# changed\n")
    assert main(["toolkit", "release"]) == 2
    assert "was released and has changed" in capsys.readouterr().err


def test_the_command_starts_without_django_or_pydantic() -> None:
    program = (
        "import sys; from safelight.config.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "sys.exit(any(name in sys.modules for name in ('django', 'pydantic', 'yaml', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0


def test_a_reader_that_goes_away_is_no_fault() -> None:
    command = f"{sys.executable} -m safelight.config.cli toolkit show portsmouth-2016 --json | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout == "{\n"
    assert not done.stderr
