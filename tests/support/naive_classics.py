"""The classic auctions computed a second time, naively: by trying prices out, a second at a time.

Nothing here imports the mechanisms. A bid is (second, bidder, amount, quantity).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor

from tests.support.naive_auctions import Bid, Won

_TRIES = 4
"""Prices are tried in quarters: finer than any price that is bid."""


def sealed_second(bids: Sequence[Bid], *, start: int, reserve: int) -> Won:
    """The winner pays the least it could have quoted and still have won."""
    last = {b: (Fraction(amount), -at) for at, b, amount, _ in sorted(bids) if amount >= start}
    winner = _highest(last, reserve)
    if not winner:
        return {}
    at = last[winner][1]
    tried = (Fraction(i, _TRIES) for i in range(start * _TRIES, 10**6))
    least = next(x for x in tried if _highest({**last, winner: (x, at)}, reserve) == winner)
    return {winner: (floor(least), 0)}


def _highest(quoted: Mapping[str, tuple[Fraction, int]], reserve: int) -> str:
    enough = [bidder for bidder, (price, _) in quoted.items() if price >= reserve]
    return max(enough, key=lambda bidder: quoted[bidder], default="")


def own_prices(bids: Sequence[Bid], shares: Won) -> Won:
    """What a uniform price gives out is paid by each at its own last price."""
    last = {bidder: amount for _, bidder, amount, _ in sorted(bids)}
    return {bidder: (last[bidder], units) for bidder, (_, units) in shares.items()}
