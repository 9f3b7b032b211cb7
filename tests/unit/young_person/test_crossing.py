"""What looks like a name is pointed out alike, whoever is known; what is held is found however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.young_person import crossing

HELPERS = ("Aunty Bea", "01632 960311", "Kayla")


def said(text: str, *allowed: str) -> list[str]:
    return [one.words for one in crossing.outside(text, HELPERS, allowed)]


@pytest.mark.req("YP-03")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bea meets me off the bus.", []),
        ("If I’m late, Bea texts me. Then she rings.", []),
        ("I tell Mum or Nana on Friday.", []),
        ("I’ll ring Bea’s phone: 01632 960311.", []),
        ("Tash can say too.", ["Tash"]),
        ("I go with tash.", []),
        ("I don’t go to Harbour Kebab with Dazza.", ["Harbour Kebab", "Dazza"]),
        ("Dazza’s car is QX19 ZZT.", ["Dazza’s", "QX19 ZZT"]),
        ("I do not answer 07700 900123.", ["07700 900123"]),
        ("He is @dazza_q and a.b@example.org.", ["@dazza_q", "a.b@example.org"]),
        ("I never go to SW1A 2AA.", ["SW1A 2AA"]),
    ],
)
def test_every_name_place_and_number_that_is_no_helpers_is_pointed_out(text: str, found: list[str]) -> None:
    assert said(text) == found


@pytest.mark.req("YP-03")
def test_what_somebody_said_is_no_name_is_left_alone() -> None:
    assert said("I play Xbox with Tash.", "Xbox") == ["Tash"]


@pytest.mark.req("YP-03")
@pytest.mark.parametrize(
    "text",
    [
        "dazza picks me up",
        "DAZZA picks me up",
        "Dazza's mate",
        "quillfeather is ok",
        "at harbour kebab after school",
        "ring 01632960999",
        "qx19zzt waits",
        "at 4 mullion street",
    ],
)
def test_what_the_record_holds_is_found_however_it_is_written(text: str) -> None:
    held = ["Dazza Quillfeather", "Harbour Kebab", "01632 960999", "QX19 ZZT", "4 Mullion Street"]
    assert crossing.holds(text, held, ("Kayla", "Aunty Bea"))
    assert not crossing.holds("Bea meets me off the bus at four.", held, ("Kayla", "Aunty Bea"))


@pytest.mark.req("YP-03")
def test_an_everyday_word_in_a_suspects_name_counts_only_with_a_capital() -> None:
    assert crossing.holds("Will drives me.", ["Will Marsh"])
    assert not crossing.holds("I will ring Bea.", ["Will Marsh"], ("Bea",))


@pytest.mark.req("YP-03")
def test_the_police_and_social_care_are_nobodys_place() -> None:
    names = crossing.names_in("The Police and Social Care visit Dazza at Harbour Kebab. Section 47 follows.")
    assert names == ["Dazza", "Harbour Kebab"]


NAMES = st.from_regex(r"[A-Z][a-z]{2,9}q", fullmatch=True)  # no everyday word ends so


@pytest.mark.req("YP-03")
@given(
    name=NAMES,
    before=st.sampled_from(["I go with ", "", "Then ", "After school "]),
    after=st.sampled_from([".", " and I wait.", "’s car."]),
)
def test_any_name_with_a_capital_is_pointed_out_and_if_held_is_refused_in_any_capitals(
    name: str, before: str, after: str
) -> None:
    text = before + name + after
    assert any(name in one.words for one in crossing.outside(text, HELPERS))
    for written in (text, text.lower(), text.upper()):
        assert crossing.holds(written, [f"{name} Smith"])


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=3))
def test_places_lie_in_the_text_and_no_text_breaks_it(text: str, names: list[str]) -> None:
    for one in crossing.outside(text, names, names):
        assert text[one.start : one.end] == one.words
    assert crossing.holds(text, names) in (True, False)
