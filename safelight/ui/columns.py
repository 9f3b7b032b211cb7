"""Columns that count, drawn on the server: how many in each hour or on each day. The table beside it says the same."""

from collections.abc import Sequence
from html import escape

from markupsafe import Markup

from safelight.ui import svg

_LEFT, _RIGHT, _TOP, _HEIGHT, _SIZE = 8.0, 8.0, 22.0, 120.0, 13.0
_WIDE, _NARROW = 720.0, 360.0


def columns(counts: Sequence[tuple[str, int]], *, title: str, ident: str, wide: bool = True) -> Markup:
    """One column for each name with its count above it; nothing stands above an empty one.

    Names that would lie on one another are left out: the table has every one. ``ident`` must differ for each drawing
    on a page. No counts: an empty string.
    """
    if not counts:
        return Markup()
    width = _WIDE if wide else _NARROW
    step = (width - _LEFT - _RIGHT) / len(counts)
    most = max(max(count for _name, count in counts), 1)
    foot = _TOP + _HEIGHT
    every = next(n for n in (1, 2, 3, 4, 6, 12, 24) if _fits(counts, step * n, n))
    parts = [f'<line x1="{_LEFT:g}" y1="{foot:g}" x2="{width - _RIGHT:g}" y2="{foot:g}" stroke="{svg.INK}"/>']
    for place, (name, count) in enumerate(counts):
        middle = _LEFT + step * (place + 0.5)
        if count:
            tall = _HEIGHT * count / most
            x, y = middle - step * 0.38, foot - tall
            parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{step * 0.76:.1f}" height="{tall:.1f}" fill="{svg.TEAL}"/>'
                f'<text x="{middle:.1f}" y="{y - 5:.1f}" text-anchor="middle" font-size="{_SIZE:g}">{count}</text>'
            )
        if place % every == 0:
            parts.append(
                f'<text x="{middle:.1f}" y="{foot + 17:g}" text-anchor="middle" font-size="{_SIZE:g}">'
                f"{escape(name)}</text>"
            )
    kind = "wide" if wide else "narrow"
    key = f"{ident}-{kind}"
    return Markup(  # noqa: S704 - every name in it is escaped above
        f'<svg class="sl-chart sl-chart--{kind}" viewBox="0 0 {width:g} {foot + 26:g}" role="img" '
        f'aria-labelledby="{escape(key)}-title"><title id="{escape(key)}-title">{escape(title)}</title>'
        f"{''.join(parts)}</svg>"
    )


def _fits(counts: Sequence[tuple[str, int]], room: float, every: int) -> bool:
    return every >= len(counts) or all(
        svg.text_width(name, _SIZE) + 4 <= room for name, _count in list(counts)[::every]
    )
