"""Ordering: the best quotation of every bidder, best price first, the earlier before the later."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from poletai.core.auctions.settlement import SOLD, UNSOLD, Quote, Settlement, Step

Wins = Literal["highest", "lowest"]


def worse(price: Decimal, than: Decimal, wins: Wins) -> bool:
    """Say whether a price is worse than another where the highest wins, or the lowest."""
    return price > than if wins == "lowest" else price < than


def by_price(quotes: Iterable[Quote], *, falling: bool = False) -> tuple[Quote, ...]:
    """Order quotations: highest first, or lowest where prices fall; equal ones by arrival."""
    sign = 1 if falling else -1
    return tuple(sorted(quotes, key=lambda quote: (sign * quote.price, *arrival(quote))))


def arrival(quote: Quote) -> tuple[datetime, int, str]:
    """Order quotations by arrival; what came at one instant by its number in the record."""
    return quote.at, quote.number, quote.bidder


def with_quote(quotes: Mapping[str, Quote], quote: Quote) -> dict[str, Quote]:
    """Return the quotations with this one in place of its bidder's last."""
    return {**quotes, quote.bidder: quote}


def decided(
    bare: Settlement,
    best: Quote | None,
    quotes: Iterable[Quote],
    reserve: Decimal | None,
    *,
    falling: bool = False,
) -> Settlement:
    """Settle one lot: the best quotation wins it unless there is none or it fails the reserve."""
    ordered = by_price(quotes, falling=falling)
    if best is None:
        return unsold("no-bid", ordered, bare)
    met = meets_reserve(best.price, reserve, falling=falling)
    steps = (*bare.steps, *reserve_step(best.price, reserve, met=met))
    bare = msgspec.structs.replace(bare, steps=steps)
    if not met:
        return unsold("below-reserve", ordered, bare)
    others = tuple(quote for quote in ordered if quote.bidder != best.bidder)
    said = Step("auction.best", best.price, best.bidder, best.at)
    return msgspec.structs.replace(
        bare, outcome=SOLD, winners=(best,), others=others, steps=(*steps, said)
    )


def unsold(reason: str, others: Sequence[Quote], bare: Settlement) -> Settlement:
    """Return the settlement with nobody winning, and why."""
    steps = (*bare.steps, Step(f"auction.{reason}", UNSOLD))
    return msgspec.structs.replace(
        bare, outcome=UNSOLD, reason=reason, others=tuple(others), steps=steps
    )


def meets_reserve(price: Decimal, reserve: Decimal | None, *, falling: bool = False) -> bool:
    """Say whether a price is as good as the reserve, where there is one."""
    if reserve is None:
        return True
    return price <= reserve if falling else price >= reserve


def reserve_step(price: Decimal, reserve: Decimal | None, *, met: bool) -> tuple[Step, ...]:
    """Say how the price compares with the reserve once it is opened."""
    if reserve is None:
        return ()
    said = "met" if met else "not met"
    return (Step("auction.reserve", said, inputs={"price": price, "reserve": reserve}),)
