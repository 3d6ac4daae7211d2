"""Shown to the room: what views have in common, and what is hidden or open of every input."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from poletai.core.auctions.inputs import Input
from poletai.core.auctions.settlement import Quote


def never_hidden(_terms: Any, _state: Any, _said: Input, _at: datetime) -> bool:
    """Say of a room where every bid is seen by all that nothing said in it is hidden."""
    return False


def always_hidden(_terms: Any, _state: Any, _said: Input, _at: datetime) -> bool:
    """Say of a room of sealed quotations that everything said in it is hidden."""
    return True


def standing(leader: Quote | None, quotes: Mapping[str, Quote], bidder: str) -> str:
    """Say how a bidder stands who may bid: it leads, is outbid, or is in without a bid."""
    if not bidder:
        return ""
    if leader is not None and leader.bidder == bidder:
        return "leads"
    return "outbid" if bidder in quotes else "in"


def own_amount(quotes: Mapping[str, Quote], bidder: str) -> Decimal | None:
    """Return what a bidder bid last, on the second dimension where it went over to that."""
    quote = quotes.get(bidder)
    if quote is None:
        return None
    return quote.price if quote.amount is None else quote.amount
