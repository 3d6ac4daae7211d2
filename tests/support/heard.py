"""Rooms as hypothesis draws them: whole-numbered bids, heard by a mechanism and by a naive hall."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st
from tests.support.naive_auctions import Bid, Won
from tests.support.rooms import DAY

from poletai.core.auctions import Entry, Input, Settlement

NINE = 9 * 3600
Bids = list[Bid]


@st.composite
def heard(
    draw: st.DrawFn, *, last: int = 400, most: int = 40, scale: int = 1, count: int = 0
) -> Bids:
    """Draw bids of a few bidders, `count` or more, each at a second of its own."""
    times = draw(st.lists(st.integers(0, last), min_size=count, max_size=14, unique=True))
    return [
        (
            at,
            draw(st.sampled_from("abcd")),
            draw(st.integers(1, most)) * scale,
            draw(st.integers(1, 12)),
        )
        for at in sorted(times)
    ]


def instant(second: int) -> str:
    """Return a second of the hall as terms write it."""
    return (DAY + timedelta(seconds=NINE + second)).isoformat()


def entries(bids: Bids, kind: str = "bid") -> list[Entry]:
    """Return the record of what a hall heard."""
    return [
        Entry(
            DAY + timedelta(seconds=NINE + at),
            Input(bidder=who, amount=Decimal(amount), quantity=Decimal(quantity), kind=kind),
        )
        for at, who, amount, quantity in bids
    ]


def found(settled: Settlement) -> Won:
    """Return who won how much at what price."""
    return {q.bidder: (int(q.price), int(q.quantity or 0)) for q in settled.winners}


def alone(settled: Settlement) -> Won:
    """Return who won at what price, where there is nothing to share."""
    return {bidder: (price, 0) for bidder, (price, _) in found(settled).items()}
