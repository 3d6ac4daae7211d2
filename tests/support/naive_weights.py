"""Weighed rounds a second time, naively: whole numbers, compared by multiplying across.

Nothing here imports the mechanisms. Features are hundredths; a bid is (second, bidder, amount, _).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cmp_to_key

from tests.support.naive_auctions import Bid, Won

Standing = dict[str, tuple[int, int]]
Compare = Callable[[str, str, Standing], int]


def better(kind: str, most: int, features: Mapping[str, int], costs: Mapping[str, int]) -> Compare:
    """Return what says whether one bidder stands better than another: below 0 where it does."""

    def figure(bidder: str, price: int) -> tuple[int, int]:
        """Price over (100 - most + v) hundredths of (100 - most), and the cost, as one fraction."""
        left, own = 100 - most, 100 - most + features.get(bidder, 0)
        if kind == "performance":
            return price * own, left
        return price * left + costs.get(bidder, 0) * own, own

    def compare(one: str, other: str, standing: Standing) -> int:
        (price, at), (rival, later) = standing[one], standing[other]
        (over, under), (over2, under2) = figure(one, price), figure(other, rival)
        across = over * under2 - over2 * under
        if kind == "performance":
            across = -across
        return across or at - later

    return compare


def weighed_rounds(
    offers: Mapping[str, int],
    bids: Sequence[Bid],
    compare: Compare,
    *,
    step: int,
    pause: int,
    turn: int,
    rising: bool = False,
) -> Won:
    """Play three rounds turn by turn, the worst first by what counts; the best at the end wins."""
    standing: Standing = {b: (amount, i - 100) for i, (b, amount) in enumerate(offers.items())}
    clock = 0
    for _ in range(3 if len(standing) > 1 else 0):
        clock += pause
        for bidder in _ordered(standing, compare)[::-1]:
            own = standing[bidder][0]
            for at, who, amount, _ in bids:
                fits = amount >= own + step if rising else 0 < amount <= own - step
                if clock <= at < clock + turn and who == bidder and fits:
                    standing[bidder] = (amount, at)
            clock += turn
    best = _ordered(standing, compare)[0]
    return {best: (standing[best][0], 0)}


def _ordered(standing: Standing, compare: Compare) -> list[str]:
    def place(one: str, other: str) -> int:
        return compare(one, other, standing)

    return sorted(standing, key=cmp_to_key(place))
