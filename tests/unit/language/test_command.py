"""`safelight language check` and `safelight readability`: JSON Lines in, an answer for each line, bad ones told."""

import io
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from safelight.config.cli import main
from safelight.language.adviser import check
from safelight.language.command import answer_lines, findings, reading
from safelight.language.readability import measure

SAFELIGHT = [sys.executable, "-m", "safelight.config.cli"]
ROOT = Path(__file__).resolve().parents[3]
GOOD = '{"text": "She is a troublemaker.", "age": 14}'


def run(text: str | bytes, answer: Any = findings) -> tuple[int, list[Any], str]:
    """Exit status, the lines of standard output and standard error for this input."""
    out, errors = io.BytesIO(), io.StringIO()
    source = io.BytesIO(text.encode() if isinstance(text, str) else text)
    status = answer_lines(source, out, errors, command="safelight", answer=answer)
    return status, [json.loads(line) for line in out.getvalue().splitlines()], errors.getvalue()


@pytest.mark.req("LA-01")
def test_each_text_is_answered_line_for_line_with_what_the_pages_say() -> None:
    status, lines, errors = run(f'{GOOD}\n{{"text": "All is well."}}\n')
    (found,) = check("She is a troublemaker.", 14)
    assert (status, errors) == (0, "")
    assert lines == [
        {"findings": [{"start": 9, "end": 21, "term": "troublemaker", "why": found.why, "instead": found.instead}]},
        {"findings": []},
    ]
    assert list(lines[0]["findings"][0]) == ["start", "end", "term", "why", "instead"]


@pytest.mark.req("YP-02")
def test_readability_answers_the_age_and_the_hints() -> None:
    text = "We will utilise appropriate provision."
    status, lines, errors = run(json.dumps({"text": text, "age": 12}), reading)
    measured = measure(text, 12)
    assert (status, errors) == (0, "")
    assert lines == [
        {
            "reading_age": measured.reading_age,
            "hints": [{"start": hint.start, "end": hint.end, "hint": hint.hint} for hint in measured.hints],
        }
    ]
    assert len(measured.hints) == 3


def test_the_age_is_heeded_and_may_be_null() -> None:
    lines = [json.dumps({"text": "She is sexually active.", "age": age}) for age in (12, 13, None)]
    assert [len(line["findings"]) for line in run("\n".join(lines))[1]] == [1, 0, 1]


def test_offsets_count_characters_also_of_escaped_pairs() -> None:
    written = r'{"text": "\ud83d\ude00\u00e9 streetwise"}'
    for line in (written, json.dumps({"text": "😀é streetwise"}, ensure_ascii=False)):
        assert [(each["start"], each["end"]) for each in run(line)[1][0]["findings"]] == [(3, 13)]


@pytest.mark.parametrize(
    ("line", "key", "said"),
    [
        ("7", None, "a line is a JSON object"), ("[]", None, "JSON object"), ("{", None, "not JSON"), ("nonsense", None, "not JSON"),
        ("{} {}", None, "not JSON"), ("{}", "text", "required"), ('{"text": 5}', "text", "allowed: a text"),
        ('{"text": null}', "text", "a text"), ('{"text": "a", "age": "5"}', "age", "whole number"), ('{"text": "a", "age": 5.5}', "age", "whole"),
        ('{"text": "a", "age": true}', "age", "whole"), ('{"text": "a", "age": -1}', "age", "from 0 to 120"),
        ('{"text": "a", "age": 121}', "age", "0 to 120"), ('{"text": "a", "aeg": 5}', "aeg", "unknown key; allowed: text, age"),
        ('{"text": "a", "text": "b"}', None, "twice"), ('{"text": "\\ud800"}', None, "surrogate"), ('{"text": NaN}', None, "NaN"),
        ("[" * 5000, None, "nested"), (b'{"text": "\xff"}', None, "not UTF-8"), (b'{"text": "\xed\xa0\x80"}', None, "not UTF-8"),
        ("\ufeff" + GOOD, None, "not JSON"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_in_its_place_and_the_rest_goes_on(line: str | bytes, key: str | None, said: str) -> None:
    raw = line.encode() if isinstance(line, str) else line
    status, lines, errors = run(GOOD.encode() + b"\n" + raw + b"\n" + GOOD.encode())
    assert status == 2 and len(lines) == 3
    assert "findings" in lines[0] and "findings" in lines[2]
    assert lines[1]["line"] == 2 and lines[1]["error"]["key"] == key and said in lines[1]["error"]["message"]
    assert errors.count("\n") == 1 and errors.startswith("safelight: 1 bad line, the first is line 2")


def test_blank_lines_are_passed_over_but_counted_and_a_mark_in_front_is_ignored() -> None:
    status, lines, errors = run(f"\ufeff{GOOD}\r\n \t\r\n{{}}\n\n{GOOD}")
    assert status == 2 and len(lines) == 3
    assert lines[1]["line"] == 3 and "line 3, text" in errors


@pytest.mark.parametrize("text", ["", "\n", " \r\n\n", "\ufeff"])
def test_no_lines_in_give_no_lines_out(text: str) -> None:
    assert run(text) == (0, [], "")


def test_a_key_that_would_act_on_a_terminal_is_shown_harmless() -> None:
    _status, _lines, errors = run('{"\\u001b[2J' + "x" * 200 + '": 1}')
    assert "\x1b" not in errors and len(errors) < 220


def test_memory_stays_flat_over_many_lines() -> None:
    def source(count: int) -> Iterator[bytes]:
        for number in range(count):
            yield json.dumps({"text": f"word{number} absconded " * 20}).encode() + b"\n"

    peaks = []
    for count in (20, 1500):
        tracemalloc.start()
        answer_lines(source(count), _Nowhere(), io.StringIO(), command="x", answer=reading)  # type: ignore[arg-type]
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 3_000_000


class _Nowhere(io.RawIOBase):
    def write(self, _data: object, /) -> int:
        return 0


def test_each_answer_is_there_before_the_next_line_comes() -> None:
    with subprocess.Popen(
        [*SAFELIGHT, "language", "check"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdin and process.stdout
        for _ in range(2):
            process.stdin.write(GOOD.encode() + b"\n")
            process.stdin.flush()
            assert b"troublemaker" in process.stdout.readline()
        process.stdin.close()
        assert process.wait(timeout=60) == 0


@pytest.mark.parametrize("command", [["language", "check"], ["readability"]])
def test_a_file_is_read_a_missing_one_is_told_plainly(
    command: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text(GOOD + "\n", encoding="utf-8")
    assert main([*command, str(path)]) == 0
    assert capfd.readouterr().out.count("\n") == 1
    for bad, said in ((tmp_path / "none.jsonl", "No such file"), (tmp_path, "directory")):
        assert main([*command, str(bad)]) == 2
        out, errors = capfd.readouterr()
        assert out == "" and errors.count("\n") == 1
        assert errors.startswith(f"safelight {' '.join(command)}: {bad}: ") and said in errors


def test_a_reader_that_goes_away_is_no_complaint() -> None:
    many = (GOOD + "\n") * 3000
    done = subprocess.run(
        f"{sys.executable} -m safelight.config.cli language check - | head -n 1",
        input=many.encode(), capture_output=True, shell=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert b"troublemaker" in done.stdout and done.stderr == b""


def test_neither_command_loads_the_web() -> None:
    program = (
        "import sys; from safelight.config.cli import main; "
        "status = main(['language', 'check', '-']) or main(['readability', '-']); "
        "sys.exit(status or 'django' in sys.modules or 'numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=GOOD.encode(), capture_output=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0 and b"troublemaker" in done.stdout
