"""Outcomes of package auctions: winners and payments in amounts, and what of them is proved."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

import msgspec

from poletai.core.auctions.ordering import reserve_step, unsold
from poletai.core.auctions.packages.market import Market, amount_of, packages, units_up
from poletai.core.auctions.packages.pricing import Paid, Priced, priced
from poletai.core.auctions.settlement import SOLD, Quote, Settlement, Step


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What the terms say of how packages are sold, and the reserve once it is opened."""

    items: tuple[str, ...]
    starts: Mapping[str, Decimal]
    start: Decimal | None
    reserve: Decimal | None
    places: int
    exclusive: bool
    core: bool
    effort: int

    def units(self) -> dict[str, int]:
        """Count the starts in smallest units."""
        return {item: units_up(least, self.places) for item, least in self.starts.items()}

    def floor(self, *least: Decimal | None) -> int:
        """Return by how much all of it is to bring more than the starts of everything."""
        asked = (units_up(one, self.places) for one in least if one is not None)
        return max(0, max(asked, default=0) - sum(self.units().values()))

    def amount(self, units: int) -> Decimal:
        """Return the amount of so many units above the starts of everything."""
        return amount_of(units + sum(self.units().values()), self.places)


def settled(bare: Settlement, rules: Rules, quotes: Sequence[Quote]) -> Settlement:
    """Settle bids in order of arrival; without a proof, or below what is asked, nobody wins."""
    market = Market(
        bids=packages(quotes, rules.items, rules.units(), rules.places),
        exclusive=rules.exclusive,
        floor=rules.floor(rules.start, rules.reserve),
        effort=rules.effort,
    )
    found = priced(market, by_core=rules.core)
    steps, everyone = _proof(rules, market, found), _highest(quotes, ())
    bare = msgspec.structs.replace(bare, steps=steps)
    brought = found.choice.worth if found.paid is None else sum(found.paid.values())
    short = brought < market.floor
    if not found.choice.proved or (found.paid is None and not short):
        return unsold("not-proved", everyone, bare)
    told = reserve_step(rules.amount(brought), rules.reserve, met=not short)
    bare = msgspec.structs.replace(bare, steps=(*steps, *told))
    if short:
        open_floor = rules.floor(rules.start)
        return unsold("below-start" if brought < open_floor else "below-reserve", everyone, bare)
    return _sold(bare, rules, quotes, found)


def _sold(bare: Settlement, rules: Rules, quotes: Sequence[Quote], found: Priced) -> Settlement:
    won: dict[str, list[Quote]] = {}
    for index in found.choice.chosen:
        won.setdefault(quotes[index].bidder, []).append(quotes[index])
    bidders = list(dict.fromkeys(quote.bidder for quote in quotes))
    paid, prices = _named(bidders, found.paid), _named(bidders, found.vcg)
    winners = tuple(_winner(rules, own, paid[bidder]) for bidder, own in won.items())
    told = tuple(
        _payment(rules, winner, won[winner.bidder], prices[winner.bidder]) for winner in winners
    )
    others = _highest(quotes, won)
    steps = (*bare.steps, *told)
    return msgspec.structs.replace(bare, outcome=SOLD, winners=winners, others=others, steps=steps)


def _proof(rules: Rules, market: Market, found: Priced) -> tuple[Step, ...]:
    choice = found.choice
    told: dict[str, Decimal | str] = {
        "bound": rules.amount(choice.bound),
        "gap": amount_of(choice.bound - choice.worth, rules.places),
        "proved": "yes" if choice.proved else "no",
        "limit": str(market.effort),
    }
    second = "agrees" if found.second == choice.worth else "differs"
    said = "no answer" if found.second is None else second
    return (
        Step("auction.allocation", rules.amount(choice.worth), inputs=told),
        Step("auction.second-solver", said),
    )


def _winner(rules: Rules, own: Sequence[Quote], paid: int) -> Quote:
    """Return what a winner gets for what it pays in all."""
    got = [item for quote in own for item in quote.items or ()]
    items = tuple(item for item in rules.items if item in got)
    price = _with_starts(rules, items, paid)
    return msgspec.structs.replace(own[0], price=price, items=items)


def _payment(rules: Rules, winner: Quote, own: Sequence[Quote], vcg: int) -> Step:
    items = winner.items or ()
    told: dict[str, Decimal | str] = {
        "items": ", ".join(items),
        "amount": sum((quote.price for quote in own), Decimal(0)),
        "vcg": _with_starts(rules, items, vcg),
    }
    return Step("auction.payment", winner.price, winner.bidder, winner.at, told)


def _with_starts(rules: Rules, items: Sequence[str], units: int) -> Decimal:
    starts = rules.units()
    return amount_of(units + sum(starts.get(item, 0) for item in items), rules.places)


def _named(bidders: Sequence[str], paid: Paid | None) -> dict[str, int]:
    return {bidders[bidder]: units for bidder, units in (paid or {}).items()}


def _highest(quotes: Sequence[Quote], without: Collection[str]) -> tuple[Quote, ...]:
    """Return the highest bid of every other bidder, of equal ones the first."""
    best: dict[str, Quote] = {}
    for quote in quotes:
        if quote.bidder not in without and (
            quote.bidder not in best or quote.price > best[quote.bidder].price
        ):
            best[quote.bidder] = quote
    return tuple(best.values())
