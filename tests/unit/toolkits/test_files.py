"""Checking a definition file: every slip is reported, with its line."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.core.paths import definitions
from safelight.toolkits.files import load_bytes, load_file, load_toolkit
from safelight.toolkits.problems import DefinitionError, Problem
from safelight.toolkits.yaml_tree import read_tree

PATH = definitions() / "toolkits" / "portsmouth-2016.yaml"
TEXT = PATH.read_text(encoding="utf-8")
TREE = read_tree(PATH.read_bytes())


def missed_elsewhere(path: tuple[str | int, ...]) -> bool:
    """Keys that are missed where they are used: answer words and scores, which the file names itself, and `kind`."""
    return path == ("kind",) or path[:2] in {("rating", "answers"), ("rating", "scores")} or "read" in path[:-1]


KEYS = sorted(
    (path for path in TREE.lines if path and isinstance(path[-1], str) and not missed_elsewhere(path)), key=str
)


def problems(text: str) -> list[Problem]:
    with pytest.raises(DefinitionError) as caught:
        load_bytes(text.encode(), PATH)
    return caught.value.problems


def with_line(number: int, old: str, new: str) -> str:
    """The toolkit's text with `old` replaced once on one line (from 1)."""
    lines = TEXT.split("\n")
    assert old in lines[number - 1]
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    return "\n".join(lines)


def line_of(text: str) -> int:
    """The line on which `text` stands, which must be only one."""
    assert TEXT.count(text) == 1, text
    return TEXT[: TEXT.index(text)].count("\n") + 1


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(KEYS))
def test_a_mistyped_key_is_reported_on_its_line_wherever_it_stands(path: tuple[str | int, ...]) -> None:
    key, line = str(path[-1]), TREE.lines[path]
    lines = TEXT.split("\n")
    mistyped, count = re.subn(rf"(^|[\s{{,])({re.escape(key)}):(?=\s|$)", r"\1\2x:", lines[line - 1], count=1)
    assert count == 1
    lines[line - 1] = mistyped
    found = problems("\n".join(lines))
    assert any(each.line == line for each in found), found


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([path for path in KEYS if path[0] != "rating"]))
def test_an_added_key_is_named_as_unknown_with_its_line(path: tuple[str | int, ...]) -> None:
    # Only where the key begins its line, so that another can stand before it.
    line = TREE.lines[path]
    found = re.match(rf"( *)(- )?{path[-1]}:", TEXT.split("\n")[line - 1])
    if found is None:
        return
    indent = found[1]
    if found[2]:
        text = with_line(line, f"{indent}- ", f"{indent}- colour: red\n{indent}  ")
    else:
        text = with_line(line, indent, f"{indent}colour: red\n{indent}") if indent else f"colour: red\n{TEXT}"
    [problem] = problems(text)
    assert problem.message == "unknown key"
    assert problem.path.rpartition(".")[2] == "colour"
    assert problem.line == (line if indent or found[2] else 1)


@pytest.mark.parametrize(
    ("at", "old", "new", "path", "message"),
    [
        ("ticked_by: [L3],", "[L3]", "[L33]", "summary_form.groups[0].rows[2].ticked_by[0]", "L33 is no indicator"),
        ("code: S4-M5,", "[M6]", "[L6]", "summary_form.groups[1].rows[4].ticked_by", "of another level"),
        ("  - code: M3\n", "M3", "M4", "indicators[11].code", "in its place the order asks for M3"),
        ("  - code: W7\n", "W7", "W70", "wordings_differ[6].code", "the order asks for W7"),
        ("    indicators: [M2]\n", "M2", "M99", "wordings_differ[9].indicators[0]", "M99 is no indicator"),
        ("  - code: PR-16\n", "PR-16", "PR-01", "procedures[14].code", "PR-01 stands"),
        ("- code: P3.4.2\n", "P3.4.2", "P3.4.7", "plan.outcomes[3].actions[1].code", "asks for P3.4.2"),
        ("- code: PD.9.5\n", "PD.9.5", "PD.9.9", "disruption.aims[8].options[4].code", "asks for PD.9.5"),
        ("{code: i, ", "P3.7.2", "P3.7.9", "covers[8].actions[0]", "P3.7.9 is no plan action"),
        ("{code: g, none_in_source", "code: g", "code: z", "covers[6].code", "z is no factor or indicator"),
        ("{code: g, none_in_source", "true", "false", "covers[6]", "give codes, or"),
        ("aims: [PD.14, PD.15, PD.16]", "PD.15", "PD.20", "strategies[15].aims[1]", "PD.20 is no disruption aim"),
        ("{levels: [low, medium], months: 3}", "months: 3", "weeks: null", "reassessment.no_later_than[1]", "either weeks"),
        ("  extended_under_age: 21", "21", "17", "scope.extended_under_age", "below usual_under_age"),
        ("  cites: [P app. 3]\n  reminder", "P app", "Q app", "plan.cites[0]", "source's letter P"),
        ("    notes: [N-FIVE-LOW]", "N-FIVE", "N-SIX", "wordings_differ[2].notes[0]", "N-SIX-LOW is no note"),
        ("  levels: [none, low, medium, high]", "medium, high", "high, medium", "rating.levels", "computed levels"),
        ("  ladder: [[L1, H2],", "H2", "H22", "rating.ladder", "unknown indicator H22"),
        ("    - {code: PR-02, when:", "PR-02", "PR-09", "rating.procedures[1].code", "PR-09 is no procedure"),
        ("  - {term: TAF,", "term: TAF", "term: tac", "glossary[33].term", "stands twice"),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_reported_on_its_line(
    at: str, old: str, new: str, path: str, message: str
) -> None:
    line = line_of(at)
    found = {each.path: each for each in problems(with_line(line, old, new))}
    assert message in found[path].message
    assert found[path].line == line


@pytest.mark.parametrize(
    ("at", "old", "new", "path", "message"),
    [
        ("  - code: L4\n", "code: L4", "code: 4", "indicators[3].code", "must be words; put them in quotes"),
        ("current: false", "false", "'no'", "current", "must be true or false"),
        ("  extended_under_age: 21", "21", "'21'", "scope.extended_under_age", "must be a whole number"),
        ("    file_mark: At low risk of CSE", "At low risk of CSE", "' '", "levels[0].file_mark", "pattern"),
        ("aims: [PD.14, PD.15, PD.16]", "[PD.14, PD.15, PD.16]", "PD.14", "strategies[15].aims", "must be a list"),
        ("title: Child Sexual Exploitation (CSE) Risk", "title:", "# title:", "title", "is missing"),
    ],
)  # fmt: skip
def test_a_wrong_type_is_reported_in_plain_words(at: str, old: str, new: str, path: str, message: str) -> None:
    line = line_of(at)
    found = {each.path: each for each in problems(with_line(line, old, new))}
    assert message in found[path].message
    assert found[path].line == (line if message != "is missing" else found[path].line)


def test_a_file_that_is_no_definition_says_so() -> None:
    assert problems("- a\n- b\n")[0].message == "a definition is keys with values"
    [problem] = problems("format: 1\n\nkind: recipe\n")
    assert (problem.line, problem.path) == (3, "kind")
    assert problems("format: 1\n")[0].path == "kind"


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.yaml"):
        with pytest.raises(DefinitionError, match="can't be read"):
            load_file(path)


def test_a_guide_is_not_taken_for_a_toolkit() -> None:
    with pytest.raises(DefinitionError, match="is not a toolkit"):
        load_toolkit(definitions() / "low-risk-guide.yaml")


def test_faults_stand_in_the_order_of_their_lines() -> None:
    text = with_line(line_of("ticked_by: [L3],"), "[L3]", "[L33]").replace("ticked_by: [L8]", "ticked_by: [L88]")
    lines = [each.line for each in problems(text)]
    assert lines == sorted(lines)
    assert len(lines) >= 2
