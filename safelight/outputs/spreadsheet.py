"""Spreadsheets. Every one leaves locked with a passphrase, and no cell of it is taken for a formula (BE-13)."""

import io
from collections.abc import Iterable, Sequence

import msoffcrypto
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from safelight.core.cells import safe

SHORTEST_PASSPHRASE = 12
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """An XLSX file of one sheet. Whole numbers stay numbers; all else is text that no program runs."""
    book = Workbook()
    sheet = book.active
    sheet.title = "1"
    for row in ([*header], *rows):
        sheet.append([_cell(value) for value in row])
    for number, line in enumerate(sheet.iter_rows(), start=1):
        for cell in line:
            if isinstance(cell.value, str):
                cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for column in sheet.columns:
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(60, longest + 2)
    book.properties.creator = "Safelight"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def locked(content: bytes, passphrase: str) -> bytes:
    """The same file, encrypted with ``passphrase`` (AES-256, as Excel and LibreOffice do it themselves).

    Raises ``ValueError`` for a passphrase shorter than ``SHORTEST_PASSPHRASE``.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise ValueError("the passphrase is too short")
    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(content)).encrypt(passphrase, out)
    return out.getvalue()


def _cell(value: object) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", safe(value))
