"""The definition files of words: strict, each fault with its line, phrases read as they are written."""

from pathlib import Path

import pytest

from safelight.core.paths import definitions
from safelight.language.adviser import check
from safelight.language.definition import plainer_words, read_plain_words, read_words, words_about_children
from safelight.language.phrases import BadPhrase, just_after, just_before, pattern
from safelight.language.readability import measure, syllables
from safelight.toolkits.problems import DefinitionError

GOOD = """format: 1
kind: language
id: mine
title: Mine
note: A note.
cites: [L one]
reviewed_on: null
lists:
  self: [herself, him self]
words:
  - code: one
    term: harms
    phrases: [harm/harms <self>]
    why: Because.
    instead: Another.
"""


def faults(text: str, tmp_path: Path) -> list[str]:
    """What is said of a file with this text."""
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as told:
        read_words(path)
    return [str(problem) for problem in told.value.problems]


@pytest.mark.parametrize(
    ("was", "is_", "said"),
    [
        ("    why: Because.\n", "", "11: words[0].why"),
        ("instead: Another.", "instead: 5", "15: words[0].instead"),
        ("kind: language", "kind: toolkit", "2: kind"),
        ("term: harms", "term: harms\n    colour: red", "13: words[0].colour"),
        ("<self>", "<selves>", "names the list 'selves'"),
        ("[harm/harms <self>]", "[]", "13: words[0].phrases"),
        ("reviewed_on: null", "reviewed_on: soon", "7: reviewed_on"),
        ("cites: [L one]", "cites: [here]", "6: cites[0]"),
        ("term: harms", "term: harms\n    under_age: 99", "13: words[0].under_age"),
        ("him self]", "<self>]", "holds itself"),
    ],
)
def test_a_fault_is_told_with_its_line(was: str, is_: str, said: str, tmp_path: Path) -> None:
    told = faults(GOOD.replace(was, is_), tmp_path)
    assert any(said in each for each in told), told


def test_a_code_twice_a_file_that_is_not_yaml_and_none_at_all_are_faults(tmp_path: Path) -> None:
    twice = GOOD + GOOD[GOOD.index("  - code") :]
    assert any("a code stands twice" in each for each in faults(twice, tmp_path))
    assert faults("a: [", tmp_path)
    with pytest.raises(DefinitionError, match="can't be read"):
        read_words(tmp_path / "none.yaml")
    with pytest.raises(DefinitionError):
        read_plain_words(definitions() / "language" / "words-about-children.yaml")


LISTS = {"self": ["herself", "him self"], "pair": ["<self>", "both"]}


@pytest.mark.parametrize(
    ("phrase", "matches", "misses"),
    [
        ("poor/bad choice", ["poor choice", "BAD  choice", "bad-choice", "poor\nchoice"], ["choice", "poor\n\nchoice", "poor, choice"]),
        ("[very] young", ["very young", "young"], ["youngest"]),
        ("make ..2 choices", ["make choices", "make two bad choices"], ["make one two three choices", "make two. choices"]),
        ("put [..1] <pair>", ["put her self herself"[:3] + " herself", "put only both", "put him self"], ["put", "put a b both"]),
        ("won't", ["won't", "won’t"], ["wont"]),
        ("mix-up", ["mix-up", "mix up"], ["mixup"]),
    ],
)  # fmt: skip
def test_phrases_are_read_as_they_are_written(phrase: str, matches: list[str], misses: list[str]) -> None:
    found = pattern([phrase], LISTS)
    assert [text for text in matches if not found.fullmatch(text)] == []
    assert [text for text in misses if found.search(text)] == []


@pytest.mark.parametrize("phrase", ["", "[only]", "..2 word", "a//b", "<none>", "a [b", "a] b", "<a b>", "[a <self>]x"])
def test_a_phrase_that_can_not_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(BadPhrase):
        pattern([phrase], LISTS)


def test_what_stands_beside_a_phrase_is_looked_for_directly_beside_it() -> None:
    assert just_before(["not [a]"], {}).search("She is not a ") and just_before(["not"], {}).search("not “")
    assert not just_before(["not"], {}).search("not, ") and not just_before(["not"], {}).search("knot ")
    assert just_after(["model"], {}).match("’ model") and not just_after(["model"], {}).match(". model")


@pytest.mark.req("LA-01")
def test_what_is_said_instead_blames_nobody_and_is_short() -> None:
    for word in words_about_children().words:
        assert check(word.instead) == [] and len(word.why) < 140 and len(word.instead) < 140, word.code


def test_every_phrase_of_the_definition_that_has_no_choices_is_found() -> None:
    for word in words_about_children().words:
        for phrase in word.phrases:
            if not set(phrase) & set("[]<>/."):
                assert [each.term for each in check(f"There was {phrase} here.", 10)] == [phrase]


def test_each_plainer_word_is_found_and_is_no_harder() -> None:
    for entry in plainer_words().words:
        written = " ".join(token.split("/")[0] for token in entry.words[0].split(" "))
        first = written.split(" ")[0]
        choices = entry.plainer.split(" or ")
        hints = measure(f"We {written} it.").hints
        assert any(hint.hint == f"A plainer word: {entry.plainer}." for hint in hints), entry
        assert min(max(map(syllables, choice.split())) for choice in choices) <= max(syllables(first), 2), entry
