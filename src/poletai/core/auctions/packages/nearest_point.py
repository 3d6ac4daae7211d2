"""The point nearest to nothing within limits: a quadratic programme solved exactly, in fractions.

The dual method of Goldfarb and Idnani: it starts from the point wished for and takes up one broken
limit after the other, letting go of those that no longer hold it. There is one such point.
"""

from collections.abc import Sequence
from fractions import Fraction

from poletai.core.auctions.packages.least_total import Limit

_Point = list[Fraction]


def nearest_point(size: int, limits: Sequence[Limit]) -> tuple[Fraction, ...]:
    """Return the point of the least squares within limits that some point meets."""
    point, held, pressed = [Fraction(0)] * size, list[int](), list[Fraction]()
    while (broken := _most_broken(point, limits)) is not None:
        point = _take_up(point, limits, broken, held, pressed)
    return tuple(point)


def _take_up(
    point: _Point, limits: Sequence[Limit], broken: int, held: list[int], pressed: list[Fraction]
) -> _Point:
    """Move until a broken limit is met; `held` and `pressed` change with it."""
    factors, least = limits[broken]
    pressure = Fraction(0)
    while True:
        shares = _solved([limits[index][0] for index in held], factors)
        towards = _rest(factors, [limits[index][0] for index in held], shares)
        slope = _dot(factors, towards)
        lets, until = _letting_go(shares, pressed)
        whole = None if slope == 0 else (least - _dot(factors, point)) / slope
        step = min(step for step in (until, whole) if step is not None)
        point = [at + step * move for at, move in zip(point, towards, strict=True)]
        pressed[:] = [force - step * share for force, share in zip(pressed, shares, strict=True)]
        pressure += step
        if step == whole:
            held.append(broken)
            pressed.append(pressure)
            return point
        del held[lets], pressed[lets]


def _letting_go(
    shares: Sequence[Fraction], pressed: Sequence[Fraction]
) -> tuple[int, Fraction | None]:
    """Return which limit is let go first on the way, and after how much of it."""
    found = [
        (force / share, place)
        for place, (force, share) in enumerate(zip(pressed, shares, strict=True))
        if share > 0
    ]
    until, place = min(found) if found else (None, 0)
    return place, until


def _most_broken(point: _Point, limits: Sequence[Limit]) -> int | None:
    missing = [
        (least - _dot(factors, point), -index) for index, (factors, least) in enumerate(limits)
    ]
    most, index = max(missing, default=(Fraction(0), 0))
    return -index if most > 0 else None


def _rest(
    factors: Sequence[int], held: Sequence[Sequence[int]], shares: Sequence[Fraction]
) -> _Point:
    """Return what of a direction is left when its share along each held limit is taken out."""
    rest = [Fraction(factor) for factor in factors]
    for row, share in zip(held, shares, strict=True):
        rest = [left - share * factor for left, factor in zip(rest, row, strict=True)]
    return rest


def _solved(held: Sequence[Sequence[int]], factors: Sequence[int]) -> list[Fraction]:
    """Return the shares of a direction along held limits, which no two of them say twice."""
    rows = [[Fraction(_dot(row, other)) for other in (*held, factors)] for row in held]
    for place, row in enumerate(rows):
        # The products of independent rows are positive on the diagonal, so none is 0 here.
        row[:] = [value / row[place] for value in row]
        for other in range(len(rows)):
            factor = rows[other][place]
            if other != place and factor:
                rows[other] = [
                    value - factor * own for value, own in zip(rows[other], row, strict=True)
                ]
    return [row[-1] for row in rows]


def _dot(factors: Sequence[int], values: Sequence[Fraction | int]) -> Fraction:
    found = Fraction(0)
    for factor, value in zip(factors, values, strict=True):
        if factor:
            found += factor * value
    return found
