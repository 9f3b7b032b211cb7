"""Somebody's own words as they are kept: without the quotation marks that a page puts around them. Pure: no Django."""

_DOUBLE = (('"', '"'), ("“", "”"), ("”", "”"), ("„", "“"), ("«", "»"))
_SINGLE = (("'", "'"), ("‘", "’"))
_ENDS = (".", "!", "?", "…", ",")


def bare(words: str) -> str:
    """``words`` stripped, and without one pair of quotation marks around the whole of them.

    Marks that begin one saying and end another stay, and so does an apostrophe: a single mark counts as the end of
    a quotation only after a full stop or the like. Nothing between the marks changes.
    """
    said = words.strip()
    inner = said[1:-1].strip()
    if not inner:
        return said
    ends = (said[0], said[-1])
    if ends in _DOUBLE and not any(mark in inner for mark in ends):
        return inner
    if ends in _SINGLE and inner.endswith(_ENDS):
        return inner
    return said
