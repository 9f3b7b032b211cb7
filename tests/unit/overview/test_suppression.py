"""No group under five can be worked out from all published tables together (OV-02, HZ-24)."""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.overview.suppression import (
    SMALLEST,
    Count,
    Listed,
    Published,
    Variable,
    check_list,
    feasible,
    merged,
    publish,
)
from tests.unit.overview.linear import least, most

pytestmark = [pytest.mark.req("OV-02"), pytest.mark.hazard("HZ-24")]

LEVEL = Variable("level", ("low", "medium", "high"), ordered=True)
AREA = Variable("area", ("east", "north", "west"))
GENDER = Variable("gender", ("boy", "girl"))
VOICE = Variable("voice", ("with", "without"))
# A star with a branch: area and gender at the level, voice at the gender.
LIST = (
    Listed("level-area", "children", LEVEL, AREA),
    Listed("level-gender", "children", LEVEL, GENDER),
    Listed("gender-voice", "children", GENDER, VOICE),
)
EVERY_KIND = list(itertools.product(LEVEL.categories, AREA.categories, GENDER.categories, VOICE.categories))
PLACES = {"level": 0, "area": 1, "gender": 2, "voice": 3}

Population = Counter[tuple[str, str, str, str]]
populations = st.dictionaries(
    st.sampled_from(EVERY_KIND), st.one_of(st.integers(1, 3), st.integers(1, 30)), min_size=1, max_size=14
).map(Counter)


def counted(population: Population) -> dict[str, dict[tuple[str, str], Count]]:
    """What the database would count for each table."""
    found: dict[str, dict[tuple[str, str], Count]] = {}
    for table in LIST:
        cells: Counter[tuple[str, str]] = Counter()
        for kind, number in population.items():
            cells[kind[PLACES[table.row.key]], kind[PLACES[table.column.key]]] += number
        found[table.key] = {names: Count(number, number) for names, number in cells.items()}
    return found


def told(made: Mapping[str, Published]) -> list[tuple[list[int], int]]:
    """Every published number as an equation over how many children there are of each kind."""
    equations: list[tuple[list[int], int]] = []
    for table in LIST:
        one = made[table.key]
        if one.withheld:
            continue
        row, column = PLACES[table.row.key], PLACES[table.column.key]
        for group in one.rows:
            equations.append(([int(kind[row] in group.categories) for kind in EVERY_KIND], group.count))
        for group in one.columns:
            equations.append(([int(kind[column] in group.categories) for kind in EVERY_KIND], group.count))
        for across, line in zip(one.rows, one.cells, strict=True):
            for down, number in zip(one.columns, line, strict=True):
                if number is not None:
                    equations.append((_in_cell(table, across.categories, down.categories), number))
        equations.append(([1] * len(EVERY_KIND), one.total))
    return [equation for place, equation in enumerate(equations) if equation not in equations[:place]]


def _in_cell(table: Listed, rows: Sequence[str], columns: Sequence[str]) -> list[int]:
    row, column = PLACES[table.row.key], PLACES[table.column.key]
    return [int(kind[row] in rows and kind[column] in columns) for kind in EVERY_KIND]


def small_groups(population: Population) -> list[tuple[list[int], int]]:
    """Every group of one to four children in any cell of any table, categories apart: what must not be found out."""
    found = []
    for table in LIST:
        for row, column in itertools.product(table.row.categories, table.column.categories):
            cell = _in_cell(table, (row,), (column,))
            number = sum(population[kind] for kind, inside in zip(EVERY_KIND, cell, strict=True) if inside)
            if 0 < number < SMALLEST:
                found.append((cell, number))
    return found


@settings(max_examples=15, deadline=None)
@given(populations)
def test_no_small_group_is_recovered_by_linear_programming_over_all_tables(population: Population) -> None:
    equations = told(publish(LIST, counted(population)))
    for cell, _number in small_groups(population)[:6]:
        greatest = most(cell, equations)
        assert greatest is None or greatest >= SMALLEST


def test_the_attack_finds_small_groups_where_only_they_are_hidden() -> None:
    """The linear programme is strong enough: cells that are merely left out are recovered."""
    population = Counter({("low", "east", "boy", "with"): 20, ("high", "east", "girl", "with"): 9})
    population[("low", "west", "girl", "without")] = 3
    population[("high", "west", "boy", "without")] = 12
    naive = []
    for table in LIST:
        for row in table.row.categories:
            naive.append((_in_cell(table, (row,), table.column.categories), None))
        for column in table.column.categories:
            naive.append((_in_cell(table, table.row.categories, (column,)), None))
        for row, column in itertools.product(table.row.categories, table.column.categories):
            cell = _in_cell(table, (row,), (column,))
            if _number(population, cell) == 0 or _number(population, cell) >= SMALLEST:
                naive.append((cell, None))
    equations = [(cell, _number(population, cell)) for cell, _nothing in naive]
    for cell, number in small_groups(population):
        assert least(cell, equations) == most(cell, equations) == number
    guarded = told(publish(LIST, counted(population)))
    for cell, _small in small_groups(population):
        assert (most(cell, guarded) or SMALLEST) >= SMALLEST


def _number(population: Population, cell: Sequence[int]) -> int:
    return sum(population[kind] for kind, inside in zip(EVERY_KIND, cell, strict=True) if inside)


@settings(max_examples=200, deadline=None)
@given(populations)
def test_nothing_small_is_printed(population: Population) -> None:
    for one in publish(LIST, counted(population)).values():
        shown = [number for line in one.cells for number in line if number is not None]
        margins = [group.count for group in (*one.rows, *one.columns)]
        assert all(number == 0 or number >= SMALLEST for number in (*shown, *margins, one.total))
        for row, line in enumerate(one.cells):
            for column, number in enumerate(line):
                # A nought is shown only where a whole line or column is empty.
                assert number != 0 or 0 in (one.rows[row].count, one.columns[column].count)


@settings(max_examples=200, deadline=None)
@given(populations)
def test_what_is_published_is_true(population: Population) -> None:
    for table in LIST:
        one = publish(LIST, counted(population))[table.key]
        for across, line in zip(one.rows, one.cells, strict=True):
            for down, number in zip(one.columns, line, strict=True):
                true = _number(population, _in_cell(table, across.categories, down.categories))
                assert number in (None, true)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=2),
    st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=2, max_size=2),
)
def test_the_exact_bounds_are_those_of_trying_every_table(values: list[list[int]], hidden: list[list[bool]]) -> None:
    """The flows against a slow and obvious second way: every table with these margins and these cells shown."""
    across = [sum(line) for line in values]
    down = [sum(line[at] for line in values) for at in range(3)]
    every = []
    for first in itertools.product(*(range(one + 1) for one in down)):
        table = [list(first), [one - part for one, part in zip(down, first, strict=True)]]
        shown = all(
            hide or table[row][column] == values[row][column]
            for row, line in enumerate(hidden)
            for column, hide in enumerate(line)
        )
        if sum(first) == across[0] and shown:
            every.append(table)
    for row, line in enumerate(hidden):
        for column, hide in enumerate(line):
            if hide:
                found = [table[row][column] for table in every]
                one = Published("one")
                assert feasible(one, values, hidden, (row, column)) == (min(found), max(found))


def test_groups_under_five_are_put_together_with_a_neighbour() -> None:
    margin = {"low": Count(40, 40), "medium": Count(12, 12), "high": Count(3, 3)}
    assert merged(LEVEL, margin, once=True) == (("low",), ("medium", "high"))
    assert merged(AREA, {"east": Count(2, 2), "west": Count(2, 2)}, once=True) is None


def test_an_ordered_group_has_no_hole() -> None:
    margin = {"low": Count(40, 40), "high": Count(3, 3)}
    assert merged(LEVEL, margin, once=True) == (("low", "medium", "high"),)


def test_many_episodes_of_few_children_are_a_small_group() -> None:
    day = Variable("day", ("monday", "tuesday"), ordered=True)
    hour = Variable("hour", ("day", "night"), ordered=True)
    listed = Listed("day-hour", "episodes", day, hour, each_child_once=False)
    counts = {("monday", "night"): Count(30, 2), ("tuesday", "night"): Count(40, 9), ("tuesday", "day"): Count(50, 12)}
    made = publish([listed], {"day-hour": counts})["day-hour"]
    assert [group.categories for group in made.rows] == [("monday", "tuesday")]
    assert made.cells == ((50, 70),)


def test_a_partnership_of_four_children_publishes_nothing() -> None:
    population = Counter({("low", "east", "boy", "with"): 4})
    assert all(one.withheld and one.total == 0 for one in publish(LIST, counted(population)).values())


def test_tables_that_could_be_solved_together_are_refused() -> None:
    with pytest.raises(ValueError, match="ring"):
        check_list([*LIST, Listed("level-voice", "children", LEVEL, VOICE)])


def test_counts_that_do_not_agree_are_refused() -> None:
    counts = counted(Counter({("low", "east", "boy", "with"): 9}))
    counts["level-area"] = {("low", "east"): Count(8, 8)}
    with pytest.raises(ValueError, match="counted otherwise"):
        publish(LIST, counts)
