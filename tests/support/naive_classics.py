"""The classic auctions computed a second time, naively: by trying prices out, a second at a time.

Nothing here imports the mechanisms. A bid is (second, bidder, amount, quantity).
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import floor, lcm

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


def japanese(
    came: Mapping[str, int],
    left: Mapping[str, int],
    *,
    start: int,
    step: int,
    interval: int,
    by_exit: bool,
) -> Won:
    """Who would have stayed longest wins, at the price at which the second longest left.

    Who never leaves stays for ever; of two for ever, as of two at one price, the first to come.
    """
    stays = {b: left.get(b, 10**6) if by_exit else left.get(b, 10**6) // interval for b in came}
    longest = sorted(came, key=lambda b: (-stays[b], came[b]))
    if len(longest) < 2:
        return dict.fromkeys(longest, (start, 0))
    second = left.get(longest[1])
    rises = _LAST_RISE if second is None else second // interval
    return {longest[0]: (start + step * rises, 0)}


_LAST_RISE = 5
"""How often the clock of these tests rises."""


def reverse_open(
    bids: Sequence[Bid],
    *,
    start: int,
    enough: Callable[[int, int], bool],
    until: int,
    window: int,
    stop: int,
) -> Won:
    """The hall is asked second by second for an amount that is enough below the best."""
    said = {at: (bidder, amount) for at, bidder, amount, _ in bids}
    best, leader, second = start, "", 0
    while second <= until:
        bidder, amount = said.get(second, (leader, start))
        if bidder != leader and (enough(best, amount) if leader else amount <= start):
            best, leader = amount, bidder
            until = min(stop, max(until, second + window))
        second += 1
    return {leader: (best, 0)} if leader else {}


def weighted(
    bids: Sequence[Bid], plans: Mapping[str, int], *, start: int, step: int, until: int
) -> Won:
    """Six tenths price and four tenths plan, brought to whole numbers over one denominator."""
    last: dict[str, tuple[int, int]] = {}
    for at, bidder, amount, _ in bids:
        own = last[bidder][0] if bidder in last else start + step
        if bidder in plans and at <= until and amount in range(1, own - step + 1):
            last[bidder] = (amount, at)
    if not last:
        return {}
    prices = [amount for amount, _ in last.values()]
    over = lcm(*prices)

    def points(bidder: str) -> tuple[int, int]:
        amount, at = last[bidder]
        return 60 * min(prices) * (over // amount) * 10 + 4 * plans[bidder] * over, -at

    winner = max(last, key=points)
    return {winner: (last[winner][0], 0)}
