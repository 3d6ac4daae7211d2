"""Abnormally low prices: which bids are so low that their bidders must be heard.

The three tests of 财库〔2026〕2号. A hit starts a review, it never rejects a bid. Prices are those
quoted, not adjusted, of the suppliers that passed the review of conformity. Every comparison is
strict and exact; the line shown is rounded for reading only.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from poletai.core.basics.exact import product, quotient, total
from poletai.core.basics.money import round_money
from poletai.core.basics.problem import Problem


class LowPriceTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shares below which a price is looked into, 0.50 for half: the law's, or a document's."""

    of_mean: Decimal
    of_second_lowest: Decimal
    of_ceiling: Decimal


class Trigger(msgspec.Struct, frozen=True):
    """One test a price has met: `price` is below `line`, which is `share` of `base`."""

    bid: str
    test: str
    price: Decimal
    base: Decimal
    share: Decimal
    line: Decimal


def low_price_problems(
    terms: LowPriceTerms, law: LowPriceTerms, highest: Decimal
) -> tuple[Problem, ...]:
    """Say which shares a document may not set: below the law's own, or above the highest."""
    least = msgspec.structs.asdict(law)
    return tuple(
        Problem(
            code="low-price-share",
            where=f"terms.{name}",
            message=f"{share} is not between {least[name]} and {highest}",
        )
        for name, share in msgspec.structs.asdict(terms).items()
        if not least[name] <= share <= highest
    )


def low_price_triggers(
    prices: Mapping[str, Decimal], ceiling: Decimal | None, terms: LowPriceTerms
) -> tuple[Trigger, ...]:
    """Return every test met, by bid; `ceiling` is the budget where no ceiling was set."""
    bids = sorted(prices)
    return tuple(hit for bid in bids for hit in _triggers(bid, prices, ceiling, terms))


def _triggers(
    bid: str, prices: Mapping[str, Decimal], ceiling: Decimal | None, terms: LowPriceTerms
) -> Iterator[Trigger]:
    price, ordered = prices[bid], sorted(prices.values())
    # Multiplied out instead of divided, so that no mean is rounded before it is compared.
    if product(price, Decimal(len(ordered))) < product(total(ordered), terms.of_mean):
        mean = quotient(total(ordered), Decimal(len(ordered)), 2)
        yield _trigger(bid, "below-share-of-mean", price, mean, terms.of_mean)
    if len(ordered) > 1 and price < product(ordered[1], terms.of_second_lowest):
        second = ordered[1]
        yield _trigger(bid, "below-share-of-second-lowest", price, second, terms.of_second_lowest)
    if ceiling is not None and price < product(ceiling, terms.of_ceiling):
        yield _trigger(bid, "below-share-of-ceiling", price, ceiling, terms.of_ceiling)


def _trigger(bid: str, test: str, price: Decimal, base: Decimal, share: Decimal) -> Trigger:
    return Trigger(bid, test, price, base, share, round_money(product(base, share)))
