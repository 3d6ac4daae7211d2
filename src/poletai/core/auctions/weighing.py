"""Weighing: a price and a plan in one total of points, exact, measured at the lowest price."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import msgspec

from poletai.core.auctions.ordering import arrival
from poletai.core.auctions.settlement import Quote, Step
from poletai.core.basics.exact import quotient

FULL = 100
"""The points of the lowest price before weighing, and the most a plan can have."""

_PLACES = 4


class Weighed(msgspec.Struct, frozen=True):
    """A quotation and its points: of the price, of the plan; of the price they came from."""

    quote: Quote
    base: Decimal
    plan: Decimal
    price_points: Fraction
    plan_points: Fraction

    @property
    def total(self) -> Fraction:
        """All its points, unrounded."""
        return self.price_points + self.plan_points


def weighed(
    quotes: Mapping[str, Quote], plans: Mapping[str, Decimal], price_weight: Decimal
) -> tuple[Weighed, ...]:
    """Order quotations by their points, most first; of equal ones the earlier."""
    base = min((quote.price for quote in quotes.values()), default=Decimal(0))
    share = Fraction(price_weight)
    found = (
        Weighed(
            quote=quote,
            base=base,
            plan=plans[quote.bidder],
            price_points=Fraction(base) / Fraction(quote.price) * share * FULL,
            plan_points=Fraction(plans[quote.bidder]) * (1 - share),
        )
        for quote in quotes.values()
    )
    return tuple(sorted(found, key=lambda each: (-each.total, *arrival(each.quote))))


def rounded(points: Fraction) -> Decimal:
    """Round points for people; nothing is compared by what comes of it."""
    return quotient(Decimal(points.numerator), Decimal(points.denominator), _PLACES)


def reckoned(each: Weighed, price_weight: Decimal) -> Step:
    """Say how a total came about, with the figures it was found from, and unrounded."""
    return Step(
        "auction.points",
        rounded(each.total),
        each.quote.bidder,
        each.quote.at,
        {
            "price": each.quote.price,
            "base": each.base,
            "price-weight": price_weight,
            "price-points": rounded(each.price_points),
            "plan": each.plan,
            "plan-points": rounded(each.plan_points),
            "total": f"{each.total.numerator}/{each.total.denominator}",
        },
    )
