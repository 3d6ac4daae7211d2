"""Pricing: who wins a market and what each pays above the starts, with all that was proved."""

from functools import lru_cache
from math import ceil

import msgspec

from poletai.core.auctions.packages.budget import Budget
from poletai.core.auctions.packages.core_prices import core
from poletai.core.auctions.packages.market import Market
from poletai.core.auctions.packages.second_solver import MOST_BIDS, second_worth
from poletai.core.auctions.packages.vcg import vcg
from poletai.core.auctions.packages.winners import Choice, choose

Paid = dict[int, int]


class Priced(msgspec.Struct, frozen=True, kw_only=True):
    """The winners, their VCG prices, and what they pay, as far as a search proved them.

    `second` is what the second solver's choice is worth, where it was asked and had an answer.
    """

    choice: Choice
    second: int | None = None
    vcg: Paid | None = None
    paid: Paid | None = None


@lru_cache(maxsize=16)
def priced(market: Market, *, by_core: bool) -> Priced:
    """Price a market, once for all who ask about the same bids."""
    budget = Budget(market.effort)
    choice = choose(market, budget)
    if not choice.proved:
        return Priced(choice=choice)
    second = second_worth(market) if len(market.bids) <= MOST_BIDS else None
    if second not in (None, choice.worth) or choice.worth < market.floor:
        return Priced(choice=choice, second=second)
    prices = vcg(market, budget, choice)
    paid = _rounded(market, budget, choice, prices) if by_core and prices is not None else prices
    return Priced(choice=choice, second=second, vcg=prices, paid=paid)


def _rounded(market: Market, budget: Budget, choice: Choice, prices: Paid) -> Paid | None:
    """Round core prices up to whole units: no group outbids them, and no bid is exceeded."""
    exact = core(market, budget, choice, prices)
    return None if exact is None else {bidder: ceil(price) for bidder, price in exact.items()}
