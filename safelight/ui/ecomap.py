"""The people around a child, drawn as social workers draw it (CH-04). The table beside it says the same."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from safelight.ui import svg
from safelight.ui.svg import Box

MOST = 12
"""People that one drawing holds; the table holds all."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody around the child.

    ``kind``: ``family`` (family and friends, a circle), ``service`` (a box), ``risk`` (somebody who poses a
    risk, eight sides).
    ``tie``: ``strong``, ``steady``, ``thin``, ``not_yet``, ``strained``, ``control``.
    """

    name: str
    note: str
    kind: str
    tie: str


@dataclass(frozen=True, slots=True)
class _Size:
    width: float
    height: float
    across: float
    down: float
    centre: float
    half: float
    font: float


_WIDE = _Size(width=600, height=580, across=242, down=226, centre=58, half=50, font=14)
_NARROW = _Size(width=360, height=650, across=137, down=268, centre=40, half=40, font=12)


def tie_word(tie: str) -> str:
    """The word that stands on a line; an unknown key raises ``KeyError``."""
    return {
        "strong": _("strong"),
        "steady": _("steady"),
        "thin": _("thin"),
        "not_yet": _("not yet"),
        "strained": _("strained"),
        "control": _("control"),
    }[tie]


def ecomap(
    centre: str, people: Sequence[Person], *, wide: bool = True, ident: str = "ecomap", title: str = ""
) -> Markup:
    """Draw the child in the middle and the people around, each line with its word.

    Family and friends stand above, services below, whoever poses a risk at the left. Long names are
    shortened here and whole in the table. Of more than ``MOST`` people the rest are counted beneath.
    """
    size = _WIDE if wide else _NARROW
    shown = _around(people)
    middle = (size.width / 2, size.height / 2)
    places = _places(len(shown), _first_angle(shown), middle, size)
    boxes = [_outline(person, place, size) for person, place in zip(shown, places, strict=True)]
    boxes.append(_square(middle, size.centre))
    lines, labels = [], []
    taken = list(boxes)
    for person, place in zip(shown, places, strict=True):
        start, end = _ends(person, middle, place, size)
        lines.append(_tie(person.tie, start, end))
        label, box = _label(tie_word(person.tie), start, end, size, taken)
        labels.append(label)
        taken.append(box)
    parts = lines + labels
    for person, place in zip(shown, places, strict=True):
        parts += _shape(person, place, size)
    parts += _child(centre, middle, size)
    left_out = len(people) - len(shown)
    height = size.height
    if left_out:
        height += 24
        words = ngettext("%(n)s more in the table", "%(n)s more in the table", left_out) % {"n": left_out}
        parts.append(svg.text(words, size.width / 2, height - 8, size.font, "middle"))
    drawn = svg.drawing(
        parts,
        size.width,
        height,
        ident=f"{ident}-{'wide' if wide else 'narrow'}",
        title=title or _("People around %(name)s") % {"name": centre},
        description=_("Everybody in this drawing, with the tie in words, is in the table on this page."),
        css="sl-ecomap sl-ecomap--wide" if wide else "sl-ecomap sl-ecomap--narrow",
    )
    return Markup(drawn)  # noqa: S704 - every text in it was escaped by svg.text and svg.drawing


Point = tuple[float, float]


def _around(people: Sequence[Person]) -> list[Person]:
    """Whom the drawing shows, clockwise: family and friends, services, risk.

    Somebody who poses a risk, and whoever is there already for the child, must not fall off the end.
    """
    urgency = {"risk": 0, "family": 1, "service": 2}
    kept = sorted(range(len(people)), key=lambda place: (urgency[people[place].kind], place))[:MOST]
    order = {"family": 0, "service": 1, "risk": 2}
    return [people[place] for place in sorted(kept, key=lambda place: (order[people[place].kind], place))]


def _first_angle(people: Sequence[Person]) -> float:
    """Share of the round at which the first one stands, so that family and friends are centred at the top."""
    family = sum(person.kind == "family" for person in people)
    return -max(family - 1, 0) / 2 / max(len(people), 1)


def _places(count: int, first: float, middle: Point, size: _Size) -> list[Point]:
    """Points at equal distances along an ellipse, clockwise, the round starting at the top."""
    steps = 720
    ring = [
        (
            middle[0] + size.across * math.sin(2 * math.pi * step / steps),
            middle[1] - size.down * math.cos(2 * math.pi * step / steps),
        )
        for step in range(steps + 1)
    ]
    along = [0.0]
    for before, after in itertools.pairwise(ring):
        along.append(along[-1] + math.dist(before, after))
    places = []
    for place in range(count):
        wanted = ((first + place / count) % 1) * along[-1]
        nearest = next(step for step, distance in enumerate(along) if distance >= wanted)
        places.append(ring[nearest])
    return places


def _square(middle: Point, half: float) -> Box:
    return Box(middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half)


def _outline(person: Person, place: Point, size: _Size) -> Box:
    down = size.half * 0.64 if person.kind == "service" else size.half
    return Box(place[0] - size.half, place[1] - down, place[0] + size.half, place[1] + down)


def _ends(person: Person, middle: Point, place: Point, size: _Size) -> tuple[Point, Point]:
    """Where a line leaves the child and where it meets the person's shape."""
    distance = math.dist(middle, place)
    along = ((place[0] - middle[0]) / distance, (place[1] - middle[1]) / distance)
    reach = size.half
    if person.kind == "service":
        down = size.half * 0.64
        reach = min(size.half / max(abs(along[0]), 1e-9), down / max(abs(along[1]), 1e-9))
    start = (middle[0] + along[0] * size.centre, middle[1] + along[1] * size.centre)
    return start, (place[0] - along[0] * reach, place[1] - along[1] * reach)


def _tie(tie: str, start: Point, end: Point) -> str:
    stroke = {
        "strong": 'stroke-width="5.5"',
        "steady": 'stroke-width="2"',
        "thin": 'stroke-width="2" stroke-dasharray="8 6"',
        "not_yet": 'stroke-width="2.4" stroke-dasharray="2.4 6"',
        "strained": 'stroke-width="1.8"',
        "control": 'stroke-width="2.6"',
    }[tie]
    points = _zigzag(start, end) if tie in {"strained", "control"} else [start, end]
    path = "L".join(f"{svg.number(x)} {svg.number(y)}" for x, y in points)
    return f'<path d="M{path}" fill="none" stroke="{svg.INK}" {stroke} stroke-linejoin="round"/>'


def _zigzag(start: Point, end: Point) -> list[Point]:
    length = math.dist(start, end)
    turns = max(int(length / 6), 2)
    across = (-(end[1] - start[1]) / length * 5, (end[0] - start[0]) / length * 5)
    points = [start]
    for turn in range(1, turns):
        share, side = turn / turns, 1 if turn % 2 else -1
        points.append(
            (
                start[0] + (end[0] - start[0]) * share + across[0] * side,
                start[1] + (end[1] - start[1]) * share + across[1] * side,
            )
        )
    return [*points, end]


def _label(word: str, start: Point, end: Point, size: _Size, taken: Sequence[Box]) -> tuple[str, Box]:
    """The word of a tie, on its line or just beside it, where it covers no shape and no other word."""
    length = math.dist(start, end)
    across = (-(end[1] - start[1]) / length, (end[0] - start[0]) / length)
    font = size.font - 1
    frame = Box(0, 0, size.width, size.height)
    tried: list[tuple[float, float, float, Box]] = []
    on_line = svg.text_width(word, font, bold=False) < length - 24
    asides = (0, 17, -17, 24, -24, 34, -34, 44, -44)
    for aside in asides if on_line else (*asides[1:], 0):
        for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.25, 0.75):
            x = start[0] + (end[0] - start[0]) * share + across[0] * aside
            y = start[1] + (end[1] - start[1]) * share + across[1] * aside + font * 0.3
            box = svg.text_box(word, x, y, font, "middle")
            clashes = sum(box.touches(other, 3) for other in taken) + (not box.inside(frame))
            tried.append((clashes, x, y, box))
            if clashes == 0:
                break
        if tried[-1][0] == 0:
            break
    _clashes, x, y, box = min(tried, key=lambda entry: entry[0])
    wide, high = box.right - box.left + 4, box.bottom - box.top + 2
    back = (
        f'<rect x="{svg.number(box.left - 2)}" y="{svg.number(box.top - 1)}"'
        f' width="{svg.number(wide)}" height="{svg.number(high)}" fill="#fff"/>'
    )
    return back + svg.text(word, x, y, font, "middle"), box


def _shape(person: Person, place: Point, size: _Size) -> list[str]:
    x, y = place
    half = size.half
    if person.kind == "service":
        down = half * 0.64
        parts = [
            f'<rect x="{svg.number(x - half)}" y="{svg.number(y - down)}" width="{svg.number(half * 2)}"'
            f' height="{svg.number(down * 2)}" fill="{svg.TINT}" stroke="{svg.TEAL}" stroke-width="2"/>'
        ]
        room = half * 2 - 8
    elif person.kind == "risk":
        corner = half * 0.414
        path = " ".join(
            f"{svg.number(x + dx)},{svg.number(y + dy)}"
            for dx, dy in (
                (-corner, -half),
                (corner, -half),
                (half, -corner),
                (half, corner),
                (corner, half),
                (-corner, half),
                (-half, corner),
                (-half, -corner),
            )
        )
        parts = [f'<polygon points="{path}" fill="#fff" stroke="{svg.INK}" stroke-width="3.5"/>']
        room = half * 2 - 14
    else:
        parts = [
            f'<circle cx="{svg.number(x)}" cy="{svg.number(y)}" r="{svg.number(half)}" fill="#fff"'
            f' stroke="{svg.TEAL}" stroke-width="2"/>'
        ]
        room = half * 2 - 14
    return parts + _words_in(person.name, person.note, x, y, size.font, room)


def _words_in(name: str, note: str, x: float, y: float, font: float, room: float) -> list[str]:
    """The name in bold, broken once if need be, and the note beneath, centred on the point."""
    small = font - 1.5
    names = svg.lines_of(name, font, room, 2, bold=True)
    notes = svg.lines_of(note, small, room, 1)
    step = font * 1.15
    top = y - (len(names) + len(notes) - 1) * step / 2 + font * 0.33
    parts = [svg.text(line, x, top + step * place, font, "middle", bold=True) for place, line in enumerate(names)]
    parts += [svg.text(line, x, top + step * (len(names) + place), small, "middle") for place, line in enumerate(notes)]
    return parts


def _child(name: str, middle: Point, size: _Size) -> list[str]:
    x, y = middle
    font = size.font + 2
    lines = svg.lines_of(name, font, size.centre * 2 - 14, 2, bold=True)
    top = y - (len(lines) - 1) * font * 0.6 + font * 0.35
    circle = f'<circle cx="{svg.number(x)}" cy="{svg.number(y)}" r="{svg.number(size.centre)}" fill="{svg.TEAL}"/>'
    return [circle] + [
        svg.text(line, x, top + font * 1.2 * place, font, "middle", bold=True, fill="#fff")
        for place, line in enumerate(lines)
    ]
