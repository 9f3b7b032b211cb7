"""Words that are taken out are gone: whatever the text, however the name is written."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from safelight.governance import redaction
from safelight.governance.redaction import BLOCK, Kind, Known, Span, Spared, find, joined, names_in, places, redact

TEXT = st.text(max_size=80)
NAME = st.text(alphabet=st.characters(categories=["L"]), min_size=2, max_size=8)


def found_in(text: str, *names: str, spared: Spared | None = None) -> list[str]:
    known = [Known(name, Kind.PERSON_AROUND, name) for name in names]
    return [text[each.span.start : each.span.end] for each in find(text, known, spared)]


@pytest.mark.hazard("HZ-37")
@given(before=TEXT, name=NAME, after=TEXT)
def test_no_name_is_left_once_every_place_of_it_is_taken_out(before: str, name: str, after: str) -> None:
    text = f"{before} {name} {after}"
    spans = places(text, name)
    assume(places(name, name))
    assert spans
    assert not places(redact(text, spans), name)


@pytest.mark.hazard("HZ-37")
@given(st.data())
def test_what_is_left_is_what_no_place_covers_in_order(data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=1, max_size=60))
    ends = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(ends, ends).filter(lambda pair: pair[0] < pair[1]), max_size=8))
    spans = [Span(*pair) for pair in pairs]
    covered = {place for span in spans for place in range(span.start, span.end)}
    kept = "".join(letter for place, letter in enumerate(text) if place not in covered)
    assert redact(text, spans, "").replace("", "") == kept
    assert len(joined(spans)) <= len(spans)
    assert redact(text, spans, BLOCK).count(BLOCK) >= len(joined(spans))


@given(TEXT, st.lists(NAME, max_size=3))
def test_each_place_lies_in_the_text_and_none_within_another(text: str, names: list[str]) -> None:
    spans = [each.span for each in find(text, [Known(name, Kind.STAFF, name) for name in names])]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert not any(
        one != other and other.start <= one.start and one.end <= other.end for one in spans for other in spans
    )


@pytest.mark.hazard("HZ-37")
@pytest.mark.parametrize(
    "written",
    [
        "Kyle",
        "KYLE",
        "kyle’s",
        "Kyle's",
        "Kyles'",
        "Kýle",
        "Ky\u0301le",
        "Ky\u00adle",
        "Kyle Denholm",
        "Kyle\nDenholm",
        "Kyle  DENHOLM",
        "K.D.",
        "K. D.",
        "KD",
        "K. Denholm",
        "Kyle D.",
        "Denholm",
    ],
)
def test_a_name_is_found_however_it_is_written(written: str) -> None:
    text = f"It was {written} again."
    assert found_in(text, "Kyle Denholm, friend") == [written]


def test_a_name_inside_another_word_is_left_alone_but_a_user_name_is_not() -> None:
    assert found_in("Annabel and Joanna", "Ann") == []
    assert found_in("ann_2009 wrote", "Ann") == ["ann"]


def test_the_childs_own_names_number_and_address_are_never_proposed() -> None:
    own = Spared(("Rowan Tregear",), ("01632 960200",), ("4 Teal Close, Northgate, PO1 2AB",))
    text = "Rowan Tregear, 4 Teal Close, Northgate, PO1 2AB, 01632 960200. Lorna Tregear at 9 Ferry Road, 01632 960201."
    assert found_in(text, "Lorna Tregear, mother", spared=own) == ["Lorna Tregear", "9 Ferry Road", "01632 960201"]


def test_numbers_mail_addresses_and_postcodes_of_others_are_found() -> None:
    text = "Ring +44 7700 900123 or (01632) 960 144, or dean.h@mail.example. He is at SW1A 1AA. In 2026 he was 17."
    assert found_in(text) == ["+44 7700 900123", "(01632) 960 144", "dean.h@mail.example", "SW1A 1AA"]


def test_descriptions_and_titles_are_no_names() -> None:
    assert names_in("Older man, surname not known") == ["Older man"]
    assert names_in("Aunt Bea") == ["Aunt Bea", "Bea"]
    assert names_in("Marta Vance, social worker") == ["Marta Vance", "Marta", "Vance"]
    assert names_in("Lead Worker") == names_in("Nana") == names_in("") == []


def test_a_place_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="not in the text"):
        redact("short", [Span(2, 9)])


def names(text: str, *decided: redaction.Span, own: tuple[str, ...] = ()) -> list[str]:
    found = redaction.may_be_names([text], [decided], redaction.Spared(names=own), {"state"})
    assert all(text[each.span.start : each.span.end] == each.words for each in found)
    return [each.words for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She went with Ollie and Big Dez to Saltings.", ["Big Dez", "Ollie", "Saltings"]),
        ("Tash rang. Tash’s mum came.", ["Tash"]),
        ("State: High. The MASH was told on Monday.", ["High"]),
        ("Cerys O’Hara-Lowe was there", ["Cerys O’Hara-Lowe"]),
        ("He came. They saw a Car and the car left.", []),
        ("Siân and Éloise", ["Siân", "Éloise"]),
        ("", []),
    ],
)
def test_words_with_a_capital_that_the_record_does_not_know_are_offered(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_what_is_decided_and_the_childs_own_name_are_not_offered() -> None:
    text = "Rowan met Ollie and Dean."
    assert names(text, own=("Rowan Tregear",)) == ["Dean", "Ollie"]
    assert names(text, redaction.Span(10, 15), own=("Rowan Tregear",)) == ["Dean"]


@given(st.text(st.sampled_from("Ab c.'’é\n-"), max_size=40))
def test_every_word_that_is_offered_stands_in_the_text(text: str) -> None:
    for words in names(text):
        assert words in text and words[0].isupper()


def test_what_stands_around_a_place_is_cut_at_whole_words() -> None:
    text = "a" * 60 + " she rang him on 07700 900123 about the flat " + "b" * 60
    start = text.index("07700")
    before, there, behind = redaction.around(text, redaction.Span(start, start + 12))
    assert (before, there, behind) == ("… she rang him on", "07700 900123", "about the flat …")
    assert redaction.around("Ollie", redaction.Span(0, 5)) == ("", "Ollie", "")
