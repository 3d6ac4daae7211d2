"""The search for winning packages by OR-Tools CP-SAT, told exactly what it proved.

Everything is whole numbers; what the solver cannot hold is not proved. Only this module and
`model` load OR-Tools, and only `winners` loads this one, when there is something to search.
"""

from collections.abc import Mapping, Sequence
from math import gcd

import msgspec

from poletai.core.auctions.packages.budget import Budget
from poletai.core.auctions.packages.market import Market
from poletai.core.auctions.packages.model import Model

_HOLDS = 2**60
"""The largest sum of all figures that the solver is given; it computes with 64 bits."""


class Found(msgspec.Struct, frozen=True):
    """The best bids found, what they come to, and what no choice of bids can exceed."""

    chosen: tuple[int, ...]
    worth: int
    bound: int

    @property
    def proved(self) -> bool:
        """Say whether nothing better exists."""
        return self.worth >= self.bound


class Earlier(msgspec.Struct, frozen=True):
    """Whether as good a choice with an earlier bid exists: which one, where it first differs."""

    known: bool
    chosen: tuple[int, ...] = ()
    differs: int | None = None


def best(
    market: Market,
    budget: Budget,
    *,
    without: int | None = None,
    times: int = 1,
    charges: Mapping[int, int] = {},
) -> Found:
    """Find the bids worth most together, `times` over, less what their bidders are charged.

    `without` leaves the bids of one bidder out.
    """
    weights = _weights(market, without, times, charges)
    useful = [index for index, weight in enumerate(weights) if weight > 0]
    joined = {} if market.exclusive else charges
    most = sum(weights[index] for index in useful)
    scale = gcd(*(weights[index] for index in useful), *joined.values()) or 1
    # No charge is more than its bidder bid, so what holds the bids holds the charges.
    if most // scale >= _HOLDS or not budget.left:
        return Found((), 0, most)
    model = Model(market, useful)
    model.gain({index: weights[index] // scale for index in useful})
    model.charge({bidder: cost // scale for bidder, cost in joined.items()})
    chosen, bound = model.solved(budget)
    taken = {market.bids[index].bidder for index in chosen}
    less = sum(cost for bidder, cost in joined.items() if bidder in taken)
    limit = most if bound is None else min(bound * scale, most)
    return Found(chosen, sum(weights[index] for index in chosen) - less, limit)


def earlier(
    market: Market, budget: Budget, worth: int, chosen: Sequence[int], settled: int
) -> Earlier:
    """Find a choice as good that has a bid which this one leaves out, and is the same before it.

    Of all such places from `settled` on the first is found.
    """
    model = Model(market, range(len(market.bids)))
    places = model.ahead(chosen, settled)
    if not places or not budget.left:
        return Earlier(known=not places)
    model.reaches(worth)
    model.first(places)
    after, _ = model.solved(budget)
    if model.none:
        return Earlier(known=True)
    if not model.proved:
        return Earlier(known=False)
    return Earlier(known=True, chosen=after, differs=min(set(after) - set(chosen)))


def _weights(
    market: Market, without: int | None, times: int, charges: Mapping[int, int]
) -> list[int]:
    """Return what every bid counts; a bidder whose bids exclude one another is charged in each."""
    each = charges if market.exclusive else {}
    return [
        0 if bid.bidder == without else bid.worth * times - each.get(bid.bidder, 0)
        for bid in market.bids
    ]
