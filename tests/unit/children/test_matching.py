"""How a search and a record are compared, and why one is shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.children import matching
from safelight.children.matching import Known, Terms, Why, compare

pytestmark = pytest.mark.req("BE-01")

BORN = date(2011, 3, 4)
KAYLA = Known("Kayla", "Denholm", "Kay", BORN, "SL-7K3Q-92", "9434765919", "B801200005001", "CCM 17")


def why(terms: Terms, known: Known = KAYLA) -> set[Why]:
    match = compare(terms, known)
    assert match is not None
    return set(match.why)


def test_the_same_name_and_birth_date() -> None:
    assert why(Terms("Kayla Denholm", BORN)) == {Why.NAME_SAME, Why.BORN_SAME}


@pytest.mark.parametrize("typed", ["Kaila Denholm", "Kayla Denolm", "Cayla Denham", "Kyla Denhlom", "KAYLA DENHOLME"])
def test_a_name_spelled_or_sounding_alike_is_found(typed: str) -> None:
    assert Why.NAME_ALIKE in why(Terms(typed, BORN))
    assert matching.keys(typed) & matching.keys("Kayla", "Denholm")


def test_day_and_month_swapped_is_found_and_said() -> None:
    assert why(Terms("Kayla", date(2011, 4, 3))) == {Why.NAME_SAME, Why.BORN_SWAPPED}


def test_a_birth_date_alone_is_enough() -> None:
    assert why(Terms("", BORN)) == {Why.BORN_SAME}


@pytest.mark.parametrize(("typed", "held"), [("Katie", "Catherine"), ("Bill", "William"), ("Tash", "Natasha")])
def test_a_short_form_is_found(typed: str, held: str) -> None:
    assert why(Terms(f"{typed} Marsh"), Known(held, "Marsh", "", None)) == {Why.NAME_SHORT_FORM}
    assert matching.keys(typed) & matching.keys(held)


def test_the_name_a_child_is_known_by_is_found() -> None:
    assert why(Terms("Dez"), Known("Desmond", "Ofori", "Dez", None)) == {Why.KNOWN_AS}


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("sl-7k3q-92", Why.REFERENCE),
        ("943 476 5919", Why.NHS_NUMBER),
        ("b801200005001", Why.UPN),
        ("ccm 17", Why.LOCAL_REFERENCE),
    ],
)
def test_a_number_is_found_however_it_is_written(typed: str, reason: Why) -> None:
    assert why(Terms("", None, typed)) == {reason}


def test_another_child_is_not_shown() -> None:
    assert compare(Terms("Oliver Price", date(2012, 9, 9)), KAYLA) is None
    assert compare(Terms("Kayla Price"), KAYLA) is None


def test_accents_marks_and_other_scripts() -> None:
    assert matching.words("Siân O’Neil-Łuka") == ("sian", "oneil", "łuka")
    assert why(Terms("sian oneil"), Known("Siân", "O'Neil", "", None)) == {Why.NAME_SAME}
    assert why(Terms("محمد"), Known("محمد", "", "", None)) == {Why.NAME_SAME}


names = st.text(min_size=1, max_size=20)


@given(names, names, names, st.dates() | st.none())
def test_a_record_answers_its_own_name(given_name: str, family: str, known_as: str, born: date | None) -> None:
    typed = f"{given_name} {family}"
    if not matching.words(typed):
        return
    match = compare(Terms(typed, born), Known(given_name, family, known_as, born))
    assert match is not None and Why.NAME_SAME in match.why
    assert matching.keys(typed) & matching.keys(given_name, family, known_as)


@given(names, names)
def test_no_text_breaks_the_comparison(typed: str, held: str) -> None:
    assert 0 <= matching.name_likeness(matching.words(typed), matching.words(held)) <= 100
    assert all(len(key) <= 40 for key in matching.keys(typed, held))


@given(st.dates())
def test_swapping_twice_gives_the_date_back(day: date) -> None:
    other = matching.swapped(day)
    if other is not None:
        assert matching.swapped(other) == day and other != day


def test_two_records_of_one_name_and_different_births_are_not_asked_about() -> None:
    same = compare(Terms("Kayla Denholm", BORN), KAYLA)
    other = compare(Terms("Kayla Denholm", date(2014, 12, 25)), KAYLA)
    assert same is not None and matching.may_be_one_child(same)
    assert other is not None and not matching.may_be_one_child(other)
