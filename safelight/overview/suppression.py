"""Published counts that tell of no small group: fewer than five, by any sum of what is published. Pure: no Django.

How it is made so that it can be proved:

- The tables are a fixed list (`overview/published.py`). Within one population no chain of tables closes a ring, which
  `check_list` holds. Tables that agree on what they share then always fit one population, so that whoever has all of
  them together knows no more of one than that table and the shared margins tell (Vorob'ev 1962).
- Every margin and every total is published, and none is small: categories with fewer than five are put together with
  others first (`merged`), in every table of the population alike. So one table at a time decides about its cells.
- A cell under five is hidden, **nought too**: a nought beside a hidden cell says where a child is not, and would tell
  hidden cells from empty ones. Other cells are hidden beside it until each could, by all that is published, be five or
  more (`_hide`). Then nothing tells that it is under five. A line whose margin is nought shows noughts.
- `feasible` works out exactly what each hidden cell could be, by flows in the table; `publish` refuses to hand over
  what it would not pass.

Where one child can be counted more than once (missing episodes, actions), a cell is small too when fewer than five
children are behind it. How many children stand behind a sum is then not known exactly; the greatest of its parts is
taken, which errs towards hiding.
"""

import heapq
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SMALLEST = 5

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are, and how many children stand behind them."""

    units: int
    children: int

    @property
    def small(self) -> bool:
        """Whether it is a group under five; nothing at all is no group."""
        return self.units > 0 and min(self.units, self.children) < SMALLEST


NOTHING = Count(0, 0)


def together(counts: Iterable[Count], *, once: bool) -> Count:
    """Several counts as one. ``once``: no child stands in two of them, so that children can be added up."""
    parts = list(counts)
    children = [part.children for part in parts]
    return Count(sum(part.units for part in parts), sum(children) if once else max(children, default=0))


@dataclass(frozen=True, slots=True)
class Variable:
    """What a line or a column of a table stands for. Of an ordered one only neighbours are put together."""

    key: str
    categories: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """One table of the fixed list. ``each_child_once``: no child is counted twice, so units are children."""

    key: str
    population: str
    row: Variable
    column: Variable
    each_child_once: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """A line or column as it is published: one category, or several put together."""

    categories: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Published:
    """One table as it may be handed out. A hidden cell is None. ``withheld``: all of it together is a small group."""

    key: str
    rows: tuple[Group, ...] = ()
    columns: tuple[Group, ...] = ()
    cells: tuple[tuple[int | None, ...], ...] = ()
    total: int = 0
    withheld: bool = False


class Unsafe(Exception):
    """What was about to be published would have told of a small group."""


def check_list(tables: Sequence[Listed]) -> None:
    """Raise ``ValueError`` where tables of one population make a ring, or one variable is told in two ways."""
    if len({table.key for table in tables}) != len(tables):
        raise ValueError("two tables have one key")
    leader: dict[tuple[str, str], tuple[str, str]] = {}
    known: dict[tuple[str, str], Variable] = {}

    def first(one: tuple[str, str]) -> tuple[str, str]:
        while leader.setdefault(one, one) != one:
            one = leader[one]
        return one

    for table in tables:
        for variable in (table.row, table.column):
            if known.setdefault((table.population, variable.key), variable) != variable:
                raise ValueError(f"{variable.key} stands in two ways")
        row = first((table.population, table.row.key))
        column = first((table.population, table.column.key))
        if row == column:
            raise ValueError(f"{table.key} closes a ring of tables, which could be solved together")
        leader[row] = column


def publish(tables: Sequence[Listed], counted: Mapping[str, Mapping[tuple[str, str], Count]]) -> dict[str, Published]:
    """The tables as they may be published together, by key.

    ``counted`` gives for each table the count of each (row, column); what is left out is nought. Raises ``ValueError``
    where counts of one population do not agree, ``Unsafe`` should the audit fail.
    """
    check_list(tables)
    margins = _margins(tables, counted)
    once = {table.population: table.each_child_once for table in tables}
    groups = {key: merged(variable, margins[key], once=once[key[0]]) for key, variable in _variables(tables).items()}
    made: dict[str, Published] = {}
    for table in tables:
        rows, columns = (groups[table.population, one.key] for one in (table.row, table.column))
        if rows is None or columns is None:
            made[table.key] = Published(table.key, withheld=True)
            continue
        counts = counted.get(table.key, {})
        full = [[_sum(counts, row, column, once=table.each_child_once) for column in columns] for row in rows]
        hidden = _hide(full)
        made[table.key] = _published(table, rows, columns, full, hidden)
        _audit(made[table.key], full, hidden)
    return made


def merged(variable: Variable, margin: Mapping[str, Count], *, once: bool) -> tuple[tuple[str, ...], ...] | None:
    """The variable's categories, put together until none is a small group; None where all together are one."""
    groups: list[tuple[tuple[str, ...], Count]] = [((one,), margin.get(one, NOTHING)) for one in variable.categories]
    while small := [at for at, (_names, count) in enumerate(groups) if count.small]:
        place = min(small, key=lambda at: (groups[at][1].children, groups[at][1].units, at))
        other = _partner(groups, place, ordered=variable.ordered)
        if other is None:
            return None
        low, high = sorted((place, other))
        # Empty categories between two neighbours go with them, so that an ordered group has no hole.
        joined = range(low, high + 1) if variable.ordered else (low, high)
        names = tuple(name for at in joined for name in groups[at][0])
        count = together((groups[at][1] for at in joined), once=once)
        groups = [
            (names, count) if at == low else group for at, group in enumerate(groups) if at == low or at not in joined
        ]
    return tuple(names for names, _count in groups)


def _partner(groups: Sequence[tuple[tuple[str, ...], Count]], place: int, *, ordered: bool) -> int | None:
    """The group to put a small one together with: the smallest other one, of an ordered variable a neighbour."""
    others = [at for at, (_names, count) in enumerate(groups) if at != place and count.units]
    if ordered:
        before = [at for at in others if at < place][-1:]
        others = before + [at for at in others if at > place][:1]
    return min(others, key=lambda at: (groups[at][1].units, abs(at - place)), default=None)


def feasible(
    published: Published, values: Sequence[Sequence[int]], hidden: Sequence[Sequence[bool]], cell: Cell
) -> tuple[int, int]:
    """The least and the most that one hidden cell could be by what is published, exactly.

    ``values`` are the true numbers: from one population that fits, flows lead to every other.
    """
    row, column = cell
    value = values[row][column]
    up = _most_flow(values, hidden, cell, upwards=True)
    down = _most_flow(values, hidden, cell, upwards=False)
    return value - down, value + up


def _variables(tables: Sequence[Listed]) -> dict[tuple[str, str], Variable]:
    return {(table.population, one.key): one for table in tables for one in (table.row, table.column)}


def _margins(
    tables: Sequence[Listed], counted: Mapping[str, Mapping[tuple[str, str], Count]]
) -> dict[tuple[str, str], dict[str, Count]]:
    """For each variable of each population the count of its categories, the same by each table that has it."""
    found: dict[tuple[str, str], dict[str, Count]] = {}
    for table in tables:
        for place, variable in enumerate((table.row, table.column)):
            margin = dict.fromkeys(variable.categories, NOTHING)
            for names, count in counted.get(table.key, {}).items():
                if names[place] not in margin:
                    raise ValueError(f"{table.key}: {names[place]} is no category of {variable.key}")
                if table.each_child_once and count.units != count.children:
                    raise ValueError(f"{table.key} counts a child twice")
                margin[names[place]] = together((margin[names[place]], count), once=table.each_child_once)
            known = found.setdefault((table.population, variable.key), margin)
            if {name: one.units for name, one in known.items()} != {name: one.units for name, one in margin.items()}:
                raise ValueError(f"{table.key}: {variable.key} is counted otherwise in another table")
            for name, one in margin.items():
                known[name] = Count(one.units, min(known[name].children, one.children))
    return found


def _sum(counts: Mapping[tuple[str, str], Count], rows: Sequence[str], columns: Sequence[str], *, once: bool) -> Count:
    return together((counts.get((row, column), NOTHING) for row in rows for column in columns), once=once)


def _published(
    table: Listed,
    rows: Sequence[tuple[str, ...]],
    columns: Sequence[tuple[str, ...]],
    full: Sequence[Sequence[Count]],
    hidden: Sequence[Sequence[bool]],
) -> Published:
    return Published(
        key=table.key,
        rows=tuple(Group(names, sum(one.units for one in line)) for names, line in zip(rows, full, strict=True)),
        columns=tuple(Group(names, sum(line[at].units for line in full)) for at, names in enumerate(columns)),
        cells=tuple(
            tuple(None if hide else one.units for one, hide in zip(line, marks, strict=True))
            for line, marks in zip(full, hidden, strict=True)
        ),
        total=sum(one.units for line in full for one in line),
    )


def _needs(count: Count) -> int:
    """How far a hidden small cell must be able to rise: to five, or by one where only its children are few."""
    return max(SMALLEST - count.units, 1)


def _is_small(full: Sequence[Sequence[Count]], cell: Cell) -> bool:
    """Whether a cell is under five, nought too, in a line and a column that are not empty."""
    row, column = cell
    if not any(one.units for one in full[row]) or not any(line[column].units for line in full):
        return False
    return full[row][column].units == 0 or full[row][column].small


def _hide(full: Sequence[Sequence[Count]]) -> list[list[bool]]:
    """Which cells to hide: the small ones, and as few and as little beside them as the cheapest ways ask for.

    For each small cell, units are moved into it round a ring of cells, so that each margin stays; what the ring
    passes is hidden. It can always be done: with all cells hidden, a cell can be as much as the less of its margins.
    """
    cells = [(row, column) for row, line in enumerate(full) for column in range(len(line))]
    small = [cell for cell in cells if _is_small(full, cell)]
    hidden = [[(row, column) in set(small) for column in range(len(line))] for row, line in enumerate(full)]
    for row, column in sorted(small, key=lambda cell: (-_needs(full[cell[0]][cell[1]]), cell)):
        values = [[one.units for one in line] for line in full]
        for _unit in range(_needs(full[row][column])):
            ring = _cheapest_ring(values, hidden, (row, column))
            if ring is None:
                raise Unsafe("a small cell could not be hidden")
            for (at_row, at_column), step in ring:
                values[at_row][at_column] += step
                hidden[at_row][at_column] = True
    return hidden


def _cheapest_ring(
    values: Sequence[Sequence[int]], hidden: Sequence[Sequence[bool]], cell: Cell
) -> list[tuple[Cell, int]] | None:
    """Cells with +1 or −1 that move one unit into ``cell`` and leave every margin: the ones hidden already first.

    The way leads from the cell's column to its row: down a cell of the column, up a cell of that row, and so on.
    Nodes are columns (True) and rows (False).
    """
    start, goal = (True, cell[1]), (False, cell[0])
    best: dict[tuple[bool, int], int] = {start: 0}
    came: dict[tuple[bool, int], tuple[tuple[bool, int], Cell, int]] = {}
    queue = [(0, start)]
    while queue:
        cost, node = heapq.heappop(queue)
        if node == goal:
            break
        if cost > best[node]:
            continue
        for other, through, step in _steps(node, values):
            if through == cell or (step < 0 and values[through[0]][through[1]] == 0):
                continue
            price = cost + (1 if hidden[through[0]][through[1]] else 1000 + values[through[0]][through[1]])
            if price < best.get(other, price + 1):
                best[other] = price
                came[other] = (node, through, step)
                heapq.heappush(queue, (price, other))
    if goal not in came:
        return None
    ring, node = [(cell, 1)], goal
    while node != start:
        node, through, step = came[node]
        ring.append((through, step))
    return ring


def _steps(node: tuple[bool, int], values: Sequence[Sequence[int]]) -> list[tuple[tuple[bool, int], Cell, int]]:
    """From a column to each row by a cell that falls, from a row to each column by a cell that rises."""
    is_column, at = node
    if is_column:
        return [((False, row), (row, at), -1) for row in range(len(values))]
    return [((True, column), (at, column), 1) for column in range(len(values[at]))]


def _most_flow(values: Sequence[Sequence[int]], hidden: Sequence[Sequence[bool]], cell: Cell, *, upwards: bool) -> int:
    """By how much a hidden cell could rise, or fall, with every margin and every cell shown as they are."""
    now = [list(line) for line in values]
    row, column = cell
    moved = 0
    while upwards or now[row][column] > 0:
        ring = _any_ring(now, hidden, cell, upwards)
        if ring is None:
            return moved
        most = min([now[r][c] for (r, c), step in ring if step < 0])
        for (r, c), step in ring:
            now[r][c] += step * most
        moved += most
    return moved


def _any_ring(
    values: Sequence[Sequence[int]], hidden: Sequence[Sequence[bool]], cell: Cell, upwards: bool
) -> list[tuple[Cell, int]] | None:
    """The shortest ring of hidden cells alone; for a fall the way leads from the cell's row to its column."""
    start, goal = ((True, cell[1]), (False, cell[0])) if upwards else ((False, cell[0]), (True, cell[1]))
    came: dict[tuple[bool, int], tuple[tuple[bool, int], Cell, int]] = {}
    queue = deque([start])
    while queue and goal not in came:
        node = queue.popleft()
        for other, through, step in _steps(node, values):
            if through == cell or not hidden[through[0]][through[1]] or other in came or other == start:
                continue
            if step < 0 and values[through[0]][through[1]] == 0:
                continue
            came[other] = (node, through, step)
            queue.append(other)
    if goal not in came:
        return None
    ring, node = [(cell, 1 if upwards else -1)], goal
    while node != start:
        node, through, step = came[node]
        ring.append((through, step))
    return ring


def _audit(published: Published, full: Sequence[Sequence[Count]], hidden: Sequence[Sequence[bool]]) -> None:
    """Refuse a table that tells of a small group: in a margin, in a cell, or by what is left for a hidden one."""
    values = [[one.units for one in line] for line in full]
    if any(0 < group.count < SMALLEST for group in (*published.rows, *published.columns)):
        raise Unsafe(f"{published.key}: a margin is small")
    for row, line in enumerate(full):
        for column, one in enumerate(line):
            if not _is_small(full, (row, column)):
                continue
            if published.cells[row][column] is not None:
                raise Unsafe(f"{published.key}: a small cell is shown")
            if feasible(published, values, hidden, (row, column))[1] < one.units + _needs(one):
                raise Unsafe(f"{published.key}: a small cell could be worked out")
