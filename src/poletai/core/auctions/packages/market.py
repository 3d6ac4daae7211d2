"""The market as the search sees it: bids in order of arrival, worths in whole units above starts.

Whole numbers throughout: an amount is so many of the smallest unit of money, and what a bid is
worth is its amount less the starts of its items, which is what the owner gains by it.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import msgspec

from poletai.core.auctions.ordering import arrival
from poletai.core.auctions.settlement import Quote

MOST_UNITS = 2**44
"""The largest amount that is computed with, in smallest units."""


class Package(msgspec.Struct, frozen=True):
    """A bid of a bidder, by number, on items, by number, and what it is worth above the starts."""

    bidder: int
    items: tuple[int, ...]
    worth: int


class Market(msgspec.Struct, frozen=True, kw_only=True):
    """All that decides who wins and pays what.

    `floor` is the least the owner sells for, above the starts of everything; `exclusive` says that
    of a bidder's bids only one can win; `effort` how much work all searches may take.
    """

    bids: tuple[Package, ...]
    exclusive: bool = True
    floor: int = 0
    effort: int = 300

    def worth(self, chosen: Iterable[int]) -> int:
        """Add up what bids are worth."""
        return sum(self.bids[index].worth for index in chosen)

    def by_bidder(self, chosen: Iterable[int]) -> dict[int, int]:
        """Return what those who have a bid among these bid in all, above the starts."""
        found: dict[int, int] = {}
        for index in chosen:
            bid = self.bids[index]
            found[bid.bidder] = found.get(bid.bidder, 0) + bid.worth
        return found


def whole_units(amount: Decimal, places: int) -> int | None:
    """Count the smallest units of an amount; None where it is no whole number of them."""
    over, unit = amount.as_integer_ratio()
    count, rest = divmod(over * 10**places, unit)
    return None if rest else count


def units_up(amount: Decimal, places: int) -> int:
    """Count the smallest units of an amount, rounded up."""
    over, unit = amount.as_integer_ratio()
    return -int(-over * 10**places // unit)


def amount_of(units: int, places: int) -> Decimal:
    """Return the amount of so many smallest units."""
    return Decimal(units).scaleb(-places)


def in_order(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Order bids by arrival; this is the order in which equal allocations are parted."""
    return tuple(sorted(quotes, key=lambda quote: (*arrival(quote), quote.items or ())))


def packages(
    quotes: Sequence[Quote], items: Sequence[str], starts: Mapping[str, int], places: int
) -> tuple[Package, ...]:
    """Number bidders by arrival and items as they are listed, and count what bids are worth."""
    place = {item: index for index, item in enumerate(items)}
    bidders: dict[str, int] = {}
    found = []
    for quote in quotes:
        named = quote.items or ()
        bidder = bidders.setdefault(quote.bidder, len(bidders))
        least = sum(starts.get(item, 0) for item in named)
        worth = (whole_units(quote.price, places) or 0) - least
        found.append(Package(bidder, tuple(sorted(place[item] for item in named)), worth))
    return tuple(found)
