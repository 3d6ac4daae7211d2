"""The least total that satisfies lower limits: a linear programme solved exactly, in fractions.

Dual simplex with Bland's rule: it starts from paying nothing, which is dearest to no one, and
mends one limit after the other. It ends, and the same limits give the same figure.
"""

from collections.abc import Sequence
from fractions import Fraction

Limit = tuple[tuple[int, ...], Fraction]
"""Factors, one of each unknown, and the least that the unknowns come to by them."""

_Row = list[Fraction]


def least_total(size: int, limits: Sequence[Limit]) -> Fraction:
    """Return the least sum of unknowns, none below 0, within limits that some point meets."""
    cost = [Fraction(0), *[Fraction(1)] * size]
    rows = [[-least, *map(Fraction, factors)] for factors, least in limits]
    columns, bases = list(range(size)), list(range(size, size + len(rows)))
    while True:
        short = [row for row in range(len(rows)) if rows[row][0] < 0]
        if not short:
            return cost[0]
        leaves = min(short, key=lambda row: bases[row])
        enters = _entering(rows[leaves], cost, columns)
        pivot = _solved_for(rows[leaves], enters)
        cost = _put(cost, pivot, enters)
        rows = [pivot if i == leaves else _put(row, pivot, enters) for i, row in enumerate(rows)]
        bases[leaves], columns[enters] = columns[enters], bases[leaves]


def _entering(row: _Row, cost: _Row, columns: Sequence[int]) -> int:
    """Choose the unknown that mends a row at the least cost, of equal ones the first."""
    found = [
        (cost[place + 1] / row[place + 1], columns[place], place)
        for place in range(len(columns))
        if row[place + 1] > 0
    ]
    return min(found)[2]


def _solved_for(row: _Row, place: int) -> _Row:
    """Solve a row for the unknown at a place, which what the row stood for now replaces."""
    factor = row[place + 1]
    solved = [-value / factor for value in row]
    solved[place + 1] = 1 / factor
    return solved


def _put(row: _Row, pivot: _Row, place: int) -> _Row:
    """Put a solved unknown into another row."""
    factor = row[place + 1]
    if not factor:
        return row
    put = [value + factor * solved for value, solved in zip(row, pivot, strict=True)]
    put[place + 1] = factor * pivot[place + 1]
    return put
