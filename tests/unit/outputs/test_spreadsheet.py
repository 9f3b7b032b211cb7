"""A spreadsheet leaves locked, opens with its passphrase in the programs people have, and runs nothing (BE-13)."""

import io
import re

import msoffcrypto
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msoffcrypto.exceptions import InvalidKeyError

from safelight.core.ids import new_passphrase
from safelight.outputs import spreadsheet

pytestmark = pytest.mark.req("BE-13")
PASSPHRASE = "7K3Q-93BD-VXRW-HJ4M"


def opened(content: bytes, passphrase: str) -> list[list[object]]:
    """The cells of a locked file, read by the library alone."""
    office = msoffcrypto.OfficeFile(io.BytesIO(content))
    assert office.is_encrypted()
    office.load_key(password=passphrase, verify_password=True)
    plain = io.BytesIO()
    office.decrypt(plain)
    return [list(row) for row in openpyxl.load_workbook(plain).active.iter_rows(values_only=True)]


def test_a_file_opens_with_its_passphrase_and_with_no_other() -> None:
    content = spreadsheet.locked(spreadsheet.workbook(["Name", "Times"], [["O’Neill", 3]]), PASSPHRASE)
    assert b"Neill" not in content
    assert opened(content, PASSPHRASE) == [["Name", "Times"], ["O’Neill", 3]]
    with pytest.raises(InvalidKeyError):
        opened(content, "another passphrase")


def test_a_short_passphrase_locks_nothing() -> None:
    with pytest.raises(ValueError, match="too short"):
        spreadsheet.locked(spreadsheet.workbook(["a"], []), "7K3Q-93BD")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(max_size=30), min_size=2, max_size=2), max_size=4))
def test_no_cell_is_a_formula_whatever_was_typed(rows: list[list[str]]) -> None:
    rows.append(["=HYPERLINK(1)", "+1"])
    book = openpyxl.load_workbook(io.BytesIO(spreadsheet.workbook(["a", "b"], rows)))
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)


def test_a_new_passphrase_is_long_and_never_the_same() -> None:
    made = {new_passphrase() for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"([346789B-HJKMNP-RTV-Y]{4}-){3}[346789B-HJKMNP-RTV-Y]{4}", one) for one in made)
