"""Where terms stand in a text."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.directory.terms import split


@dataclass(frozen=True)
class Word:
    term: str


MASH, CSC, TRIGGER, TRIGGER_PLAN = Word("MASH"), Word("CSC"), Word("Trigger"), Word("Trigger plan")
ALL = [MASH, CSC, TRIGGER, TRIGGER_PLAN]


@pytest.mark.req("DR-02")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tell MASH today.", [("MASH", MASH)]),
        ("Two MASHs answered.", [("MASHs", MASH)]),
        ("Do not smash or mash it.", []),
        ("SMASH and MASHED", []),
        ("The trigger plan says so.", [("trigger plan", TRIGGER_PLAN)]),
        ("The trigger, then the plan.", [("trigger", TRIGGER)]),
        ("MASH, then CSC, then MASH.", [("MASH", MASH), ("CSC", CSC)]),
        ("", []),
    ],
)
def test_a_term_is_found_as_a_whole_word_once_and_the_longer_one_first(text: str, found: list[object]) -> None:
    assert [part for part in split(text, ALL) if not isinstance(part, str)] == found


@pytest.mark.req("DR-02")
@given(
    st.lists(st.sampled_from(["MASH", "mash", "CSC", "Trigger plan", "trigger", ", ", " ", "é", "<b>", "s"])).map(
        "".join
    )
)
def test_no_letter_of_the_text_is_lost_or_moved(text: str) -> None:
    parts = split(text, ALL)
    assert "".join(part if isinstance(part, str) else part[0] for part in parts) == text
    terms = [part[1] for part in parts if not isinstance(part, str)]
    assert len(terms) == len(set(terms))
