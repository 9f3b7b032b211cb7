"""No cell of a file of ours is run by a spreadsheet (BE-13)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.core.cells import safe

pytestmark = pytest.mark.req("BE-13")

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "  @x", "＝1", "=cmd|'/C calc'!A0"]
cells = st.one_of(st.text(), st.sampled_from(DANGEROUS), st.text().map(lambda text: "=" + text))


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_begins_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe(text) == "'" + text


@pytest.mark.parametrize("text", ["Kayla Denholm", "O’Neill", "1-2", "a=b", "", "SL-7K3Q-93"])
def test_what_does_not_is_left_as_it_is(text: str) -> None:
    assert safe(text) == text


def test_a_number_stays_a_number_and_nothing_stays_empty() -> None:
    assert safe(-5) == "-5"
    assert safe(None) == ""


@given(cells)
def test_no_cell_begins_as_a_formula_and_none_loses_a_word(text: str) -> None:
    cell = safe(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert cell.removeprefix("'" if cell != text else "") == text.replace("\x00", "") or text.startswith("'")
