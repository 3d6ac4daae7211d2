"""Who wins: the bids worth most together, and of equal choices the one with the earliest bids.

Equal choices are compared bid by bid in the order of arrival: the first bid that only one of them
has decides for it. So one choice wins, whichever the search happens to find.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import msgspec

from poletai.core.auctions.packages.budget import Budget
from poletai.core.auctions.packages.market import Market


class Choice(msgspec.Struct, frozen=True):
    """The bids that win, what they are worth, and what no choice of bids can exceed.

    `first` says whether it is known that no equal choice has earlier bids.
    """

    chosen: tuple[int, ...]
    worth: int
    bound: int
    first: bool = True

    @property
    def proved(self) -> bool:
        """Say whether these are the winners beyond doubt."""
        return self.first and self.worth >= self.bound


def choose(market: Market, budget: Budget) -> Choice:
    """Find the winners."""
    found = _solver().best(market, budget)
    if not found.proved:
        return Choice(found.chosen, found.worth, found.bound, first=False)
    # Every round settles one winner more, so there are no more rounds than winners.
    chosen, settled = found.chosen, 0
    while True:
        better = _solver().earlier(market, budget, found.worth, chosen, settled)
        if better.differs is None:
            return Choice(chosen, found.worth, found.bound, first=better.known)
        chosen, settled = better.chosen, better.differs + 1


def most_without(market: Market, budget: Budget, bidder: int) -> int | None:
    """Return what all bids but a bidder's are worth at most; None where that is not proved."""
    found = _solver().best(market, budget, without=bidder)
    return found.worth if found.proved else None


def blocking(market: Market, budget: Budget, times: int, charges: Mapping[int, int]) -> Choice:
    """Find the bids worth most, `times` over, after winners give up what they gained."""
    found = _solver().best(market, budget, times=times, charges=charges)
    return Choice(found.chosen, found.worth, found.bound)


def _solver() -> Any:
    """Load the solver when it is needed: it takes a second, which nobody else should wait."""
    return import_module("poletai.core.auctions.packages.solver")
