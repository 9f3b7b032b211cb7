"""Small parts for drawing SVG on the server: text width, boxes that must not touch, escaping.

No drawing carries a style attribute or a script, so a strict content security policy lets it through.
"""

from dataclasses import dataclass
from html import escape

INK = "#0b0c0c"
TEAL = "#17505c"
TINT = "#eef4f5"
LINE = "#cecece"

_NARROW = set("fijltrI.,:;'’‘!|()[] ")
_WIDE = set("mwMWÆŒ—…%@▲▼")


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text in user units, a little generous, for any common sans-serif face."""
    ems = 0.0
    for sign in text:
        if sign in _NARROW:
            ems += 0.34
        elif sign in _WIDE or ord(sign) > 0x2FFF:
            ems += 1.0
        elif sign.isupper():
            ems += 0.74
        else:
            ems += 0.58
    return ems * size * (1.06 if bold else 1.0)


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, or as much of it as fits into ``room`` with an ellipsis at its end."""
    if text_width(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…", size, bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def lines_of(text: str, size: float, room: float, most: int, *, bold: bool = False) -> list[str]:
    """The text broken between words into at most ``most`` lines, each no wider than ``room``."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}", size, bold=bold) <= room:
            line = f"{line} {words.pop(0)}"
        lines.append(shortened(line, size, room, bold=bold))
    if words:
        lines.append(shortened(" ".join(words), size, room, bold=bold))
    return lines


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in user units."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box", gap: float = 0) -> bool:
        """Whether the two come nearer to each other than ``gap``."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def inside(self, outer: "Box") -> bool:
        """Whether this one lies within the other."""
        return (
            self.left >= outer.left
            and self.top >= outer.top
            and self.right <= outer.right
            and self.bottom <= outer.bottom
        )


def text_box(text: str, x: float, y: float, size: float, anchor: str, *, bold: bool = False) -> Box:
    """The room that a line of text takes; ``y`` is its base line, ``anchor`` start, middle or end."""
    width = text_width(text, size, bold=bold)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left, y - size * 0.8, left + width, y + size * 0.25)


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def text(
    words: str, x: float, y: float, size: float, anchor: str = "start", *, bold: bool = False, fill: str = INK
) -> str:
    """One ``<text>`` element, escaped."""
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" text-anchor="{anchor}"'
        f'{weight} fill="{fill}">{escape(words)}</text>'
    )


def drawing(
    parts: list[str], width: float, height: float, *, ident: str, title: str, description: str, css: str
) -> str:
    """The whole picture, with its name and description for people who do not see it.

    ``ident`` must be unique on the page; ``css`` is the class of the drawing.
    """
    name = escape(ident)
    return (
        f'<svg class="{escape(css)}" xmlns="http://www.w3.org/2000/svg" role="img" focusable="false"'
        f' viewBox="0 0 {number(width)} {number(height)}" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )
