"""Stacked bars, drawn on the server, told apart by pattern and number and never by colour alone (RA-16).

The table beside a picture says the same. Why we draw it ourselves: docs/adr/0006-own-svg-charts.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from safelight.ui import svg

_WIDTHS = {True: 900.0, False: 360.0}
_BAR, _GAP = 26.0, 14.0
_HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, the whole, and its parts in the legend's order. A part that is None is not told."""

    label: str
    whole: int
    parts: tuple[int | None, ...]


def stacked(
    bars: Sequence[Bar], legend: Sequence[str], hidden: str, *, ident: str, title: str, description: str, wide: bool
) -> Markup:
    """Draw the bars one above the other. ``hidden`` names what is left where parts are not told.

    ``legend`` has at most six parts. ``ident`` must differ for each drawing on a page. No bars: an empty string.
    """
    longest = max((bar.whole for bar in bars), default=0)
    if not longest:
        return Markup("")
    width, size = _WIDTHS[wide], 15.0
    names = min(max(svg.text_width(bar.label, size) for bar in bars), width * 0.36) if wide else 0
    left = names + 12 if wide else 2
    room = width - left - 48
    key = ident + ("-w" if wide else "-n")
    parts = [_patterns(key)]
    y = _legend(
        parts, [*legend, *([hidden] if any(None in bar.parts for bar in bars) else [])], len(legend), key, width
    )
    for bar in bars:
        if wide:
            parts.append(svg.text(svg.shortened(bar.label, size, names), names, y + 18, size, "end"))
        else:
            parts.append(svg.text(svg.shortened(bar.label, size, width - 4), 2, y + 14, size))
            y += 20
        _draw(parts, bar, left, y, room / longest, key)
        y += _BAR + _GAP
    return Markup(  # noqa: S704 - every text in it was escaped by svg.text and svg.drawing
        svg.drawing(
            parts,
            width,
            y,
            ident=key,
            title=title,
            description=description,
            css="sl-chart sl-chart--wide" if wide else "sl-chart sl-chart--narrow",
        )
    )


def _draw(parts: list[str], bar: Bar, left: float, y: float, unit: float, key: str) -> None:
    x = left
    told = 0
    for place, count in enumerate(bar.parts):
        if count:
            x = _segment(parts, x, y, count * unit, f"url(#{key}-{place})", str(count))
            told += count
    if bar.whole > told:
        x = _segment(parts, x, y, (bar.whole - told) * unit, f"url(#{key}-{_HIDDEN})", "")
    parts.append(svg.text(str(bar.whole), x + 7, y + 18, 15, bold=True))


def _segment(parts: list[str], x: float, y: float, width: float, fill: str, words: str) -> float:
    parts.append(
        f'<rect x="{svg.number(x)}" y="{svg.number(y)}" width="{svg.number(width)}" height="{svg.number(_BAR)}"'
        f' fill="{escape(fill)}" stroke="{svg.INK}" stroke-width="1"/>'
    )
    needs = svg.text_width(words, 13, bold=True) + 6
    if words and width >= needs + 2:
        middle = x + width / 2
        parts.append(
            f'<rect x="{svg.number(middle - needs / 2)}" y="{svg.number(y + 4)}" width="{svg.number(needs)}"'
            f' height="18" fill="#fff"/>'
        )
        parts.append(svg.text(words, middle, y + 18, 13, "middle", bold=True))
    return x + width


def _legend(parts: list[str], words: Sequence[str], hidden_from: int, key: str, width: float) -> float:
    """The legend's squares in as many lines as they need; the height at which the bars begin."""
    x, y, size = 2.0, 4.0, 14.0
    for place, text in enumerate(words):
        text = svg.shortened(text, size, width - 40)
        needs = 26 + svg.text_width(text, size) + 18
        if x > 2 and x + needs > width:
            x, y = 2.0, y + 26
        fill = f"url(#{key}-{_HIDDEN if place >= hidden_from else place})"
        parts.append(
            f'<rect x="{svg.number(x)}" y="{svg.number(y)}" width="18" height="18" fill="{escape(fill)}"'
            f' stroke="{svg.INK}" stroke-width="1"/>'
        )
        parts.append(svg.text(text, x + 24, y + 14, size))
        x += needs
    return y + 36


def _patterns(key: str) -> str:
    """Six fills that stay apart in grey and on paper, and one for what is not told."""
    teal, pale = svg.TEAL, svg.TINT
    inside = (
        f'<rect width="8" height="8" fill="{pale}"/>',
        f'<rect width="8" height="8" fill="#fff"/><path d="M0 8L8 0M-2 2L2-2M6 10l4-4" stroke="{teal}"/>',
        f'<rect width="8" height="8" fill="#fff"/><circle cx="4" cy="4" r="2" fill="{svg.INK}"/>',
        '<rect width="8" height="8" fill="#8a9a9e"/><path d="M0 4h8" stroke="#fff" stroke-width="2"/>',
        f'<rect width="8" height="8" fill="{teal}"/>',
        f'<rect width="8" height="8" fill="#fff"/><path d="M0 4h8M4 0v8" stroke="{svg.INK}" stroke-width="1.4"/>',
    )
    hidden = '<rect width="8" height="8" fill="#fff"/>'
    named = [(str(place), drawn) for place, drawn in enumerate(inside)] + [(_HIDDEN, hidden)]
    made = (
        f'<pattern id="{escape(key)}-{name}" width="8" height="8" patternUnits="userSpaceOnUse">{drawn}</pattern>'
        for name, drawn in named
    )
    return f"<defs>{''.join(made)}</defs>"
