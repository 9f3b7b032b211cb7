"""The level chart and the ecomap: nothing outside, nothing on top of another, everything escaped, same as the table."""

import datetime as dt
import itertools
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.ui import charts, ecomap
from safelight.ui.charts import LevelPoint
from safelight.ui.ecomap import Person
from safelight.ui.svg import Box, text_width

SVG = "{http://www.w3.org/2000/svg}"

days = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))
points = st.lists(
    st.builds(
        LevelPoint,
        on=days,
        level=st.sampled_from(charts.LEVELS),
        suggested=st.just("high"),
        by=st.text(max_size=20),
        present=st.none() | st.tuples(st.integers(0, 15), st.integers(0, 17), st.integers(0, 9)),
    ),
    min_size=1,
    max_size=25,
    unique_by=lambda point: point.on,
)
names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
person = st.builds(
    Person,
    name=names,
    note=names,
    kind=st.sampled_from(["family", "service", "risk"]),
    tie=st.sampled_from(["strong", "steady", "thin", "not_yet", "strained", "control"]),
)


def parse(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)


def view_box(svg: ElementTree.Element) -> Box:
    left, top, width, height = (float(one) for one in svg.attrib["viewBox"].split())
    return Box(left, top, left + width, top + height)


def text_boxes(svg: ElementTree.Element) -> list[tuple[str, Box]]:
    """Each text with the room it takes, in the order drawn, measured here once more (a little less generously)."""
    found = []
    for element in svg.iter(f"{SVG}text"):
        words = "".join(element.itertext())
        size, x, y = (float(element.attrib[name]) for name in ("font-size", "x", "y"))
        width = text_width(words, size) * 0.97
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[element.attrib["text-anchor"]]
        found.append((words, Box(left, y - size * 0.75, left + width, y + size * 0.2)))
    return found


def coordinates(svg: ElementTree.Element) -> list[tuple[float, float]]:
    """Every end point of every shape."""
    found = []
    for element in svg.iter():
        if element.tag == f"{SVG}circle":
            x, y, r = (float(element.attrib[name]) for name in ("cx", "cy", "r"))
            found += [(x - r, y - r), (x + r, y + r)]
        elif element.tag == f"{SVG}rect":
            x, y, w, h = (float(element.attrib[name]) for name in ("x", "y", "width", "height"))
            found += [(x, y), (x + w, y + h)]
        elif element.tag == f"{SVG}polygon":
            pairs = [pair.split(",") for pair in element.attrib["points"].split()]
            found += [(float(x), float(y)) for x, y in pairs]
        elif element.tag == f"{SVG}path":
            x = y = 0.0
            for command, numbers in re.findall(r"([MLHVlh])([^MLHVlhz]*)", element.attrib["d"]):
                values = [float(value) for value in re.findall(r"-?\d+(?:\.\d+)?", numbers)]
                if command in "ML":
                    x, y = values
                elif command == "l":
                    x, y = x + values[0], y + values[1]
                elif command == "h":
                    x += values[0]
                elif command == "H":
                    x = values[0]
                else:
                    y = values[0]
                found.append((x, y))
    return found


def outlines(svg: ElementTree.Element) -> list[Box]:
    """The squares around the people and the child."""
    found = []
    for element in svg.iter():
        if element.tag == f"{SVG}circle":
            x, y, r = (float(element.attrib[name]) for name in ("cx", "cy", "r"))
            found.append(Box(x - r, y - r, x + r, y + r))
        elif element.tag == f"{SVG}rect" and "stroke" in element.attrib:
            x, y, w, h = (float(element.attrib[name]) for name in ("x", "y", "width", "height"))
            found.append(Box(x, y, x + w, y + h))
        elif element.tag == f"{SVG}polygon":
            pairs = [[float(one) for one in pair.split(",")] for pair in element.attrib["points"].split()]
            found.append(Box(*map(min, zip(*pairs, strict=True)), *map(max, zip(*pairs, strict=True))))
    return found


def assert_inside(svg: ElementTree.Element) -> None:
    frame = view_box(svg)
    for x, y in coordinates(svg):
        assert frame.left - 0.1 <= x <= frame.right + 0.1 and frame.top - 0.1 <= y <= frame.bottom + 0.1
    for words, box in text_boxes(svg):
        assert box.inside(frame), words


@pytest.mark.req("RA-10")
@settings(max_examples=80, deadline=None)
@given(points, st.lists(days, max_size=15), st.booleans())
def test_the_level_chart_keeps_everything_inside_and_no_words_on_others(
    some: list[LevelPoint], missing: list[dt.date], wide: bool
) -> None:
    svg = parse(charts.step_chart(some, missing, wide=wide))
    assert_inside(svg)
    for (one, box), (other, second) in itertools.combinations(text_boxes(svg), 2):
        assert not box.touches(second), (one, other)
    assert len(list(svg.iter(f"{SVG}circle"))) == len(some)


@pytest.mark.req("RA-10")
def test_the_level_chart_marks_each_rise_and_fall() -> None:
    day = dt.date
    some = [
        LevelPoint(day(2026, 1, 12), "low"),
        LevelPoint(day(2026, 4, 24), "medium"),
        LevelPoint(day(2026, 8, 11), "medium"),
        LevelPoint(day(2026, 11, 3), "low"),
    ]
    words = [text for text, _box in text_boxes(parse(charts.step_chart(some, until=day(2026, 12, 31))))]
    for expected in ("12 Jan Low, first", "24 Apr ▲ up to Medium", "11 Aug no change", "3 Nov ▼ down to Low"):
        assert expected in words


@pytest.mark.req("RA-10")
@given(points)
def test_the_table_says_what_the_chart_shows_newest_first(some: list[LevelPoint]) -> None:
    rows = charts.step_table(some)
    ordered = sorted(some, key=lambda point: point.on)
    assert [row.level for row in rows] == [charts.level_name(point.level) for point in ordered[::-1]]
    assert rows[-1].change == "First"
    for row, point, before in zip(rows, ordered[::-1], ordered[-2::-1], strict=False):
        rise = charts.LEVELS.index(point.level) - charts.LEVELS.index(before.level)
        assert row.change == ("▲ Up" if rise > 0 else "▼ Down" if rise < 0 else "No change")


@pytest.mark.req("RA-10")
def test_the_chart_counts_the_indicators_present_at_each_decision() -> None:
    some = [
        LevelPoint(dt.date(2026, 1, 12), "low", present=(0, 0, 2)),
        LevelPoint(dt.date(2026, 11, 3), "high", present=(2, 6, 4)),
    ]
    svg = parse(charts.step_chart(some))
    assert len(list(svg.iter(f"{SVG}rect"))) == 4
    assert {"2", "12"} <= {text for text, _box in text_boxes(svg)}


@pytest.mark.req("RA-10")
def test_the_table_counts_the_indicators_present() -> None:
    row = charts.step_table([LevelPoint(dt.date(2026, 11, 3), "high", "high", "Rhian", (2, 6, 4))])[0]
    assert row.present == "2 high, 6 medium, 4 low"


def test_no_decision_draws_nothing() -> None:
    assert charts.step_chart([]) == ""


@pytest.mark.req("CH-04")
@settings(max_examples=80, deadline=None)
@given(names, st.lists(person, max_size=12), st.booleans())
def test_the_ecomap_keeps_everything_inside_and_no_words_on_others(
    centre: str, people: list[Person], wide: bool
) -> None:
    svg = parse(ecomap.ecomap(centre, people, wide=wide))
    assert_inside(svg)
    for words, box in text_boxes(svg)[: len(people)]:  # the words of the ties are drawn first
        assert not any(box.touches(shape) for shape in outlines(svg)), words
    for (one, box), (other, second) in itertools.combinations(text_boxes(svg), 2):
        assert not box.touches(second), (one, other)


@pytest.mark.req("CH-04")
@settings(deadline=None)
@given(st.lists(person, min_size=1, max_size=12), st.booleans())
def test_each_line_of_the_ecomap_has_its_word_and_its_own_style(people: list[Person], wide: bool) -> None:
    svg = parse(ecomap.ecomap("Kayla", people, wide=wide))
    ties = {"strong", "steady", "thin", "not yet", "strained", "control"}
    wanted = sorted(ecomap.tie_word(one.tie) for one in people)
    drawn = sorted(text for text, _box in text_boxes(svg) if text in ties)
    assert len(drawn) >= len(wanted) and set(wanted) <= set(drawn)
    assert len(list(svg.iter(f"{SVG}path"))) == len(people)


@pytest.mark.req("CH-04")
def test_the_kind_of_person_is_told_by_the_shape() -> None:
    people = [
        Person("A", "", "family", "strong"),
        Person("B", "", "service", "thin"),
        Person("C", "", "risk", "control"),
    ]
    svg = parse(ecomap.ecomap("Kayla", people))
    assert len(list(svg.iter(f"{SVG}polygon"))) == 1
    assert len(list(svg.iter(f"{SVG}circle"))) == 2  # the child and A
    assert len([one for one in svg.iter(f"{SVG}rect") if "stroke" in one.attrib]) == 1


@pytest.mark.req("CH-04")
def test_more_people_than_the_drawing_holds_are_counted_and_a_risk_is_never_left_out() -> None:
    people = [Person(f"S{place}", "", "service", "thin") for place in range(20)]
    people.append(Person("Dez", "", "risk", "control"))
    words = [text for text, _box in text_boxes(parse(ecomap.ecomap("Kayla", people)))]
    assert "9 more in the table" in words and "Dez" in words


@settings(deadline=None)
@given(names, names)
def test_names_are_escaped_and_no_drawing_needs_an_inline_style(name: str, note: str) -> None:
    hostile = f"<b onload='x'>{name}&\""
    drawn = ecomap.ecomap(hostile, [Person(hostile, note, "family", "strong")], title=hostile)
    svg = parse(drawn)
    assert not [one for one in svg.iter() if one.tag == f"{SVG}b"]
    assert " style=" not in drawn
    chart = charts.step_chart([LevelPoint(dt.date(2026, 1, 1), "low")], title=hostile)
    assert parse(chart).findtext(f"{SVG}title") == hostile


def test_a_drawing_names_and_describes_itself() -> None:
    for drawn in (ecomap.ecomap("Kayla", []), charts.step_chart([LevelPoint(dt.date(2026, 1, 1), "low")])):
        svg = parse(drawn)
        assert svg.attrib["role"] == "img"
        names = svg.attrib["aria-labelledby"].split()
        assert [svg.find(f"{SVG}{tag}").attrib["id"] for tag in ("title", "desc")] == names  # type: ignore[union-attr]


@pytest.mark.req("RA-10")
def test_the_line_of_levels_ends_at_the_day_until_which_it_is_known() -> None:
    day = dt.date(2026, 11, 2)
    short = str(charts.step_chart([charts.LevelPoint(on=day, level="medium")], [], until=day + dt.timedelta(days=10)))
    long = str(charts.step_chart([charts.LevelPoint(on=day, level="medium")], [], until=day + dt.timedelta(days=60)))
    ends = [
        float(re.findall(r'<path d="M[\d. ]+H([\d.]+)" fill="none"[^>]*stroke-width="4.5"', one)[0])
        for one in (short, long)
    ]
    assert ends[0] < ends[1] / 2
