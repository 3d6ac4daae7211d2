"""Recorded auctions as tests write them: when, who, how much."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from poletai.core.auctions import Entry, Input, Settlement, settle_record

DAY = datetime(2026, 4, 20, tzinfo=UTC)


def moment(clock: str, *, days: int = 0) -> datetime:
    """Return an instant of the day of the auction, or of days from it: 10:03:20."""
    hours, minutes, seconds = (*map(int, clock.split(":")), 0, 0)[:3]
    return DAY + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def text(clock: str, *, days: int = 0) -> str:
    """Return an instant as terms write it."""
    return moment(clock, days=days).isoformat()


def said(clock: str, bidder: str, amount: str | None = None, **more: Any) -> Entry:
    """Return what a bidder said at a time of the day."""
    days = more.pop("days", 0)
    for name in ("quantity",):
        if name in more:
            more[name] = Decimal(more[name])
    figure = None if amount is None else Decimal(amount)
    return Entry(moment(clock, days=days), Input(bidder=bidder, amount=figure, **more))


def answers(settlement: Settlement) -> list[str]:
    """Return what came of every input, in order: accepted, or the code it was refused with."""
    return [
        "accepted" if step.rule == "auction.accepted" else step.rule.removeprefix("auction.")
        for step in settlement.steps
        if step.value == "refused" or step.rule == "auction.accepted"
    ]


def won(settlement: Settlement) -> list[tuple[str, str]]:
    """Return who won at what price."""
    return [(quote.bidder, f"{quote.price:f}") for quote in settlement.winners]


def got(settlement: Settlement) -> dict[str, str]:
    """Return how much each winner got."""
    return {q.bidder: f"{q.quantity:f}" for q in settlement.winners if q.quantity is not None}


def settle(terms: dict[str, Any], *entries: Entry, reserve: str | None = None) -> Settlement:
    """Settle a record."""
    return settle_record(terms, entries, None if reserve is None else Decimal(reserve))
