"""CSV that a spreadsheet shows as it is: no cell is taken for a formula (BE-13). Pure: no Django."""

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet takes for the beginning of a formula, or strips before it looks for one.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "'"


def safe(value: object) -> str:
    """The cell's text, with an apostrophe before it where a spreadsheet would run it. Numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    text = str(value).replace("\x00", "")
    # A space before the sign does not stop every spreadsheet, so what follows the spaces is what counts.
    return MARK + text if text.startswith(STARTS) or text.lstrip().startswith(STARTS) else text


def written(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A whole file, every cell quoted, in UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe(cell) for cell in header])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
