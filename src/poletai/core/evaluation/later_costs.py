"""Later costs: what a bid says its object will cost over its life, added to the price."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.named import answer_problems, name_problems, negative_problems
from poletai.core.evaluation.terms import Offer, Terms


def later_costs(offer: Offer, terms: Terms) -> dict[str, Decimal]:
    """Return the costs the terms ask for, by the names a step shows them under."""
    return {f"cost:{name}": offer.costs[name] for name in terms.costs}


def cost_problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield the costs that are not stated, not asked for, or negative."""
    yield from name_problems("costs", terms.costs)
    for offer in offers:
        yield from answer_problems(offer.bid, "costs", terms.costs, offer.costs)
    yield from negative_problems(offers, "costs")
