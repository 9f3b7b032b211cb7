"""Cells that a spreadsheet shows as they are: none is taken for a formula (BE-13). Pure: no Django."""

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
