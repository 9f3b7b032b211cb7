"""The dashboards in words: each table with its title, what it counts, its picture, and the way to the list behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from safelight.children.choices import ETHNICITIES
from safelight.children.models import Child
from safelight.overview import published
from safelight.overview.figures import Figures
from safelight.overview.presenters.work import who_names
from safelight.overview.suppression import Group, Listed, Published
from safelight.ui import bars, charts

MOST_LISTED = 200


@dataclass(frozen=True)
class Shown:
    """One table of the page. ``rows`` are (heading, cells, total); a cell is (text, address), None where hidden."""

    key: str
    title: str
    counts: str
    row_heading: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str] | None, ...], tuple[str, str]], ...]
    foot: tuple[tuple[str, str], ...]
    wide: Markup
    narrow: Markup
    withheld: bool
    has_hidden: bool


def page(figures: Figures) -> dict[str, Any]:
    """The sections of a dashboard, each with its tables."""
    return {
        "exact": figures.exact,
        "sections": [
            {"id": ident, "heading": heading, "tables": [_shown(figures, key) for key in keys]}
            for ident, heading, keys in _sections()
        ],
    }


def _sections() -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        ("levels", _("Children by level"), ("reassess", "flow")),
        ("missing", _("Missing"), ("missing", "interviews")),
        ("plans", _("Plans and actions"), ("voice", "coverage", "rag")),
        ("decisions", _("How levels were decided"), ("overrides",)),
        ("circulation", _("Copies"), ("circulation",)),
        ("groups", _("Children by level, by group"), ("area", "age", "gender", "ethnicity")),
        (
            "recognised",
            _("Who may be missed: overrides and what was not asked, by group"),
            ("overrides-gender", "overrides-ethnicity", "overrides-disability", "overrides-age"),
        ),
    ]


def titles() -> dict[str, tuple[str, str]]:
    """For each table its title, and what one of its numbers counts."""
    decided = _("Decisions of the last 12 months.")
    return {
        "reassess": (_("Level, and whether an assessment is overdue"), _("Children today, by the level in force.")),
        "flow": (_("Level three months ago, and now"), _("Children today. A line is the level they had then.")),
        "area": (_("By area"), _("Children today.")),
        "age": (_("By age"), _("Children today.")),
        "gender": (_("By gender"), _("Children today.")),
        "ethnicity": (_("By ethnicity"), _("Children today.")),
        "voice": (
            _("Plans with and without the child’s voice"),
            _("Children today. Not heard: no word of theirs is written down, or not how they took part."),
        ),
        "coverage": (
            _("What plans leave without an action"),
            _("Children today, by the plan that was sent: factors and indicators that were recognised."),
        ),
        "overrides": (_("Decided as suggested or not, and what a manager said"), decided),
        "overrides-gender": (_("By gender"), decided),
        "overrides-ethnicity": (_("By ethnicity"), decided),
        "overrides-disability": (_("By learning disability"), decided),
        "overrides-age": (_("By age"), decided),
        "rag": (_("Red, amber, green by agency"), _("Open actions of open plans, by the agency of who owns them.")),
        "missing": (
            _("When children go missing"),
            _("Episodes of the last 12 months, by the day of the week and the hours in which they began."),
        ),
        "interviews": (
            _("Return interviews offered within 72 hours"),
            _("Returns of the episodes of the last 12 months."),
        ),
        "circulation": (
            _("Whether copies went in time"),
            _("Copies of the last three months, by whose they are. Late: after the working days they had."),
        ),
    }


def _variable_names() -> dict[str, str]:
    return {
        "level": _("Level"),
        "before": _("Level then"),
        "area": _("Area"),
        "age": _("Age"),
        "gender": _("Gender"),
        "ethnicity": _("Ethnicity"),
        "disability": _("Learning disability"),
        "how": _("How"),
        "agency": _("Agency"),
        "copy": _("Whose copy"),
        "weekday": _("Day"),
        "offered": _("Interview offered"),
    }


def words(variable: str, category: str) -> str:
    """One category as it is read."""
    if variable in ("level", "before"):
        return charts.level_name(category)
    if variable in ("area", "agency"):
        return category or (_("No area noted") if variable == "area" else _("Nobody here, or no agency"))
    if variable == "ethnicity":
        return {code: str(text) for code, text in ETHNICITIES}.get(category) or _("Not known")
    return _words()[variable][category]


def _words() -> dict[str, dict[str, str]]:
    known = {"not_known": _("Not known")}
    return {
        "age": {
            "under_10": _("Under 10"),
            "10_to_12": _("10 to 12"),
            "13_to_15": _("13 to 15"),
            "16_to_17": _("16 and 17"),
            "18_or_over": _("18 or over"),
            **known,
        },
        "gender": {
            "girl": _("Girl or young woman"),
            "boy": _("Boy or young man"),
            "another": _("In another way"),
            **known,
        },
        "disability": {"yes": _("Yes"), "no": _("No"), **known},
        "reassess": {"overdue": _("Overdue"), "in_time": _("In time"), "no_day": _("No day set")},
        "voice": {"no_plan": _("No plan sent"), "heard": _("Heard"), "not_heard": _("Not heard")},
        "coverage": {
            "no_plan": _("No plan sent"),
            "all": _("An action for each"),
            "reasons": _("A reason for what has none"),
            "uncovered": _("Neither action nor reason"),
        },
        "how": {
            "suggested_asked": _("As suggested, most was asked"),
            "suggested_not_asked": _("As suggested, much was not asked"),
            "other_asked": _("Otherwise, most was asked"),
            "other_not_asked": _("Otherwise, much was not asked"),
        },
        "answered": {
            "not_needed": _("No answer needed"),
            "seen": _("Seen"),
            "agreed": _("Agreed"),
            "declined": _("Declined"),
            "waiting": _("Waiting"),
        },
        "rag": {"red": _("Red"), "amber": _("Amber"), "green": _("Green"), "none": _("Not said yet")},
        "weekday": {
            "1": _("Monday"),
            "2": _("Tuesday"),
            "3": _("Wednesday"),
            "4": _("Thursday"),
            "5": _("Friday"),
            "6": _("Saturday"),
            "7": _("Sunday"),
        },
        "hour": {first: f"{first}:00–{int(first) + 3:02}:59" for first in published.HOUR.categories},
        "offered": {
            "in_time": _("Within 72 hours"),
            "late": _("Later"),
            "not_offered": _("Not offered"),
            "not_yet": _("Not yet, still in time"),
        },
        "interview": {
            "completed": _("Done"),
            "accepted": _("Accepted"),
            "declined": _("Declined"),
            "none": _("No answer yet"),
        },
        "late": {"in_time": _("In time"), "late": _("Late"), "not_yet": _("Not gone, still in time")},
        "copy": {
            "child": _("The young person’s"),
            "parents": _("Parents’ or carers’"),
            "professional": _("Professionals’"),
            "mash": _("MASH’s"),
            "police": _("Police’s"),
        },
    }


# The variables of each table; which areas and agencies there are does not matter here.
_VARIABLES: Mapping[str, Listed] = {table.key: table for table in published.tables((), ())}


_ORDERED = frozenset({one.key for table in _VARIABLES.values() for one in (table.row, table.column) if one.ordered})


def group_words(variable: str, group: Group) -> str:
    """A line or column that may stand for several categories. Areas put together are not named."""
    names = [words(variable, category) for category in group.categories]
    if len(names) == 1:
        return names[0]
    if variable in ("area", "agency"):
        return _("%(count)s put together") % {"count": len(names)}
    if variable in _ORDERED:
        return _("%(first)s to %(last)s together") % {"first": names[0], "last": names[-1]}
    return _("Together: %(names)s") % {"names": "; ".join(names)}


def _shown(figures: Figures, key: str) -> Shown:
    one, table = figures.tables[key], _VARIABLES[key]
    title, counts = titles()[key]
    row_groups = [(place, group) for place, group in enumerate(one.rows) if group.count or not _is_long(table)]
    headings = tuple(group_words(table.column.key, group) for group in one.columns)
    rows = tuple(
        (
            group_words(table.row.key, group),
            tuple(
                None if number is None else (str(number), _address(figures, key, number, place, column))
                for column, number in enumerate(one.cells[place])
            ),
            (str(group.count), _address(figures, key, group.count, place, None)),
        )
        for place, group in row_groups
    )
    foot = tuple(
        (str(group.count), _address(figures, key, group.count, None, column))
        for column, group in enumerate(one.columns)
    )
    wide, narrow = (_picture(one, table, rows, headings, row_groups, title, wide=wide) for wide in (True, False))
    return Shown(
        key=key,
        title=title,
        counts=counts,
        row_heading=_variable_names()[table.row.key],
        headings=headings,
        rows=rows,
        foot=(*foot, (str(one.total), _address(figures, key, one.total, None, None))),
        wide=wide,
        narrow=narrow,
        withheld=one.withheld,
        has_hidden=any(number is None for line in one.cells for number in line),
    )


def _is_long(table: Listed) -> bool:
    """Whether empty lines are left out, as of the many groups of the census."""
    return table.row.key in ("ethnicity", "copy", "area", "agency")


def _address(figures: Figures, key: str, number: int, row: int | None, column: int | None) -> str:
    """Where the list behind a number is. Of published tables, and of noughts, there is none."""
    if not figures.exact or not number:
        return ""
    places = ["all" if place is None else str(place) for place in (row, column)]
    return reverse("overview:figures_list", args=[key, *places])


def _picture(
    one: Published,
    table: Listed,
    rows: Sequence[Any],
    headings: Sequence[str],
    groups: Sequence[tuple[int, Group]],
    title: str,
    *,
    wide: bool,
) -> Markup:
    drawn = [
        bars.Bar(row[0], group.count, tuple(one.cells[place]))
        for row, (place, group) in zip(rows, groups, strict=True)
        if group.count
    ]
    return bars.stacked(
        drawn,
        headings,
        _("Hidden"),
        ident=f"picture-{table.key}",
        title=title,
        description=_("The table below has every number."),
        wide=wide,
    )


def listed(table: Listed, row: str, column: str, found: Sequence[Any], today: date) -> dict[str, Any]:
    """The list behind a number: each line with its child and the way to the thing itself."""
    lines = [(_child_of(one), one) for one in found[:MOST_LISTED]]
    names = who_names((child for child, _one in lines), today)
    return {
        "title": titles()[table.key][0],
        "chosen": [_chosen(table.row, row), _chosen(table.column, column)],
        "counts": titles()[table.key][1],
        "lines": [
            {"who": names[child.pk], "href": _thing(table, child, one), "what": _what(table, one)}
            for child, one in lines
        ],
        "count": len(found),
        "more": max(0, len(found) - MOST_LISTED),
    }


def _chosen(variable: Any, place: str) -> str:
    return "" if place == "all" else words(variable.key, variable.categories[int(place)])


def _child_of(one: Any) -> Child:
    if isinstance(one, Child):
        return one
    through = getattr(one, "plan", None) or getattr(one, "circulation", None) or one
    child: Child = through.child
    return child


def _thing(table: Listed, child: Child, one: Any) -> str:
    if table.population == published.DECISIONS:
        return reverse("ratings:decision", args=[child.pk, one.assessment_id])
    if table.population == published.COPIES:
        return reverse("sharing:circulation", args=[child.pk, one.circulation_id])
    if table.population == published.ACTIONS or table.key in ("voice", "coverage"):
        return reverse("plans:child", args=[child.pk])
    return reverse("overview:child", args=[child.pk])


def _what(table: Listed, one: Any) -> str:
    if table.population == published.ACTIONS:
        return str(one.text)
    if table.population == published.DECISIONS:
        return _("Decided %(level)s, suggested %(suggested)s") % {
            "level": charts.level_name(one.decided_level),
            "suggested": charts.level_name(one.suggested_level),
        }
    return ""
