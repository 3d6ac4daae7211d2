"""VCG payments: each winner pays what the others lose by its being there."""

from poletai.core.auctions.packages.budget import Budget
from poletai.core.auctions.packages.market import Market
from poletai.core.auctions.packages.winners import Choice, most_without


def vcg(market: Market, budget: Budget, choice: Choice) -> dict[int, int] | None:
    """Return what each winner pays above the starts; None where a search proved nothing.

    The owner, who sells nothing below its floor, counts as one of the others.
    """
    paid: dict[int, int] = {}
    for bidder, worth in market.by_bidder(choice.chosen).items():
        others = most_without(market, budget, bidder)
        if others is None:
            return None
        paid[bidder] = worth - (choice.worth - max(others, market.floor))
    return paid
