"""References that can be read out, and the clock."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.core import clock, ids


def test_a_new_reference_is_well_formed() -> None:
    for _ in range(200):
        assert ids.is_reference(ids.new_reference())


@given(st.text(ids.ALPHABET, min_size=4, max_size=4), st.integers(0, 3), st.sampled_from(ids.ALPHABET))
def test_a_slip_in_one_character_is_caught(body: str, place: int, other: str) -> None:
    reference = f"SL-{body}-{ids.check_digits(body)}"
    slipped = reference[: 3 + place] + other + reference[4 + place :]
    assert ids.is_reference(slipped) == (slipped == reference)


@pytest.mark.parametrize("text", ["", "SL", "SL-7K3Q", "XX-7K3Q-00", "SL-AAAA-00", "SL-7K3Q-"])
def test_other_text_is_no_reference(text: str) -> None:
    assert not ids.is_reference(text)


def test_a_day_is_londons_day() -> None:
    with clock.at(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 1)
    with clock.at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 12, 31)


def test_a_moment_without_its_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"), clock.at(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass
