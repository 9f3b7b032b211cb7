"""The measure by which the pages for young people and parents are held plain."""

import pytest

from tests.reading_age import reading_age, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("happen", 2),
        ("safe", 1),
        ("message", 2),
        ("table", 2),
        ("worried", 2),
        ("asked", 1),
        ("telephone", 3),
        ("you", 1),
        ("police", 2),
    ],
)
def test_syllables_are_counted_as_people_say_them(word: str, count: int) -> None:
    assert syllables(word) == count


def test_plain_words_need_a_young_reader_and_office_words_an_old_one() -> None:
    assert reading_age("Tell us what is happening. We will help you. It is not your fault.") < 9
    office = (
        "Practitioners should document multi-agency safeguarding considerations comprehensively and proportionately."
    )
    assert reading_age(office) > 18
    with pytest.raises(ValueError, match="nothing to read"):
        reading_age(" … ")
