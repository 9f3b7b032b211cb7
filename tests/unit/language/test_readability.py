"""Reading age: the published formula, what stands at its edges, and hints that say what would be easier."""

import pytest
import textstat
from hypothesis import given
from hypothesis import strategies as st

from safelight.language.readability import HIGHEST, LOWEST, Hint, longest_sentence, measure, syllables

EASY = (
    "We want you to be safe. Some people did things that were not fair to you. None of it was your fault. "
    "Jo will ring you on Monday. You can text Jo at any time. If you feel scared, go to the shop and ask for help. "
    "We will meet again next week and eat some cake. You can bring a friend if you like."
)
MIDDLING = (
    "The lead worker visits every week and talks with the young person about home, school and friends. Both of them "
    "look at the plan and change what has not worked. The parents hear about it on Fridays, and they can ring the "
    "duty worker in the evening. Everybody keeps notes of cars and telephone numbers and gives them to the police."
)
OFFICIAL = (
    "Practitioners should undertake a comprehensive written assessment in order to identify individual "
    "vulnerabilities, and should subsequently coordinate appropriate therapeutic interventions. Information regarding "
    "suspected perpetrators must immediately be communicated to the responsible authorities. Parental engagement and "
    "consistent educational attendance are considered significant protective factors."
)
TOLERANCE = 1.0
"""Years by which ours may differ from textstat's, which looks words up in a dictionary of pronunciation."""


@pytest.mark.req("YP-02")
@pytest.mark.parametrize("text", [EASY, MIDDLING, OFFICIAL, f"{EASY} {MIDDLING}", f"{MIDDLING} {OFFICIAL}"])
def test_the_reading_age_is_the_published_grade_and_five_years_as_another_program_measures_it(text: str) -> None:
    theirs = min(max(textstat.flesch_kincaid_grade(text) + 5, LOWEST), HIGHEST)
    assert abs(measure(text).reading_age - theirs) <= TOLERANCE


@pytest.mark.req("YP-02")
def test_a_young_persons_words_read_young_and_an_offices_old() -> None:
    assert measure(EASY).reading_age <= 8 < measure(MIDDLING).reading_age <= 13 < 18 < measure(OFFICIAL).reading_age


@pytest.mark.parametrize("text", ["", " \n\t ", "…!?", "—", "“”", "😀", "1", "-"])
def test_a_text_without_words_reads_at_the_lowest_age(text: str) -> None:
    assert measure(text).reading_age == LOWEST and measure(text).hints == []


@pytest.mark.parametrize("text", ["You", "12 34 56", "Safeguarding", "Deinstitutionalisation", "a " * 5000, "x" * 5000])
def test_single_words_numbers_and_long_ones_stay_within_bounds(text: str) -> None:
    assert LOWEST <= measure(text).reading_age <= HIGHEST


def test_each_item_of_a_list_counts_as_a_sentence_and_a_wrapped_line_does_not() -> None:
    items = ["ring Jo on Monday", "stay with your aunt", "tell your mum where you go"]
    as_list = measure("\n".join(f"- {item}" for item in items))
    as_lines = measure("\n".join(item.capitalize() for item in items))
    as_sentences = measure(" ".join(f"{item.capitalize()}." for item in items))
    assert as_list.reading_age == as_lines.reading_age == as_sentences.reading_age
    wrapped = OFFICIAL.replace("individual vulner", "individual\nvulner")
    assert measure(wrapped).reading_age == measure(OFFICIAL).reading_age


def test_abbreviations_decimals_and_addresses_end_no_sentence_and_make_no_word_hard() -> None:
    assert (
        measure("Dr. Brown sees you at 3.30 on Monday.").reading_age
        == measure("Doc Brown sees you at 3 on Monday.").reading_age
    )
    assert (
        measure("Look at https://www.example.org/deinstitutionalisation today.").reading_age
        == measure("Look at today.").reading_age
    )


def test_welsh_is_measured_the_same_each_time_and_within_bounds() -> None:
    text = "Rydyn ni eisiau i ti fod yn ddiogel. Nid dy fai di oedd hyn. Mae’r tŷ yng Nghaerdydd."
    assert LOWEST <= measure(text).reading_age == measure(text).reading_age <= HIGHEST


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("you", 1), ("help", 1), ("police", 2), ("little", 2), ("helped", 1), ("wanted", 2), ("area", 3), ("quiet", 2),
        ("family", 3), ("behaviour", 3), ("centre", 2), ("matches", 2), ("settled", 2), ("someone", 2), ("exploitation", 4),
        ("vulnerability", 6), ("safeguarding", 3), ("multi-agency", 5), ("friend’s", 1), ("café", 2), ("2026", 1), ("Siân", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.req("YP-02")
def test_a_long_sentence_is_pointed_out_the_sooner_the_younger_the_reader() -> None:
    text = "We will meet you at the park and walk to the shop with you and then we go home."
    assert [hint for hint in measure(text).hints if "one sentence" in hint.hint] == []
    (hint,) = (hint for hint in measure(text, 12).hints if "one sentence" in hint.hint)
    assert (hint.start, hint.end) == (
        0,
        len(text),
    ) and hint.hint == "19 words in one sentence. Make two, of at most 15 words."
    assert [longest_sentence(age) for age in (None, 8, 10, 11, 14, 15, 17)] == [20, 12, 12, 15, 15, 20, 20]


@pytest.mark.req("YP-02")
def test_a_word_with_a_plainer_one_is_pointed_out_at_its_place() -> None:
    text = "We will Approximately know."
    assert Hint(8, 21, "A plainer word: about.") in measure(text).hints
    assert measure("We get you a lift in\norder\nto help.").hints[0].hint == "A plainer word: to."


def test_who_does_it_is_asked_for_where_it_stands_last() -> None:
    text = "You will be visited by Jo."
    (hint,) = measure(text).hints
    assert text[hint.start : hint.end] == "be visited by" and hint.hint == "Begin with who does it."
    assert measure("Jo will visit you.").hints == []


def test_long_words_are_asked_about_once_and_only_where_the_text_is_too_hard() -> None:
    text = "Deliberation about deliberation needs deliberation."
    assert [(hint.start, hint.end) for hint in measure(text, 12).hints] == [(0, 12)]
    assert measure(f"{EASY} It is a celebration for you.", 12).hints == []
    assert "A long word" not in str(measure("We met Deliberata Margherita on Monday.", 12).hints)


words = st.lists(
    st.sampled_from(
        ["we", "Practitioners", "ensure", "are", "seen", "by", "you", ".", "\n", "- ", "12", "“", "x’s", "ŵyl"]
    ),
    max_size=40,
)


@given(st.one_of(words.map(" ".join), st.text(max_size=80)), st.one_of(st.none(), st.integers(0, 120)))
def test_whatever_is_written_the_age_stays_in_bounds_and_hints_lie_in_the_text(text: str, age: int | None) -> None:
    reading = measure(text, age)
    assert LOWEST <= reading.reading_age <= HIGHEST
    assert reading == measure(text, age)
    for hint in reading.hints:
        assert 0 <= hint.start < hint.end <= len(text) and text[hint.start : hint.end].strip() and hint.hint
    assert [hint.start for hint in reading.hints] == sorted(hint.start for hint in reading.hints)


@given(words.map(" ".join))
def test_the_same_sentences_twice_are_as_easy_as_once(text: str) -> None:
    once = f"{text}."
    assert abs(measure(once).reading_age - measure(f"{once}\n\n{once}").reading_age) <= 0.1
