"""Core payments: the least that no group of bidders would outbid, as near to VCG as can be.

Groups that would pay the owner more are found one by one; each asks that those of the winners who
are not in it pay so much together. When no group is left, the total is the least there is, and of
all payments of this total the ones nearest to VCG are taken, by squares (Day and Cramton).
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from poletai.core.auctions.packages.budget import Budget
from poletai.core.auctions.packages.least_total import Limit, least_total
from poletai.core.auctions.packages.market import Market
from poletai.core.auctions.packages.nearest_point import nearest_point
from poletai.core.auctions.packages.winners import Choice, blocking

Payments = dict[int, Fraction]


def core(market: Market, budget: Budget, choice: Choice, vcg: dict[int, int]) -> Payments | None:
    """Return what each winner pays above the starts; None where a search proved nothing."""
    worths = market.by_bidder(choice.chosen)
    asked = [(frozenset(vcg), market.floor)]
    while True:
        paid = _nearest(worths, vcg, asked)
        found = _outbid(market, budget, worths, paid)
        if not found.proved:
            return None
        group = {market.bids[index].bidder for index in found.chosen}
        own = sum(worth for bidder, worth in worths.items() if bidder in group)
        payers = frozenset(worths) - group
        need = market.worth(found.chosen) - own
        if sum((paid[bidder] for bidder in payers), Fraction(0)) >= need:
            return paid
        asked.append((payers, need))


def _outbid(market: Market, budget: Budget, worths: dict[int, int], paid: Payments) -> Choice:
    """Find the group that would pay the owner most, if winners kept what they gained."""
    times = lcm(*(price.denominator for price in paid.values()))
    gained = {bidder: int((worth - paid[bidder]) * times) for bidder, worth in worths.items()}
    return blocking(market, budget, times, gained)


def _nearest(
    worths: dict[int, int], vcg: dict[int, int], asked: Sequence[tuple[frozenset[int], int]]
) -> Payments:
    """Return the payments of the least total that meet what is asked, the nearest to VCG."""
    bidders = list(worths)
    above = [
        (tuple(int(bidder in payers) for bidder in bidders), Fraction(need - _paid(vcg, payers)))
        for payers, need in asked
    ]
    size = len(bidders)
    most = [_alone(place, size, -1, vcg[b] - worths[b]) for place, b in enumerate(bidders)]
    capped: Limit = ((-1,) * size, -least_total(size, [*above, *most]))
    least = [_alone(place, size, 1, 0) for place in range(size)]
    point = nearest_point(size, [*above, capped, *most, *least])
    return {b: vcg[b] + more for b, more in zip(bidders, point, strict=True)}


def _paid(vcg: dict[int, int], payers: frozenset[int]) -> int:
    return sum(vcg[bidder] for bidder in payers)


def _alone(place: int, size: int, factor: int, least: int) -> Limit:
    """Return a limit of one payment: from below by a factor of 1, from above by one of -1."""
    return tuple(factor if index == place else 0 for index in range(size)), Fraction(least)
