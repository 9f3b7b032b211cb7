"""Levels over time as a stepped line, drawn on the server (RA-10). The table beside it says the same.

Why we draw it ourselves: docs/adr/0006-own-svg-charts.md.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _
from markupsafe import Markup

from safelight.ui import formats, svg

LEVELS = ("none", "low", "medium", "high", "exploited")


@dataclass(frozen=True, slots=True)
class LevelPoint:
    """One decided level.

    ``level`` and ``suggested`` are keys of ``LEVELS``; ``present`` is the number of indicators present as
    (high, medium, low), ``None`` when there was no assessment.
    """

    on: dt.date
    level: str
    suggested: str = ""
    by: str = ""
    present: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of the table that says what the chart shows, newest first. All are words for the page."""

    decided: str
    level: str
    suggested: str
    by: str
    present: str
    change: str


def level_name(level: str) -> str:
    """The level as a person reads it; an unknown key raises ``KeyError``."""
    return {
        "none": _("No level"),
        "low": _("Low"),
        "medium": _("Medium"),
        "high": _("High"),
        "exploited": _("Exploited"),
    }[level]


def change_words(before: str | None, level: str) -> str:
    """How a level stands to the one before it: ``▲ Up``, ``▼ Down``, ``No change``, ``First``."""
    if before is None:
        return _("First")
    step = LEVELS.index(level) - LEVELS.index(before)
    return _("▲ Up") if step > 0 else _("▼ Down") if step < 0 else _("No change")


def step_table(points: Sequence[LevelPoint]) -> list[StepRow]:
    """The rows of the chart's table, newest first."""
    ordered = sorted(points, key=lambda point: point.on)
    rows = []
    for place, point in enumerate(ordered):
        present = ""
        if point.present is not None:
            high, medium, low = point.present
            present = _("%(high)s high, %(medium)s medium, %(low)s low") % {
                "high": high,
                "medium": medium,
                "low": low,
            }
        rows.append(
            StepRow(
                decided=formats.date(point.on),
                level=level_name(point.level),
                suggested=level_name(point.suggested) if point.suggested else "",
                by=point.by,
                present=present,
                change=change_words(ordered[place - 1].level if place else None, point.level),
            )
        )
    return rows[::-1]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand: the plot's edges in user units and the days at its left and right edge."""

    width: float
    left: float
    right: float
    top: float
    row: float
    first: dt.date
    last: dt.date
    until: dt.date | None
    size: float
    bars: float

    @property
    def line_end(self) -> float:
        """Where the line ends: at the day until which the level is known, never beyond it."""
        return self.right if self.until is None else self.x(self.until)

    def x(self, on: dt.date) -> float:
        """Place of a day; days outside the chart stand at its edge."""
        span = max((self.last - self.first).days, 1)
        share = min(max((on - self.first).days / span, 0), 1)
        return self.left + share * (self.right - self.left)

    def y(self, level: str) -> float:
        """Height of a level; the graver, the higher."""
        return self.top + (len(LEVELS) - 1 - LEVELS.index(level)) * self.row

    @property
    def bars_y(self) -> float:
        """Foot of the bars that count the indicators present."""
        return self.y("none") + 14 + self.bars

    @property
    def missing_y(self) -> float:
        return (self.bars_y + 12 if self.bars else self.y("none")) + self.row * 0.62

    @property
    def months_y(self) -> float:
        return self.missing_y + self.size * 2.1


def step_chart(
    points: Sequence[LevelPoint],
    missing: Sequence[dt.date] = (),
    *,
    wide: bool = True,
    until: dt.date | None = None,
    ident: str = "levels",
    title: str = "",
) -> Markup:
    """Draw decided levels as a stepped line, with missing episodes as triangles beneath.

    Beneath it a bar for each decision counts the indicators present: high, medium, low from its foot.
    ``points`` in any order; ``missing`` are the days on which episodes began; ``until`` is the day at the
    right edge (today), by default the last of all days given. ``wide`` is the drawing for a desk, otherwise
    for a telephone. ``ident`` must differ for each drawing on a page. Labels that would lie on one another
    are left out: the table has every one. No points: an empty string.
    """
    if not points:
        return Markup("")
    ordered = sorted(points, key=lambda point: point.on)
    frame = _frame(ordered, missing, until, wide)
    parts = _grid(frame) + _months(frame) + _line(ordered, frame)
    parts += _labels(ordered, frame, wide) + _bars(ordered, frame)
    for day in missing:
        x, y = frame.x(day), frame.missing_y
        parts.append(f'<path d="M{svg.number(x)} {svg.number(y - 9)}l5.5 10h-11z" fill="{svg.INK}"/>')
    rows = step_table(ordered)
    latest = _("Latest: %(level)s, %(date)s.") % {"level": rows[0].level, "date": rows[0].decided}
    drawn = svg.drawing(
        parts,
        frame.width,
        frame.months_y + 8,
        ident=f"{ident}-{'wide' if wide else 'narrow'}",
        title=title or _("Levels over time"),
        description=f"{latest} {_('The table on this page has every decision.')}",
        css="sl-chart sl-chart--wide" if wide else "sl-chart sl-chart--narrow",
    )
    return Markup(drawn)  # noqa: S704 - every text in it was escaped by svg.text and svg.drawing


def _frame(ordered: Sequence[LevelPoint], missing: Sequence[dt.date], until: dt.date | None, wide: bool) -> _Frame:
    days = [point.on for point in ordered] + list(missing) + ([until] if until else [])
    first = min(days).replace(day=1)
    last = max(max(days), first + dt.timedelta(days=60))
    width = 1180.0 if wide else 360.0
    size = 14.0 if wide else 13.0
    names = max(svg.text_width(level_name(level), size) for level in LEVELS)
    return _Frame(
        width=width,
        left=names + (32 if wide else 20),
        right=width - (24 if wide else 12),
        top=44,
        row=46,
        first=first,
        last=last,
        until=until,
        size=size,
        bars=56 if any(point.present for point in ordered) else 0,
    )


def _bars(ordered: Sequence[LevelPoint], frame: _Frame) -> list[str]:
    """Indicators present at each decision, as one bar: high at the foot, medium, low; the number above it."""
    if not frame.bars:
        return []
    most = max(sum(point.present or ()) for point in ordered)
    unit = (frame.bars - frame.size - 4) / max(most, 1)
    parts = [svg.text(_("Present"), frame.left - 12, frame.bars_y, frame.size, "end")]
    blocked: list[svg.Box] = []
    for point in reversed(ordered):
        if point.present is None:
            continue
        x, y = frame.x(point.on), frame.bars_y
        box = svg.Box(x - 8, y - frame.bars, x + 8, y)
        if any(box.touches(other) for other in blocked):
            continue
        blocked.append(box)
        for count, fill in zip(point.present, (svg.INK, "#8a9a9e", "#fff"), strict=True):
            if count:
                parts.append(
                    f'<rect x="{svg.number(x - 7)}" y="{svg.number(y - count * unit)}" width="14"'
                    f' height="{svg.number(count * unit)}" fill="{fill}" stroke="{svg.INK}" stroke-width="1"/>'
                )
                y -= count * unit
        parts.append(svg.text(str(sum(point.present)), x, y - 4, frame.size - 2, "middle"))
    return parts


def _grid(frame: _Frame) -> list[str]:
    parts = []
    for level in LEVELS:
        y = frame.y(level)
        parts.append(svg.text(level_name(level), frame.left - 12, y + 5, frame.size, "end"))
        parts.append(
            f'<path d="M{svg.number(frame.left - 6)} {svg.number(y)}H{svg.number(frame.width - 2)}"'
            f' stroke="{svg.LINE}" stroke-width="1" fill="none"/>'
        )
    parts.append(svg.text(_("Missing"), frame.left - 12, frame.missing_y, frame.size, "end"))
    return parts


def _month_starts(first: dt.date, last: dt.date) -> list[dt.date]:
    months = []
    year, month = first.year, first.month
    while (day := dt.date(year, month, 1)) <= last:
        months.append(day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return months


def _months(frame: _Frame) -> list[str]:
    parts: list[str] = []
    taken_to = float("-inf")
    several_years = frame.first.year != frame.last.year
    for place, day in enumerate(_month_starts(frame.first, frame.last)):
        with_year = several_years and (place == 0 or day.month == 1)
        words = formats.month(day, with_year=with_year)
        box = svg.text_box(words, frame.x(day), frame.months_y, frame.size, "start")
        if box.left > taken_to + 12 and box.right <= frame.width:
            parts.append(svg.text(words, frame.x(day), frame.months_y, frame.size))
            taken_to = box.right
    return parts


def _line(ordered: Sequence[LevelPoint], frame: _Frame) -> list[str]:
    path = f"M{svg.number(frame.x(ordered[0].on))} {svg.number(frame.y(ordered[0].level))}"
    for point in ordered[1:]:
        path += f"H{svg.number(frame.x(point.on))}V{svg.number(frame.y(point.level))}"
    path += f"H{svg.number(frame.line_end)}"
    parts = [f'<path d="{path}" fill="none" stroke="{svg.TEAL}" stroke-width="4.5"/>']
    for point in ordered:
        parts.append(
            f'<circle cx="{svg.number(frame.x(point.on))}" cy="{svg.number(frame.y(point.level))}" r="7"'
            f' fill="#fff" stroke="{svg.TEAL}" stroke-width="3"/>'
        )
    return parts


def _obstacles(ordered: Sequence[LevelPoint], frame: _Frame) -> list[svg.Box]:
    """What no label may lie on: the line and its marks."""
    boxes = []
    for place, point in enumerate(ordered):
        x, y = frame.x(point.on), frame.y(point.level)
        boxes.append(svg.Box(x - 9, y - 9, x + 9, y + 9))
        end = frame.x(ordered[place + 1].on) if place + 1 < len(ordered) else frame.line_end
        boxes.append(svg.Box(x, y - 3, end, y + 3))
        if place:
            before = frame.y(ordered[place - 1].level)
            boxes.append(svg.Box(x - 3, min(before, y), x + 3, max(before, y)))
    return boxes


def _label_words(point: LevelPoint, before: str | None, wide: bool) -> tuple[str, str]:
    """The day, and what happened on it."""
    day = formats.day_and_month(point.on)
    if before is None:
        return day, _("%(level)s, first") % {"level": level_name(point.level)} if wide else ""
    step = LEVELS.index(point.level) - LEVELS.index(before)
    if not wide:
        return day, "▲" if step > 0 else "▼" if step < 0 else "="
    if step == 0:
        return day, _("no change")
    words = _("▲ up to %(level)s") if step > 0 else _("▼ down to %(level)s")
    return day, words % {"level": level_name(point.level)}


def _labels(ordered: Sequence[LevelPoint], frame: _Frame, wide: bool) -> list[str]:
    """A label beside each mark, where there is room for it; changes before "no change", newest first."""
    levels = [None, *(point.level for point in ordered)]
    befores = levels[:-1]
    order = sorted(range(len(ordered)), key=lambda place: (befores[place] == ordered[place].level, -place))
    edge = svg.Box(frame.left - 4, 0, frame.width - 1, frame.y("none") + 12)
    blocked = _obstacles(ordered, frame)
    parts = []
    for place in order:
        point = ordered[place]
        day, change = _label_words(point, befores[place], wide)
        words = f"{day} {change}".strip()
        falling = change.startswith("▼")
        found = _room(words, frame.x(point.on), frame.y(point.level), frame, edge, blocked, falling)
        if found is None:
            continue
        x, y, box = found
        blocked.append(box)
        rest = f'<tspan font-weight="400">{escape(" " + change)}</tspan>' if change else ""
        parts.append(
            f'<text x="{svg.number(x)}" y="{svg.number(y)}" font-size="{svg.number(frame.size)}"'
            f' text-anchor="start" font-weight="700" fill="{svg.INK}">{escape(day)}{rest}</text>'
        )
    return parts


def _room(
    words: str, x: float, y: float, frame: _Frame, edge: svg.Box, blocked: Sequence[svg.Box], falling: bool
) -> tuple[float, float, svg.Box] | None:
    """Left end, base line and box of the first free place for a label beside the mark at ``x``, ``y``."""
    width = svg.text_width(words, frame.size, bold=True)
    ups, downs = (-15.0, -30.0), (25.0, 40.0)
    heights = (downs[0], ups[0], downs[1], ups[1]) if falling else (ups[0], downs[0], ups[1], downs[1])
    for dy in heights:
        for share in (0.62, 0.5, 0.85, 1.0, 0.25, 0.05):
            left = x - width * share
            left = min(max(left, edge.left), edge.right - width)
            box = svg.text_box(words, left, y + dy, frame.size, "start", bold=True)
            if box.inside(edge) and not any(box.touches(other, 2) for other in blocked):
                return left, y + dy, box
    return None
