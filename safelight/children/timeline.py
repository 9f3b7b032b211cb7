"""The chronology as a picture: a row for each kind, a mark for each entry, from the first to today (CH-06)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.translation import ngettext
from markupsafe import Markup

from safelight.children.chronology import ChronologyEntry, EntryKind, kind_name
from safelight.core.clock import london_day
from safelight.ui import formats, svg

_LABELS = {"wide": (960, 150, 15.0), "narrow": (360, 96, 13.0)}
_ROW = 30
_TOP = 12
_FOOT = 34
# Marks nearer than this, in user units, become one with its number.
_APART = 16


def draw(entries: Sequence[ChronologyEntry], until: date) -> Markup:
    """Both drawings, wide and narrow; the list beneath says the same. Nothing when there are fewer than two days."""
    days = [london_day(entry.at) for entry in entries]
    if not days or min(days) >= max(until, *days):
        return Markup("")
    first, last = min(days), max(until, *days)
    kinds = [kind for kind in EntryKind if any(entry.kind == kind for entry in entries)]
    return Markup("").join(_drawing(name, entries, kinds, first, last) for name in _LABELS)


def _drawing(name: str, entries: Sequence[ChronologyEntry], kinds: list[EntryKind], first: date, last: date) -> Markup:
    width, left, size = _LABELS[name]
    right = width - 24
    span = (last - first).days
    height = _TOP + _ROW * len(kinds) + _FOOT

    def across(day: date) -> float:
        return left + (right - left) * (day - first).days / span

    parts: list[str] = []
    for row, kind in enumerate(kinds):
        y = _TOP + _ROW * row + _ROW / 2
        label = svg.shortened(kind_name(kind), size, left - 12)
        parts.append(svg.text(label, 0, y + size / 3, size))
        parts.append(f'<line x1="{left}" x2="{right}" y1="{svg.number(y)}" y2="{svg.number(y)}" stroke="{svg.LINE}"/>')
        places = [across(london_day(entry.at)) for entry in entries if entry.kind == kind]
        for place, count in _gathered(places):
            radius = 7 if count == 1 else 9
            parts.append(f'<circle cx="{svg.number(place)}" cy="{svg.number(y)}" r="{radius}" fill="{svg.TEAL}"/>')
            if count > 1:
                parts.append(svg.text(str(count), place, y + 4, 11, "middle", bold=True, fill="#ffffff"))
    foot = _TOP + _ROW * len(kinds) + 20
    for day, anchor in ((first, "start"), (last, "end")):
        parts.append(svg.text(formats.date(day), across(day), foot, size, anchor))
    counts = Counter(entry.kind for entry in entries)
    words = ", ".join(f"{kind_name(kind)}: {counts[kind]}" for kind in kinds)
    title = ngettext("%(count)d entry over time", "%(count)d entries over time", len(entries)) % {"count": len(entries)}
    return Markup(  # noqa: S704 - the parts are escaped by ui.svg
        svg.drawing(
            parts,
            width,
            height,
            ident=f"timeline-{name}",
            title=title,
            description=words,
            css=f"sl-chart sl-chart--{name}",
        )
    )


def _gathered(places: list[float]) -> list[tuple[float, int]]:
    """Places along a row with how many entries stand there; those too near to tell apart are one."""
    found: list[list[float]] = []
    for place in sorted(places):
        if found and place - found[-1][0] < _APART:
            found[-1].append(place)
        else:
            found.append([place])
    return [(sum(group) / len(group), len(group)) for group in found]
