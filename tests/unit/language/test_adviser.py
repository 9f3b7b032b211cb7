"""The language adviser: what it points out, what it leaves alone, and that it never touches a child's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.language.adviser import check
from safelight.language.definition import words_about_children
from tests.unit.language.cases import FALSE, SPOKEN, TRUE

TERMS = sorted({term for _sentence, term in TRUE if "\n" not in term})
LOUD = [
    "promiscuous",
    "a troublemaker",
    "streetwise",
    "absconding",
    "my boyfriend",
    "attention seeking",
    "sending nudes",
]
terms = st.sampled_from(TERMS)
# Anything but quotation marks, which end a quotation.
quiet = st.text(st.characters(exclude_characters="\"“”„‟«»＂'‘’‚‹›", exclude_categories=["Cs"]), max_size=30)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
prose = st.lists(
    st.sampled_from(
        [
            *TERMS,
            *LOUD,
            "she said",
            "Maya told me:",
            "says",
            "“",
            "”",
            '"',
            "'",
            "‘",
            "’",
            ".",
            "!",
            ",",
            "\n",
            "not",
            "the word",
        ]
    ),
    max_size=14,
).map(" ".join)


@pytest.mark.req("LA-01")
@pytest.mark.parametrize(("sentence", "term"), TRUE, ids=[term for _sentence, term in TRUE])
def test_words_that_blame_are_pointed_out_where_they_stand_with_why_and_what_to_say(sentence: str, term: str) -> None:
    found = check(sentence)
    assert [each.term for each in found] == [term]
    assert sentence[found[0].start : found[0].end] == term
    assert found[0].why and found[0].instead


@pytest.mark.req("LA-01")
@pytest.mark.parametrize("sentence", FALSE)
def test_what_blames_nobody_is_left_alone(sentence: str) -> None:
    assert check(sentence) == []


@pytest.mark.req("LA-01")
@pytest.mark.parametrize("said", LOUD)
@pytest.mark.parametrize("frame", SPOKEN)
def test_what_a_child_said_between_quotation_marks_is_never_pointed_out(frame: str, said: str) -> None:
    assert check(frame.format(said)) == []


@pytest.mark.req("LA-01")
@pytest.mark.parametrize("age", [0, 9, 12, None])
def test_sexually_active_is_pointed_out_below_thirteen_or_when_the_age_is_not_known(age: int | None) -> None:
    assert [each.term for each in check("She is sexually active.", age)] == ["sexually active"]


@pytest.mark.parametrize("age", [13, 16, 20])
def test_sexually_active_is_left_alone_from_thirteen_on(age: int) -> None:
    assert check("She is sexually active.", age) == []
    # What it says of an earlier age is pointed out whatever the age today.
    assert [each.term for each in check("She was sexually active at 12.", age)] == ["sexually active at 12"]


@pytest.mark.parametrize(
    "sentence", ["Her boyfriend is 24.", "She is in a relationship with him.", "He is associating with them."]
)
def test_what_only_may_blame_is_asked_and_not_asserted(sentence: str) -> None:
    (found,) = check(sentence)
    assert "?" in found.why and found.instead.startswith("If so")


def test_of_places_that_overlap_the_longest_is_told_and_all_stand_in_order() -> None:
    found = check("She is in a sexual relationship with a man, refusing or reluctant to engage, and streetwise.")
    assert [each.term for each in found] == [
        "in a sexual relationship with",
        "refusing or reluctant to engage",
        "streetwise",
    ]


def test_offsets_count_characters_also_behind_those_that_take_more_room() -> None:
    text = "😀😀 Siân’s café: a streetwise girl"
    (found,) = check(text)
    assert (found.start, text[found.start : found.end]) == (18, "streetwise")


@pytest.mark.parametrize("word", ["impromiscuous", "promiscuouss", "streetwisely", "xabsconded", "boyfriendly"])
def test_only_whole_words_are_found(word: str) -> None:
    assert check(f"She is {word} today.") == []


def test_every_entry_of_the_definition_is_shown_by_a_sentence_here() -> None:
    shown = {each.why + each.instead for sentence, _term in TRUE for each in check(sentence, 10)}
    shown |= {each.why + each.instead for each in check("She is sexually active.", 10)}
    assert shown == {word.why + word.instead for word in words_about_children().words}


@given(st.one_of(prose, anything), st.one_of(st.none(), st.integers(0, 120)))
def test_each_finding_is_the_text_at_its_place_and_none_overlap(text: str, age: int | None) -> None:
    found = check(text, age)
    end = 0
    for each in found:
        assert end <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.term
        end = each.end


@given(
    st.sampled_from(["said", "told me", "says", "SAID"]), st.sampled_from([" ", ", ", ": ", ":\n"]), terms, quiet, quiet
)
def test_no_words_around_it_make_quoted_speech_be_pointed_out(
    verb: str, between: str, said: str, front: str, back: str
) -> None:
    for opening, closing in ('""', "“”", "‘’", "''"):
        text = f"She {verb}{between}{opening}x {front} {said} {back} x{closing}"
        paragraph_kept = "\n\n" not in "".join(text.split(" ")) and text.count("\n") == between.count("\n")
        if paragraph_kept:
            assert check(text) == []


@given(prose, st.one_of(prose, anything))
def test_what_is_added_behind_a_paragraph_never_changes_what_was_found_before(text: str, more: str) -> None:
    before = check(text)
    assert check(f"{text}\n\n{more}")[: len(before)] == before


@given(prose)
def test_capitals_make_no_difference(text: str) -> None:
    assert [(each.start, each.end) for each in check(text)] == [(each.start, each.end) for each in check(text.upper())]


@pytest.mark.parametrize(("sentence", "term"), [case for case in TRUE if set(case[1]) & set(" '-")])
def test_the_kind_of_apostrophe_and_hyphen_makes_no_difference(sentence: str, term: str) -> None:
    front, back = sentence.split(term)
    for other in (
        term.replace("'", "’"),
        term.replace(" ", "-"),
        term.replace("-", " "),
        term.replace(" ", "\u2010\n"),
    ):
        assert [each.term for each in check(front + other + back)] == [other]
