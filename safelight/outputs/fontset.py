"""The fonts that are shipped, and which characters they can draw.

Nothing of the machine's own fonts is used, so a document looks the same wherever it is made.
"""

import struct
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"

# Family to its files; a family's characters are those that every one of its weights has.
_FILES: Mapping[str, tuple[str, ...]] = {
    "Noto Sans": ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    "Noto Sans Arabic": ("NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf"),
    "Noto Sans Symbols2": ("NotoSansSymbols2-Regular.ttf",),
    "Noto Sans Symbols": ("NotoSansSymbols-Regular.ttf",),
}
FAMILIES: tuple[str, ...] = tuple(_FILES)


@cache
def coverage() -> Mapping[str, frozenset[int]]:
    """Each shipped family's name with the code points that it can draw, in order of preference."""
    return {
        family: frozenset.intersection(*(frozenset(_code_points(FOLDER / name)) for name in names))
        for family, names in _FILES.items()
    }


def _code_points(file: Path) -> Iterator[int]:
    """The code points of a TrueType font's character map (OpenType `cmap`, formats 4 and 12)."""
    data = file.read_bytes()
    start = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    for index in range(count):
        (offset,) = struct.unpack_from(">I", data, start + 4 + index * 8 + 4)
        (form,) = struct.unpack_from(">H", data, start + offset)
        if form == 4:
            yield from _format_4(data, start + offset)
        elif form == 12:
            yield from _format_12(data, start + offset)


def _table(data: bytes, tag: bytes) -> int:
    """Where a table begins in a font file."""
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sIII", data, 12 + index * 16)
        if name == tag:
            return int(offset)
    raise ValueError("the font file has no character map")


def _format_4(data: bytes, start: int) -> Iterator[int]:
    (twice,) = struct.unpack_from(">H", data, start + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", data, start + 14)
    starts = struct.unpack_from(f">{count}H", data, start + 16 + twice)
    deltas = struct.unpack_from(f">{count}H", data, start + 16 + 2 * twice)
    ranges_at = start + 16 + 3 * twice
    ranges = struct.unpack_from(f">{count}H", data, ranges_at)
    for index in range(count):
        for point in range(starts[index], ends[index] + 1):
            if ranges[index]:
                at = ranges_at + 2 * index + ranges[index] + 2 * (point - starts[index])
                (glyph,) = struct.unpack_from(">H", data, at)
            else:
                glyph = (point + deltas[index]) & 0xFFFF
            if glyph and point != 0xFFFF:
                yield point


def _format_12(data: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", data, start + 12)
    for index in range(count):
        first, last, glyph = struct.unpack_from(">III", data, start + 16 + index * 12)
        yield from range(first if glyph else first + 1, last + 1)
