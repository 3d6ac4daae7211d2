"""Shares: a quantity handed out in whole units, in order or in proportion, none left and none made.

Proportions are of whole numbers: what is left after rounding down goes to the largest remainders.
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from poletai.core.auctions.ordering import arrival
from poletai.core.auctions.settlement import Quote


def units(quantity: Decimal | None, unit: Decimal) -> int | None:
    """Count the units of a quantity; None where it is not a whole number of them."""
    if quantity is None:
        return None
    over, over_unit = quantity.as_integer_ratio()
    size, size_unit = unit.as_integer_ratio()
    count, rest = divmod(over * size_unit, over_unit * size)
    return None if rest else count


def in_order(wanted: Sequence[tuple[Quote, int]], left: int) -> list[tuple[Quote, int]]:
    """Hand units out to one after the other until none are left."""
    given: list[tuple[Quote, int]] = []
    for quote, count in wanted:
        got = min(count, left)
        given.append((quote, got))
        left -= got
    return given


def pro_rata(wanted: Sequence[tuple[Quote, int]], left: int) -> list[tuple[Quote, int]]:
    """Hand units out in proportion to what is wanted, rests to the largest remainders.

    Of equal remainders the larger quantity goes first, then the earlier arrival.
    """
    total = sum(count for _, count in wanted)
    if total <= left:
        return list(wanted)
    floors = {quote.bidder: left * count // total for quote, count in wanted}
    over = left - sum(floors.values())
    order = sorted(
        wanted, key=lambda each: (-(left * each[1] % total), -each[1], *arrival(each[0]))
    )
    raised = {quote.bidder for quote, _ in order[:over]}
    return [(quote, floors[quote.bidder] + (quote.bidder in raised)) for quote, _ in wanted]


def winners_of(
    given: Sequence[tuple[Quote, int]], unit: Decimal, price: Decimal | None = None
) -> tuple[Quote, ...]:
    """Return who got something: what they got, at the price for all or at their own."""
    return tuple(
        msgspec.structs.replace(
            quote, quantity=unit * count, price=quote.price if price is None else price
        )
        for quote, count in given
        if count
    )
