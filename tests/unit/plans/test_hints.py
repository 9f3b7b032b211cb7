"""Hints: what they catch, and what they leave alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.plans.hints import hints, two_things, vague


def codes(**changes: object) -> list[str]:
    """The hints of a good action with these changes."""
    good = {
        "text": "Meet her off the 38 bus.",
        "who": "Jo Denholm, aunt",
        "when": "Every Friday",
        "due_on": date(2026, 12, 18),
        "measure": "Home by 21:30 on four Fridays.",
    }
    return [hint.code for hint in hints(**{**good, **changes})]  # type: ignore[arg-type]


@pytest.mark.req("PL-04")
def test_a_specific_owned_dated_and_measured_action_has_no_hint() -> None:
    assert codes() == []


@pytest.mark.req("PL-04")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"text": "Parents to keep a strict curfew. Stop going to the bus station."}, ["two-things"]),
        ({"text": "Monitor."}, ["vague"]),
        ({"who": " "}, ["no-owner"]),
        ({"who": "", "owned": True}, []),
        ({"who": "Social worker/ Police"}, ["many-owners"]),
        ({"who": "All"}, ["many-owners"]),
        ({"who": "Social worker/ Police", "owned": True}, []),
        ({"due_on": None}, ["no-date"]),
        ({"due_on": None, "when": "Ongoing"}, ["no-date"]),
        ({"due_on": None, "when": ""}, ["no-date"]),
        ({"due_on": None, "when": "Ongoing (72 hour window)", "window": True}, []),
        ({"measure": ""}, ["no-measure"]),
    ],
)
def test_whatever_is_missing_is_pointed_out(changes: dict[str, object], expected: list[str]) -> None:
    assert codes(**changes) == expected


@pytest.mark.req("PL-04")
def test_an_empty_row_lacks_an_owner_a_date_and_a_measure() -> None:
    assert [hint.code for hint in hints(text="", who="", when="", due_on=None, measure="")] == [
        "no-owner",
        "no-date",
        "no-measure",
    ]


@pytest.mark.req("PL-04")
@pytest.mark.parametrize(
    "text",
    [
        "Meet at St. Mary’s after school on Mondays.",
        "Ask the neighbours, e.g. the Obis at no. 4, to ring Jo.",
        "Text at 15 minutes late. If there is no answer, ring the police.",
        "Bag the coat from 19 November, unwashed. Nobody else handles it.",
        "Refer to CAMHS etc. before the review.",
        "Ring Mr. T. Wray on Friday",
        "",
    ],
)
def test_one_thing_said_in_two_sentences_is_one_thing(text: str) -> None:
    assert not two_things(text)


@pytest.mark.req("PL-04")
@pytest.mark.parametrize(
    "text",
    [
        "Ring the school. Visit the home.",
        "Ring the school; visit the home.",
        "- Ring the school\n- Visit the home",
        "Refer to CAMHS etc. today. Ask the school nurse to ring Mum.",
    ],
)
def test_two_things_are_seen(text: str) -> None:
    assert two_things(text)


@pytest.mark.req("PL-04")
@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Monitor internet use", "Monitor"),
        ("support mum", "support"),
        ("Support worker to ring Mum", ""),
        ("Supportive aunt rings Mum", ""),
        ("Consider: a tracker", "Consider"),
        ("Monitor cars turning up at the home and send each number to the police", ""),
        ("", ""),
    ],
)
def test_a_vague_word_counts_only_where_little_follows(text: str, word: str) -> None:
    assert vague(text) == word


@given(st.text(), st.text(), st.text(), st.none() | st.dates(), st.text())
def test_whatever_is_typed_gives_at_most_one_hint_of_a_kind(
    text: str, who: str, when: str, due_on: date | None, measure: str
) -> None:
    found = [hint.code for hint in hints(text=text, who=who, when=when, due_on=due_on, measure=measure)]
    assert len(found) == len(set(found))
