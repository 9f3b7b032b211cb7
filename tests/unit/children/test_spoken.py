"""Words are kept without the quotation marks that a page puts around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.children import spoken


@pytest.mark.req("CH-10")
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('"I just want to go home"', "I just want to go home"),
        ("  “It’s just lifts.” ", "It’s just lifts."),
        ("'I don't want to go.'", "I don't want to go."),
        ("‘He’s alright.’", "He’s alright."),
        ('""twice""', '""twice""'),
    ],
)
def test_one_pair_of_marks_around_the_words_goes(typed: str, kept: str) -> None:
    assert spoken.bare(typed) == kept


@pytest.mark.req("CH-10")
@pytest.mark.parametrize(
    "typed",
    [
        "It’s just lifts.",
        '"Leave me," she said, "alone"',
        "“Leave me,” she said, “alone”",
        "'Cause I was just sittin'",
        'She said "no"',
        '"',
        '""',
        "",
    ],
)
def test_marks_that_are_no_pair_around_the_whole_stay(typed: str) -> None:
    assert spoken.bare(typed) == typed


@pytest.mark.req("CH-10")
@given(st.text())
def test_whatever_is_typed_only_marks_and_blanks_at_the_ends_go(typed: str) -> None:
    kept = spoken.bare(typed)
    assert kept in typed and set(typed.replace(kept, "", 1)) <= set("\"'“”„«»‘’") | {
        each for each in typed if each.isspace()
    }


@pytest.mark.req("CH-10")
@given(st.text(alphabet="abc ,.?’'", min_size=1).map(str.strip).filter(bool))
def test_words_in_curly_marks_are_kept_as_the_words_alone(words: str) -> None:
    assert spoken.bare(f"“{words}”") == words
