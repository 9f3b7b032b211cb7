"""A plain exact linear programme: what somebody who solves all published tables together could find out."""

from collections.abc import Sequence
from fractions import Fraction


def most(objective: Sequence[int], equations: Sequence[tuple[Sequence[int], int]]) -> Fraction | None:
    """The greatest value of ``objective`` over numbers of nought or more that fulfil every equation.

    None where it has no bound. The two-phase simplex method with Bland's rule, in fractions: slow and exact.
    """
    width = len(objective)
    rows = []
    for place, (factors, total) in enumerate(equations):
        sign = 1 if total >= 0 else -1
        helper = [Fraction(int(at == place)) for at in range(len(equations))]
        rows.append([Fraction(sign * one) for one in factors] + helper + [Fraction(sign * total)])
    basis = [width + place for place in range(len(rows))]
    first = [Fraction(0)] * width + [Fraction(-1)] * len(rows)
    if _improve(rows, basis, first) != 0:
        raise ValueError("nothing fulfils the equations")
    for place in range(len(rows) - 1, -1, -1):
        if basis[place] >= width:  # a helper at nought: take something else in, or the equation says nothing new
            column = next((at for at in range(width) if rows[place][at] != 0), None)
            if column is None:
                del rows[place], basis[place]
            else:
                _pivot(rows, basis, place, column)
    rows = [row[:width] + row[-1:] for row in rows]
    return _improve(rows, basis, [Fraction(one) for one in objective])


def least(objective: Sequence[int], equations: Sequence[tuple[Sequence[int], int]]) -> Fraction:
    """The smallest value, likewise."""
    found = most([-one for one in objective], equations)
    assert found is not None  # nothing is below nought
    return -found


def _improve(rows: list[list[Fraction]], basis: list[int], gain: list[Fraction]) -> Fraction | None:
    """Pivot until nothing gains any more; the value reached."""
    while True:
        enters = next(
            (
                column
                for column in range(len(gain))
                if column not in basis
                and gain[column] - sum(gain[basis[at]] * row[column] for at, row in enumerate(rows)) > 0
            ),
            None,
        )
        if enters is None:
            return sum((gain[basis[at]] * row[-1] for at, row in enumerate(rows)), Fraction(0))
        ratios = [(row[-1] / row[enters], basis[at], at) for at, row in enumerate(rows) if row[enters] > 0]
        if not ratios:
            return None
        _pivot(rows, basis, min(ratios)[2], enters)


def _pivot(rows: list[list[Fraction]], basis: list[int], place: int, column: int) -> None:
    by = rows[place][column]
    rows[place] = [one / by for one in rows[place]]
    for at, row in enumerate(rows):
        if at != place and row[column] != 0:
            factor = row[column]
            rows[at] = [one - factor * other for one, other in zip(row, rows[place], strict=True)]
    basis[place] = column
