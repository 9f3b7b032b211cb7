"""No cell of a file of ours is run by a spreadsheet (BE-13)."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.core import csv_safe

pytestmark = pytest.mark.req("BE-13")

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "  @x", "＝1", "=cmd|'/C calc'!A0"]
cells = st.one_of(st.text(), st.sampled_from(DANGEROUS), st.text().map(lambda text: "=" + text))


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_begins_a_formula_gets_an_apostrophe(text: str) -> None:
    assert csv_safe.safe(text) == "'" + text


@pytest.mark.parametrize("text", ["Kayla Denholm", "O’Neill", "1-2", "a=b", "", "SL-7K3Q-93"])
def test_what_does_not_is_left_as_it_is(text: str) -> None:
    assert csv_safe.safe(text) == text


def test_a_number_stays_a_number_and_nothing_stays_empty() -> None:
    assert csv_safe.safe(-5) == "-5"
    assert csv_safe.safe(None) == ""


@given(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=5))
def test_every_cell_of_the_file_is_read_back_and_none_is_a_formula(rows: list[list[str]]) -> None:
    written = csv_safe.written(["a", "b", "=c"], rows)
    read = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert len(read) == len(rows) + 1
    for row in read:
        assert len(row) == 3
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
            assert not cell.startswith(("\t", "\r", "\n"))
    for given_row, row in zip(rows, read[1:], strict=True):
        assert [cell.replace("\x00", "") for cell in given_row] == [
            cell.removeprefix("'")
            if csv_safe.safe(given_cell).startswith("'") and not given_cell.startswith("'")
            else cell
            for cell, given_cell in zip(row, given_row, strict=True)
        ]


@given(cells, cells)
def test_a_cell_never_breaks_out_into_the_next(one: str, other: str) -> None:
    written = csv_safe.written(["a", "b"], [[one, other]])
    assert len(list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))[1]) == 2
