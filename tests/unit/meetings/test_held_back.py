"""Who is named in VOLT, and who is of the police, as they are typed in a meeting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.meetings.held_back import is_police, named_in, names_in


@pytest.mark.req("MT-04", "SH-06")
@pytest.mark.hazard("HZ-08")
@pytest.mark.parametrize(
    ("words", "known", "names"),
    [
        ("Man known as Dez, about 28", "", {"Dez"}),
        ("dez", "", {"dez"}),
        ("An older man", "Goes by “Big T”, drives a taxi", {"Big"}),
        ("A man of about thirty with a grey van", "", set()),
        ("Tariq Osman", "nicknamed smiler", {"Tariq", "Osman", "smiler"}),
        ("Kayla’s cousin Ray", "", {"Ray", "Kayla’s"}),
    ],
)
def test_names_and_nicknames_are_read_from_what_was_written_in_volt(words, known, names):
    assert set(names_in([(words, known)], own=["Kayla"])) == names


@pytest.mark.req("MT-04")
@pytest.mark.hazard("HZ-08")
@pytest.mark.parametrize("said", ["PC Wray", "Tom Wray, police officer", "DS Hall", "the Constabulary", "Detective"])
def test_a_speaker_of_the_police_is_known_by_how_they_are_called(said):
    assert is_police(said)


@pytest.mark.req("MT-04")
@pytest.mark.parametrize("said", ["Jo Denholm, aunt", "Bea", "Housing officer", "Dickon"])
def test_nobody_else_is_taken_for_the_police(said):
    assert not is_police(said)


@pytest.mark.req("MT-04")
@pytest.mark.hazard("HZ-08")
@given(st.lists(st.sampled_from(["dez", "He", "said", "Dezi", "DEZ", "desk", "dez’s"]), max_size=6))
def test_a_name_is_found_as_a_word_of_its_own_and_in_no_other(words):
    """The second implementation splits at spaces and takes the possessive off."""
    plain = any(word.casefold().removesuffix("’s") == "dez" for word in words)
    assert bool(named_in(" ".join(words), ["Dez"])) == plain
