"""Weights: what counts beside the price in rounds of turns, and the exact figure bids compare by.

With features (MEAT) a price is divided by 1 + v / (1 - m): v what the bidder offers of them, m the
most of all together. With costs (life cycle) they are added. `mixed` divides, then adds. In
`performance` (ESCO) what is bid is a net present value: it is multiplied, and the highest wins.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import msgspec

from poletai.core.auctions.inputs import Input
from poletai.core.auctions.ordering import Wins, arrival
from poletai.core.auctions.settlement import Quote, Refused, Step
from poletai.core.auctions.terms import problem
from poletai.core.basics.exact import quotient
from poletai.core.basics.problem import Problem

Parts = Mapping[str, Mapping[str, Decimal]]
_PLACES, _MOST_DIGITS = 4, 24
_FEATURES, _COSTS = ("coefficient", "mixed"), ("life-cycle", "mixed")


class Weights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Features, each with the options it has as shares, and costs a bidder names in money.

    A bidder says them with its offer, as the dimension: what it does not say counts as nothing.
    """

    kind: Literal["coefficient", "life-cycle", "mixed", "performance"]
    features: dict[str, tuple[Decimal, ...]] = {}
    costs: tuple[str, ...] = ()

    @property
    def wins(self) -> Wins:
        """Which end of the prices wins."""
        return "highest" if self.kind == "performance" else "lowest"


def weight_problems(weights: Weights) -> Iterator[Problem]:
    """Yield what keeps weights from being used."""
    if weights.kind in _FEATURES and not weights.features:
        yield _wrong("features", f"{weights.kind} weighs features: name them")
    if (weights.kind in _COSTS) != bool(weights.costs):
        yield _wrong("costs", f"costs are named in {' and '.join(_COSTS)}, and there alone")
    if weights.kind == "life-cycle" and weights.features:
        yield _wrong("features", "life-cycle weighs no features: take mixed")
    for name, options in weights.features.items():
        if not options or not all(_share(option) for option in options):
            yield _wrong(f"features.{name}", "each option is a share above 0 and below 1")
    if both := set(weights.features) & set(weights.costs):
        yield _wrong("costs", f"{', '.join(sorted(both))}: a feature and a cost of one name")
    if all(all(map(_share, o)) for o in weights.features.values()) and most(weights) >= 1:
        yield _wrong("features", "all at their most come to 1: the coefficient has no end")


def most(weights: Weights) -> Fraction:
    """Return the most all features come to together."""
    return sum((Fraction(max(each)) for each in weights.features.values() if each), Fraction(0))


def unfit_part(weights: Weights, said: Input) -> Refused | None:
    """Refuse a part of an offer that is no feature, no option of it, and no cost."""
    if said.dimension in weights.costs:
        return None
    options = weights.features.get(said.dimension)
    if options is None:
        return Refused("auction.dimension", f"nothing is offered of {said.dimension}")
    if said.amount not in options:
        told = ", ".join(f"{option:f}" for option in options)
        return Refused("auction.off-step", f"{said.dimension} is one of {told}")
    return None


def coefficient(weights: Weights, parts: Mapping[str, Decimal]) -> Fraction:
    """Return what a bidder's features make of its price: 1 where it offers none."""
    offered = sum((Fraction(parts[n]) for n in weights.features if n in parts), Fraction(0))
    return 1 + offered / (1 - most(weights))


def compared(weights: Weights, parts: Mapping[str, Decimal], price: Decimal) -> Fraction:
    """Return the exact figure a price compares by."""
    scale = coefficient(weights, parts)
    if weights.kind == "performance":
        return Fraction(price) * scale
    return Fraction(price) / scale + _cost(weights, parts)


def ranked(weights: Weights, parts: Parts, quotes: Mapping[str, Quote]) -> tuple[Quote, ...]:
    """Order quotations by what they compare by, best first; of equal ones the earlier first."""
    sign = -1 if weights.wins == "highest" else 1
    figures = {b: compared(weights, parts.get(b, {}), q.price) for b, q in quotes.items()}
    return tuple(sorted(quotes.values(), key=lambda q: (sign * figures[q.bidder], *arrival(q))))


def reckoned(weights: Weights, parts: Mapping[str, Decimal], quote: Quote) -> Step:
    """Say what a price compares by, rounded for people, and the exact figures it came from."""
    figure = compared(weights, parts, quote.price)
    inputs: dict[str, Decimal | str] = {
        "price": quote.price,
        "coefficient": _exact(coefficient(weights, parts)),
        "cost": _exact(_cost(weights, parts)),
        "compared": _exact(figure),
    }
    return Step("auction.compared", rounded(figure), quote.bidder, quote.at, inputs)


def rounded(figure: Fraction) -> Decimal:
    """Round a figure for people; nothing is compared by what comes of it."""
    return quotient(Decimal(figure.numerator), Decimal(figure.denominator), _PLACES)


def _cost(weights: Weights, parts: Mapping[str, Decimal]) -> Fraction:
    return sum((Fraction(parts[name]) for name in weights.costs if name in parts), Fraction(0))


def _share(option: Decimal) -> bool:
    return option.is_finite() and 0 < option < 1 and len(f"{option:f}") <= _MOST_DIGITS


def _exact(figure: Fraction) -> str:
    return f"{figure.numerator}/{figure.denominator}"


def _wrong(where: str, message: str) -> Problem:
    return problem("auction.weights", f"terms.weights.{where}", message)
