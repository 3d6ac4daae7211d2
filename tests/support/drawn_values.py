"""Values drawn evenly from 0 to 1 with a fixed seed, and what formats bring on average for them.

A mean may miss its expectation by four standard errors of these draws, and by the step of the
format, where it has one.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import sqrt
from random import Random
from statistics import mean, stdev

from tests.support import private_values as play
from tests.support.private_values import Room

from poletai.core.auctions import settle_record

DRAWS = 2000
UNIT = 10**6
Values = list[Decimal]
Format = Callable[[Values], Room]


def drawn(bidders: int, draws: int = DRAWS) -> list[Values]:
    """Draw values, in millionths, the same ones for every format."""
    chance = Random(20260420 + bidders)  # noqa: S311 - a test hides nothing
    return [[Decimal(chance.randint(1, UNIT)) / UNIT for _ in range(bidders)] for _ in range(draws)]


def prices(draws: Sequence[Values], fmt: Format, reserve: Decimal | None = None) -> list[float]:
    """Return what every draw brought; nothing where nothing was sold."""
    return [
        float(next((q.price for q in settle_record(*fmt(values), reserve).winners), Decimal(0)))
        for values in draws
    ]


def shaded(values: Values) -> Values:
    """Return what bidders of these values quote where they pay it: v(n-1)/n."""
    part = Decimal(len(values) - 1) / len(values)
    return [max(value * part, Decimal(1) / UNIT).quantize(Decimal("0.000001")) for value in values]


def padded(costs: Values) -> Values:
    """Return what bidders of these costs ask where they are paid it: c + (1 - c)/n."""
    return [(c + (1 - c) / len(costs)).quantize(Decimal("0.000001")) for c in costs]


def near(found: Sequence[float], expected: float, step: float = 0.0) -> bool:
    """Say whether a mean is within four standard errors, and a step, of what is expected."""
    return abs(mean(found) - expected) <= 4 * stdev(found) / sqrt(len(found)) + step


def second(values: Values) -> Room:
    """Return the room in which everybody quotes its value and the best pays the next."""
    return play.sealed("sealed-second", values)


def first(values: Values) -> Room:
    """Return the room in which everybody quotes less than its value and the best pays that."""
    return play.sealed("sealed-first", shaded(values))
