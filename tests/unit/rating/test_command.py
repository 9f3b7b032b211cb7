"""`safelight rate`: what it takes, what it writes, and what it says of bad input."""

from __future__ import annotations

import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from safelight.config.cli import main
from safelight.toolkits.rate.command import rate
from safelight.toolkits.rate.toolkits import Toolkits
from tests.unit.rating.support import INDICATORS, ROOT, a_case, portsmouth

TOOLKITS = {"portsmouth-2016": portsmouth()}
SAFELIGHT = [sys.executable, "-m", "safelight.config.cli"]


def run(text: bytes | str) -> tuple[int, bytes, str]:
    """Exit status, standard output and standard error for this input."""
    out, errors = io.BytesIO(), io.StringIO()
    status = rate(io.BytesIO(text.encode() if isinstance(text, str) else text), out, errors, TOOLKITS)
    return status, out.getvalue(), errors.getvalue()


def fault(case: Any) -> tuple[str | None, str]:
    """Key and message of a bad case, as JSON Lines tell it (a second, good line stands beside it)."""
    status, out, errors = run(f"{json.dumps(case)}\n{json.dumps(a_case())}\n")
    bad, good = (json.loads(line) for line in out.splitlines())
    assert status == 2 and good["level"] == "none" and bad["line"] == 1
    assert errors.count("\n") == 1 and "line 1" in errors
    return bad["error"]["key"], bad["error"]["message"]


GOOD = json.dumps(a_case(L1="present", age=15))


@pytest.mark.req("RT-01")
def test_one_object_gives_one_object_a_list_a_list_and_lines_lines() -> None:
    status, out, errors = run(GOOD)
    one = json.loads(out)
    assert (status, errors, one["level"]) == (0, "", "low")
    assert list(one) == [
        "level", "band", "rule", "counts", "act_on", "ceiling", "notes", "pivots", "ladder", "summary_form",
        "procedures", "reassess", "reasons",
    ]  # fmt: skip
    assert json.loads(run(json.dumps(json.loads(GOOD), indent=2))[1]) == one
    assert json.loads(run(f"[{GOOD}, {GOOD}]")[1]) == [one, one]
    assert [json.loads(line) for line in run(f"{GOOD}\n{GOOD}\n")[1].splitlines()] == [one, one]
    assert run("[]") == (0, b"[]\n", "") and run(" [ ] ") == (0, b"[]\n", "")


@pytest.mark.parametrize("front", ["", " \n\t\r\n", "\ufeff", "\ufeff \n", " \n\ufeff"])
def test_white_space_and_a_byte_order_mark_in_front_are_ignored(front: str) -> None:
    assert run(front + GOOD)[1] == run(GOOD)[1]
    assert run(front + f"[{GOOD}]")[1] == run(f"[{GOOD}]")[1]
    assert run(front + f"{GOOD}\n{GOOD}")[1] == run(f"{GOOD}\n{GOOD}")[1]


def test_a_byte_order_mark_elsewhere_is_a_fault() -> None:
    assert run(f"{GOOD}\n\ufeff{GOOD}\n")[0] == 2
    assert run(f"\ufeff\ufeff[{GOOD}]")[0] == 2


def test_lines_end_in_lf_or_crlf_and_blank_ones_are_skipped_but_numbered() -> None:
    status, out, errors = run(f"\n{GOOD}\r\n \t\r\n{{}}\n\n{GOOD}")
    lines = [json.loads(line) for line in out.splitlines()]
    assert (status, len(lines)) == (2, 3)
    assert lines[1]["line"] == 4 and lines[1]["error"]["key"] == "toolkit"
    assert "1 bad line" in errors and "line 4" in errors


def test_one_object_followed_by_blank_lines_is_still_one_case() -> None:
    assert run(GOOD + "\n\n \n") == run(GOOD)
    status, out, errors = run('{"toolkit": "portsmouth-2016"}\n')
    assert (status, out) == (2, b"") and errors == (
        "safelight rate: case 0, date: this key is required; allowed: a date as YYYY-MM-DD, to 9999-01-01\n"
    )


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ufeff", "\ufeff\n"])
def test_an_empty_text_is_a_fault(text: str) -> None:
    status, out, errors = run(text)
    assert (status, out, errors.count("\n")) == (2, b"", 1) and "empty" in errors


def test_a_list_is_all_or_nothing_and_the_first_bad_case_is_named_from_zero() -> None:
    bad = json.dumps(a_case(L1="maybe"))
    status, out, errors = run(f"[{GOOD}, {bad}, 7]")
    assert (status, out) == (2, b"")
    assert errors == ("safelight rate: case 1, answers.L1: allowed: present, suspected, not_present, not_known\n")
    many = ",".join([GOOD] * 40)
    assert run(f"[{many}]")[0] == 0
    status, out, errors = run(f"[{many}, {bad}, {many}]")
    assert (status, out) == (2, b"") and "case 40, answers.L1" in errors


@pytest.mark.parametrize(
    "text",
    [
        "[1,]", "[", "[{}", "[NaN]", "[{}]]", "[Infinity]", "[01]", '["\\ud800"]', '[{"a": 1, "a": 1}]', "[] x", "['a']",
        b"[\xff]", b'["\xed\xa0\x80"]', "[" * 100_000, '[{"a":' * 50_000, f"[{GOOD}]\x00", '["\t"]', "[1e]",
    ],
)  # fmt: skip
def test_a_text_that_can_not_be_parsed_names_no_case(text: str | bytes) -> None:
    status, out, errors = run(text)
    assert (status, out, errors.count("\n")) == (2, b"", 1)
    assert "case" not in errors


def test_a_key_given_twice_is_found_in_a_list_of_any_length() -> None:
    twice = GOOD.replace('"answers": {', '"answers": {"L1": "present", ')
    escaped = GOOD.replace('"answers": {', '"answers": {"\\u004c1": "present", ')
    for bad in (twice, escaped):
        for number in (1, 60):
            status, out, errors = run("[" + ",".join([GOOD] * number + [bad]) + "]")
            assert (status, out) == (2, b"") and '"L1"' in errors
            status, out, errors = run("\n".join([GOOD] * number + [bad]))
            assert status == 2 and json.loads(out.splitlines()[-1])["error"]["key"] is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("7", "a case is a JSON object"), ("null", "object"), ('"x"', "object"), ("[{}]", "object"), ("{", "not JSON"),
        ("nonsense", "not JSON"), ("{} {}", "not JSON"), ('{"a": NaN}', "NaN"), ('{"a": -Infinity}', "-Infinity"),
        ('{"a": "\\udc00"}', "surrogate"), ("[" * 5000 + "]" * 5000, "nested too deeply"), ("\u00a0", "not JSON"),
        ('{"a": 1, "a": 2}', "twice"), ("{'a': 1}", "not JSON"), ('{"a": 1,}', "not JSON"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_json_object_has_a_null_key(line: str, said: str) -> None:
    status, out, errors = run(f"{GOOD}\n{line}\n{GOOD}")
    lines = [json.loads(each) for each in out.splitlines()]
    assert (status, len(lines)) == (2, 3)
    assert lines[1]["line"] == 2 and lines[1]["error"]["key"] is None and said in lines[1]["error"]["message"]
    assert errors.count("\n") == 1 and "line 2" in errors


def test_a_line_that_is_not_utf_8_is_bad_and_the_others_are_rated() -> None:
    status, out, _ = run(GOOD.encode() + b'\n{"toolkit": "\xe9"}\n' + GOOD.encode())
    assert (status, [b'"error"' in line for line in out.splitlines()]) == (2, [False, True, False])


def test_bad_lines_are_counted_and_the_first_is_named() -> None:
    lines = [GOOD] * 100
    lines[40] = lines[70] = json.dumps(a_case(age=True))
    status, out, errors = run("\n".join(lines))
    assert status == 2
    assert (
        errors
        == "safelight rate: 2 bad lines, the first is line 41, age: allowed: a whole number from 0 to 120, or null\n"
    )
    rated = [json.loads(line) for line in out.splitlines()]
    assert [place for place, each in enumerate(rated, 1) if "error" in each] == [41, 71]
    assert [each["line"] for each in rated if "error" in each] == [41, 71]


@pytest.mark.parametrize(
    ("key", "allowed"),
    [
        ("toolkit", "portsmouth-2016"),
        ("date", "a date as YYYY-MM-DD, to 9999-01-01"),
        ("answers", "an object of indicator codes and answers"),
    ],
)
def test_three_keys_are_required_and_what_they_hold_is_said(key: str, allowed: str) -> None:
    case = a_case()
    del case[key]
    assert fault(case) == (key, f"this key is required; allowed: {allowed}")


@pytest.mark.parametrize(
    "key",
    [
        "date_of_birth",
        "age",
        "learning_disability",
        "open_to_social_care",
        "extended_scope_reason",
        "factors",
        "other_indicators",
    ],
)
def test_any_other_key_may_be_null(key: str) -> None:
    assert run(json.dumps(a_case(**{key: None})))[0] == 0


def other(**changes: Any) -> dict[str, Any]:
    return {"other_indicators": [{"code": "X1", "level": "low", "label": "seen", **changes}]}


def other_without(key: str) -> dict[str, Any]:
    whole = other()["other_indicators"][0]
    return {"other_indicators": [{name: value for name, value in whole.items() if name != key}]}


HUGE = 10**400
BAD: list[tuple[dict[str, Any], str]] = [
    *(({"toolkit": value}, "toolkit") for value in ("serraf", None, 7, "", ["portsmouth-2016"], "Portsmouth-2016")),
    *(
        ({"date": value}, "date")
        for value in (
            "2026-02-29", "2026-2-9", "20261102", "2026-W45-1", "02/11/2026", "9999-01-02", "9999-12-31", "0000-01-01",
            "2026-11-02T00:00", " 2026-11-02", "2026-11-02\n", "٢٠٢٦-١١-٠٢", "2026-13-01", "10000-01-01", None, 20261102,
            True, {}, [],
        )
    ),
    *(({"date_of_birth": value}, "date_of_birth") for value in ("2026-11-03", "2012", 2012, False, "2011-02-29", {})),
    *(({"age": value}, "age") for value in (-1, 121, 12.0, "12", True, False, HUGE, -HUGE, 1e300, [], {}, 12.5)),
    ({"age": 12, "date_of_birth": "2014-01-01"}, "age"),
    *(({"learning_disability": value}, "learning_disability") for value in (1, 0, "true", "", [], 1.0)),
    *(({"open_to_social_care": value}, "open_to_social_care") for value in (1, 0, "yes", {}, 0.0)),
    *(({"extended_scope_reason": value}, "extended_scope_reason") for value in (1, True, [], {"a": "b"})),
    *(({"factors": value}, "factors") for value in ("af", {"a": 1}, True, 7, {})),
    ({"factors": ["a", "z"]}, "factors[1]"),
    ({"factors": ["a", "b", "a"]}, "factors[2]"),
    ({"factors": [None]}, "factors[0]"),
    ({"factors": ["A"]}, "factors[0]"),
    ({"factors": [["a"]]}, "factors[0]"),
    *(({"answers": value}, "answers") for value in (None, [], "L1", 7, [["L1", "present"]])),
    *(({"answers": {"L1": value}}, "answers.L1") for value in (None, "Present", "", True, 1, [], {}, "present ")),
    *(({"answers": {key: "present"}}, f"answers.{key}") for key in ("L10", "l1", "X1", "", "M18", "H0", "L1 ")),
    ({"anwsers": {}}, "anwsers"),
    *(({"other_indicators": value}, "other_indicators") for value in ({}, "X1", 7, True)),
    *(({"other_indicators": [value]}, "other_indicators[0]") for value in (None, [], "X1", 7)),
    *(
        (other(code=value), "other_indicators[0].code")
        for value in ("X0", "X01", "X", "x1", "X1 ", "X-1", "L1", "X1.0", "X٣", None, 1, "X1\n", "XX1", [])
    ),
    *((other(level=value), "other_indicators[0].level") for value in ("none", "Low", None, 1, "", [])),
    *((other(label=value), "other_indicators[0].label") for value in ("", " \t", "\u00a0\u2003", None, 1, [])),
    *((other(answer=value), "other_indicators[0].answer") for value in ("", "maybe", True, 1, [])),
    (other(note="x"), "other_indicators[0].note"),
    *((other_without(key), f"other_indicators[0].{key}") for key in ("code", "level", "label")),
    ({"other_indicators": [*other()["other_indicators"], *other()["other_indicators"]]}, "other_indicators[1].code"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "key"), BAD, ids=lambda value: repr(value)[:60])
def test_a_bad_value_names_its_key_as_a_path_and_says_what_is_allowed(changes: dict[str, Any], key: str) -> None:
    found, message = fault({**a_case(), **changes})
    assert found == key
    assert message.startswith(("allowed: ", "unknown", "this key is required"))


@pytest.mark.parametrize(
    "changes",
    [
        {"age": 0}, {"age": 120}, {"date_of_birth": "2026-11-02"}, {"date_of_birth": "0001-01-01"}, {"date": "9999-01-01"},
        {"date": "0001-01-01"}, {"date": "2024-02-29"}, {"factors": []}, {"factors": list("abcdefghijklmnopq")},
        {"other_indicators": []}, other(code="X9"), other(code="X10"), other(code="X" + "9" * 5000), other(answer=None),
        other(label="\ud83d\ude00"), {"extended_scope_reason": "x" * 100_000}, {"age": None, "date_of_birth": None},
        {"answers": dict.fromkeys(INDICATORS, "present")},
    ],
    ids=lambda value: repr(value)[:60],
)  # fmt: skip
def test_what_is_allowed_at_the_edges(changes: dict[str, Any]) -> None:
    status, out, errors = run(json.dumps({**a_case(), **changes}))
    assert (status, errors) == (0, "") and "level" in json.loads(out)


def test_an_integer_written_as_one_is_an_integer() -> None:
    assert run(GOOD.replace('"age": 15', '"age": -0'))[0] == 0
    assert run(GOOD.replace('"age": 15', '"age": 1e1'))[0] == 2
    assert run(GOOD.replace('"age": 15', '"age": 1E400'))[0] == 2


@pytest.mark.req("CH-03")
def test_a_blank_reason_counts_as_none() -> None:
    for reason in (None, "", " \n", "\u00a0"):
        assert "N-OUT-OF-SCOPE" in json.loads(run(json.dumps(a_case(age=19, extended_scope_reason=reason)))[1])["notes"]
    assert json.loads(run(json.dumps(a_case(age=19, extended_scope_reason=".")))[1])["notes"] == []


def test_what_is_said_stays_on_one_line_whatever_the_key_is() -> None:
    for key in ("a\nb", "a\u2028b", "\x1b[31m", "k" * 5000, "‮", "é"):
        status, out, errors = run(json.dumps([{**a_case(), key: 1}]))
        assert (status, out) == (2, b"")
        assert len(errors.splitlines()) == 1 and len(errors) < 500 and "\x1b" not in errors


def test_values_are_not_repeated_in_what_is_said() -> None:
    _, _, errors = run(json.dumps(a_case(date="Tamsin Example")) + "\n")
    assert "Tamsin" not in errors


def test_a_truncated_object_over_several_lines_is_read_as_lines() -> None:
    status, out, errors = run('{"toolkit":\n"portsmouth-2016"\n')
    assert (status, len(out.splitlines())) == (2, 2) and "2 bad lines, the first is line 1" in errors


def safelight(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [*SAFELIGHT, *arguments], capture_output=True, env=environment, cwd=ROOT, timeout=60, **options
    )


@pytest.mark.req("RT-01")
def test_the_command_reads_a_file_or_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    file.write_text(GOOD)
    from_file, from_input = safelight("rate", str(file)), safelight("rate", "-", input=GOOD.encode())
    assert from_file.returncode == from_input.returncode == 0
    assert from_file.stdout == from_input.stdout == run(GOOD)[1]
    assert from_file.stderr == from_input.stderr == b""


def test_a_file_that_can_not_be_read_is_one_line_and_status_2(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in (tmp_path / "none.json", tmp_path):
        assert main(["rate", str(name)]) == 2
        out, errors = capfd.readouterr()
        assert out == "" and errors.count("\n") == 1 and errors.startswith("safelight rate: ")


def test_a_reader_that_goes_away_is_no_error() -> None:
    many = (GOOD + "\n") * 20_000
    ended = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m safelight.config.cli rate - | head -n 1"],
        input=many.encode(), capture_output=True, cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip
    assert (ended.stdout.count(b"\n"), ended.stderr) == (1, b"")


def test_results_come_while_the_input_is_still_open() -> None:
    with subprocess.Popen(
        [*SAFELIGHT, "rate", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdin and process.stdout
        process.stdin.write(f"{GOOD}\n{GOOD}\n".encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["level"] == "low"
        process.stdin.close()
        assert process.wait(timeout=60) == 0


@pytest.mark.req("RT-04")
def test_the_rules_come_from_the_definition_file(tmp_path: Path) -> None:
    folder = tmp_path / "toolkits"
    folder.mkdir()
    text = (ROOT / "definitions" / "toolkits" / "portsmouth-2016.yaml").read_text(encoding="utf-8")
    (folder / "changed-2026.yaml").write_text(
        text.replace("id: portsmouth-2016", "id: changed-2026", 1).replace("at_least: 6}", "at_least: 3}", 1),
        encoding="utf-8",
    )
    case = {**a_case(L1="present", L2="present", L3="present", age=15), "toolkit": "changed-2026"}
    out = io.BytesIO()
    assert rate(io.BytesIO(json.dumps(case).encode()), out, io.StringIO(), Toolkits(folder)) == 0
    assert json.loads(out.getvalue())["level"] == "medium"
    (folder / "changed-2026.yaml").write_text("id: changed-2026\n", encoding="utf-8")
    errors = io.StringIO()
    assert rate(io.BytesIO(json.dumps(case).encode()), out, errors, Toolkits(folder)) == 2
    assert errors.getvalue().count("\n") == 1 and "changed-2026.yaml" in errors.getvalue()


MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
"""Run by a small process of its own: a process counts the memory of the one that started it as its own at first."""


@pytest.mark.slow
@pytest.mark.req("RT-01")
def test_many_lines_need_no_more_memory_than_a_thousand(tmp_path: Path) -> None:
    different = [
        json.dumps(a_case(**{code: "present"}, M17="suspected", date=f"2026-01-{day:02}", age=day % 18))
        for code in INDICATORS[:9] + INDICATORS[26:]
        for day in range(1, 26)
    ]
    peaks = []
    for times in (1, 40):
        file = tmp_path / "cases.jsonl"
        file.write_text("\n".join(different * times))
        command = [sys.executable, "-S", "-c", MEASURE, *SAFELIGHT, "rate", str(file)]
        measured = subprocess.run(command, capture_output=True, cwd=ROOT, check=True, timeout=120)
        kilobytes, status = map(int, measured.stdout.split())
        assert status == 0
        peaks.append(kilobytes)
    assert peaks[1] < peaks[0] * 1.1


@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_a_closed_input_or_output_is_said_in_one_line(closed: str) -> None:
    program = f"{shlex.quote(sys.executable)} -m safelight.config.cli rate - {closed}"
    ended = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1 and "closed" in ended.stderr
