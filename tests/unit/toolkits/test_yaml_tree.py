"""Reading YAML strictly, with lines."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from safelight.core.paths import definitions
from safelight.toolkits import yaml_tree
from safelight.toolkits.files import definition_files
from safelight.toolkits.problems import Problem
from safelight.toolkits.yaml_tree import NotReadable, read_tree


def refused(content: str | bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(NotReadable) as caught:
        read_tree(content.encode() if isinstance(content, str) else content)
    return [(each.line, each.path, each.message) for each in caught.value.problems]


def test_words_numbers_and_lists_are_read_with_their_lines() -> None:
    tree = read_tree(b"a: one\nb:\n  - 1\n  - true\n  - no\n  - '2'\nc: null\nd: >-\n  two\n  words\n")
    assert tree.data == {"a": "one", "b": [1, True, "no", "2"], "c": None, "d": "two words"}
    assert tree.lines[("b",)] == 2
    assert tree.lines[("b", 2)] == 5
    assert tree.line_of(("b", 2, "inside", "nothing")) == 5


def test_our_files_mean_the_same_to_any_yaml_reader() -> None:
    for path in definition_files(definitions()):
        content = path.read_bytes()
        assert read_tree(content).data == yaml.safe_load(content)


def test_a_key_that_stands_twice_is_refused_with_both_lines() -> None:
    assert refused("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 2\n") == [
        (5, "b.c", "this key stands twice; the first is on line 3"),
        (6, "a", "this key stands twice; the first is on line 1"),
    ]


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    [(line, _, message)] = refused("\n".join(lines))
    assert line == 1
    assert "anchors and aliases" in message


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", 1),
        ("# only words about nothing\n", 1),
        ("a: 1\n---\nb: 2\n", 2),
        ("a: 1\nb: [1, 2\n", 3),
        ("a: 1\nb: !!python/object/apply:os.system ['true']\n", 2),
        ("a: 1\n? [x, y]\n: 2\n", 2),
        ("a: 1\nb: \x07\n", 2),
        (b"a: 1\nb: \xff\n", 2),
        ("a: 1\n\tb: 2\n", 2),
    ],
)
def test_what_a_definition_needs_not_is_refused_with_its_line(content: str | bytes, line: int) -> None:
    assert [found[0] for found in refused(content)] == [line]


def test_depth_and_length_have_their_limits() -> None:
    assert "nested" in refused("[" * 500 + "]" * 500)[0][2]
    assert "nested" in refused("a: " + "[" * 60 + "]" * 60)[0][2]
    assert "longer" in refused(b"#" * (yaml_tree.LONGEST_FILE + 1))[0][2]


def faults_of(content: bytes) -> list[Problem]:
    """What is wrong with any bytes at all: nothing may escape but `NotReadable`."""
    try:
        read_tree(content)
    except NotReadable as error:
        return [*error.problems] or [Problem(0, "", "refused without a word why")]
    return []


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_reason(content: bytes) -> None:
    assert all(each.line >= 1 for each in faults_of(content))


@given(st.text(alphabet="ab:-[]{}&*!'\"#|> \n\t1", max_size=60))
def test_any_text_is_read_or_refused_with_a_line_that_the_text_has(content: str) -> None:
    assert all(1 <= each.line <= content.count("\n") + 2 for each in faults_of(content.encode()))
