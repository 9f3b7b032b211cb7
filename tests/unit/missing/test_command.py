"""`safelight missing triggers`: JSON, a list or JSON Lines in; triggers out; bad input told and nothing guessed."""

import io
import json
import subprocess
import sys
from typing import Any

import pytest

from safelight.missing.command import run

pytestmark = pytest.mark.req("MS-02")
GOOD: dict[str, Any] = {
    "now": "2026-04-10T00:00:00Z",
    "episodes": [{"from": "2026-03-27T10:00:00+00:00", "until": None}],
}
GOOD_ANSWER = {
    "triggers": [
        {"trigger": "72-hours", "at": "2026-03-30T10:00:00Z", "episodes": [0]},
        {"trigger": "7-days", "at": "2026-04-03T10:00:00Z", "episodes": [0]},
    ]
}


def ran(text: str) -> tuple[int, str, str]:
    out, errors = io.BytesIO(), io.StringIO()
    status = run(io.BytesIO(text.encode()), out, errors)
    return status, out.getvalue().decode(), errors.getvalue()


def test_one_case_a_list_and_lines_are_answered_in_their_shape() -> None:
    one = json.dumps(GOOD)
    assert (ran(one)[0], json.loads(ran(one)[1])) == (0, GOOD_ANSWER)
    assert json.loads(ran(json.dumps(GOOD, indent=2))[1]) == GOOD_ANSWER
    assert json.loads(ran(json.dumps([GOOD, GOOD]))[1]) == [GOOD_ANSWER, GOOD_ANSWER]
    assert json.loads(ran("[]")[1]) == []
    lines = ran(f"{one}\n\n{one}\n")
    assert [json.loads(line) for line in lines[1].splitlines()] == [GOOD_ANSWER, GOOD_ANSWER]
    assert (lines[0], lines[2]) == (0, "")
    assert list(json.loads(ran(one)[1])["triggers"][0]) == ["trigger", "at", "episodes"]


def changed(**values: Any) -> dict[str, Any]:
    return {**GOOD, **values}


def episodes(*pairs: tuple[Any, Any]) -> dict[str, Any]:
    return changed(episodes=[{"from": start, "until": end} for start, end in pairs])


BAD = [
    (changed(now="2026-04-10T00:00:00"), "now"),
    (changed(now=5), "now"),
    (changed(now="2026-04-10"), "now"),
    (changed(now="2026-02-30T00:00:00Z"), "now"),
    (changed(more=1), "more"),
    ({"now": GOOD["now"]}, "episodes"),
    (changed(episodes={}), "episodes"),
    (changed(episodes=[5]), "episodes[0]"),
    (changed(episodes=[{"until": None}]), "episodes[0].from"),
    (changed(episodes=[{"from": "2026-03-01T10:00:00", "until": None}]), "episodes[0].from"),
    (episodes(("2026-03-01T10:00:00Z", "2026-03-01T10:00:00")), "episodes[0].until"),
    (episodes(("2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z")), "episodes[0].until"),
    (episodes(("2026-03-01T10:00:00+01:00", "2026-03-01T09:00:00Z")), "episodes[0].until"),
    (episodes(("2026-04-10T00:00:01Z", None)), "episodes[0].from"),
    (episodes(("2026-03-01T10:00:00Z", None), ("2026-03-02T10:00:00Z", None)), "episodes[1].from"),
    ([], None),
]


@pytest.mark.parametrize(("case", "key"), BAD)
def test_bad_input_is_told_with_its_key_and_exit_status_2(case: Any, key: str | None) -> None:
    status, out, errors = ran(json.dumps([case]))
    assert (status, out) == (2, "")
    assert errors.startswith("safelight missing triggers: case 0")
    assert errors.count("\n") == 1
    status, out, errors = ran(f"{json.dumps(GOOD)}\n{json.dumps(case)}\n{json.dumps(GOOD)}\n")
    assert status == 2
    first, second, third = (json.loads(line) for line in out.splitlines())
    assert (first, third) == (GOOD_ANSWER, GOOD_ANSWER)
    assert (second["line"], second["error"]["key"]) == (2, key)
    assert "1 bad line, the first is line 2" in errors


@pytest.mark.parametrize("text", ["", "  \n", "[", '{"now": NaN}', '{"now": 1, "now": 2}', "\udcff"])
def test_what_is_no_json_is_bad_input(text: str) -> None:
    out, errors = io.BytesIO(), io.StringIO()
    assert run(io.BytesIO(text.encode("utf-8", "surrogateescape")), out, errors) == 2
    assert errors.getvalue().count("\n") == 1


def test_offsets_basic_shapes_and_parts_of_seconds_are_read() -> None:
    for start in ("2026-03-29T01:30:00+01:00", "2026-03-29T00:30Z", "20260329T003000Z", "2026-03-29T00:30:00.000Z"):
        found = json.loads(ran(json.dumps(episodes((start, None))))[1])["triggers"]
        assert found[0]["at"] == "2026-04-01T00:30:00Z"
    (first, _second) = json.loads(ran(json.dumps(episodes(("2026-03-29T00:30:00.25Z", None))))[1])["triggers"]
    assert first["at"] == "2026-04-01T00:30:00.250000Z"


def test_moments_at_the_ends_of_the_calendar_are_no_crash() -> None:
    far = {"now": "9999-12-31T23:59:59Z", "episodes": [{"from": "9999-12-30T00:00:00Z", "until": None}]}
    assert ran(json.dumps(far))[:2] == (0, '{"triggers":[]}\n')
    first = {"now": "0001-01-01T00:00:00+14:00", "episodes": []}
    assert ran(json.dumps(first))[0] == 2


def test_the_command_reads_standard_input_and_files_and_needs_no_settings(tmp_path: Any) -> None:
    command = [sys.executable, "-m", "safelight.config.cli", "missing", "triggers"]
    file = tmp_path / "case.json"
    file.write_text(json.dumps(GOOD))
    for arguments, given in (([], json.dumps(GOOD)), (["-"], json.dumps(GOOD)), ([str(file)], None)):
        done = subprocess.run([*command, *arguments], input=given, capture_output=True, text=True, check=False)
        assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, GOOD_ANSWER, "")
    gone = subprocess.run([*command, str(tmp_path / "none")], capture_output=True, text=True, check=False)
    assert (gone.returncode, gone.stdout) == (2, "")
    assert gone.stderr.count("\n") == 1
