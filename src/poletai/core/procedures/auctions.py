"""Auctions of a trade: the terms, lots, record and reserve that a mechanism settles.

What the announced terms leave open is taken from the lot (start, step, quantity, items) and from
the trade's own instants: an end that an amendment moved is moved for the mechanism too.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from poletai.core.auctions import (
    CannotRunError,
    Settlement,
    fields_of,
    mechanism_names,
    read_record,
    read_terms,
    settle_record,
)
from poletai.core.basics.canonical import canonical, digest
from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.bidding.parts import Package
from poletai.core.procedures.context import Context
from poletai.core.procedures.rule_sets import written_out
from poletai.core.procedures.standing import BidStanding
from poletai.core.rooms.keeping import rules_problems

_MOST_PACKAGES = 1000
_COMMITMENT = "poletai-auction/v1/"
_OF_LOT = ("start", "step", "quantity", "items")
_INSTANTS: Mapping[str, tuple[str, ...]] = {
    "listing_from": ("listing-from",),
    "listing_until": ("listing-until",),
    "opens": ("listing-from",),
    "closes": ("listing-until", "deadline"),
    "begins": ("auction-begins", "listing-until", "deadline"),
    "hard_stop": ("auction-until",),
}


def lot_terms(context: Context, lot: Mapping[str, Any]) -> dict[str, Any]:
    """Return the terms a lot is auctioned on, as far as they are known."""
    announced = written_out(context.definition, context.fact("auction", {}))
    name = str(announced.get("mechanism"))
    own = fields_of(name) if name in mechanism_names() else ()
    found = {field: _known(context, lot, field) for field in own if field not in announced}
    return {**announced, **{field: value for field, value in found.items() if value is not None}}


def _known(context: Context, lot: Mapping[str, Any], field: str) -> Any:
    if field in _OF_LOT:
        return _figure(lot.get(field))
    named = (context.fact(name) for name in _INSTANTS.get(field, ()))
    return next((instant for instant in named if instant is not None), None)


def _figure(value: Any) -> Any:
    return value["amount"] if isinstance(value, Mapping) else value


def can_run(context: Context, lots: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether every lot can be auctioned on what is known of it, in a room as announced."""
    found = [lot_terms(context, lot) for lot in lots]
    return bool(lots) and not any(
        read_terms(terms)[1] or [*rules_problems(terms, terms.get("room", {}))] for terms in found
    )


def first_close(context: Context, lot: Mapping[str, Any]) -> datetime | None:
    """Return when a lot's timed phase ends if no bid prolongs it; None where it has none."""
    terms, problems = read_terms(lot_terms(context, lot))
    if problems or not hasattr(terms, "first_window"):
        return None
    first = terms.window if terms.first_window is None else terms.first_window
    ends: datetime = terms.listing_until + timedelta(seconds=terms.asking + first)
    return ends


def settled(
    context: Context, lines: Sequence[Mapping[str, Any]], reserve: Any = None
) -> Settlement | None:
    """Settle the lot at hand from the lines of a record; None where it cannot be settled."""
    facts = {} if context.lot is None else context.lot.facts
    figure = None if reserve is None else Decimal(_figure(reserve))
    try:
        return settle_record(lot_terms(context, facts), read_record(lines), figure)
    except CannotRunError:
        return None


def opened_lines(context: Context, bids: Sequence[BidStanding]) -> list[dict[str, Any]]:
    """Turn opened bids into the lines of a record: one instant for all, then the log's order.

    A bid without a price, or without the quantity or the packages its mechanism asks for, is no
    line; one on packages is a line for each.
    """
    facts = {} if context.lot is None else context.lot.facts
    terms = lot_terms(context, facts)
    closes = terms.get("closes")
    asks = [name for name in ("quantity", "items") if name in fields_of(terms["mechanism"])]
    lines = [line for bid in bids for line in _lines(bid, closes, asks) if closes is not None]
    return [line for line in lines if all(name in line for name in asks)]


def _lines(bid: BidStanding, closes: Any, asks: Sequence[str]) -> Iterator[dict[str, Any]]:
    content = bid.facts.get("content", {}).get("price", {})
    leaf = int(bid.facts.get("leaf", 0))
    if "items" not in asks:
        quantity = content.get("quantity")
        also = {"quantity": quantity} if isinstance(quantity, str) else {}
        yield from _line(bid, closes, leaf, content.get("price"), also)
        return
    for place, package in enumerate(_packages(content.get("packages"))):
        number, price = leaf * _MOST_PACKAGES + place, {"amount": package.price.amount}
        yield from _line(bid, closes, number, price, {"items": list(package.items)})


def _packages(said: Any) -> Sequence[Package]:
    """Read the packages of an opened bid; what does not read is none."""
    try:
        return msgspec.convert(said, tuple[Package, ...], strict=True)[:_MOST_PACKAGES]
    except msgspec.ValidationError:
        return ()


def _line(
    bid: BidStanding, closes: Any, number: int, price: Any, also: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    if isinstance(price, Mapping):
        line = {"at": closes, "bidder": bid.bid, "number": number}
        yield {**line, "amount": str(price.get("amount")), **also}


def latest(lines: Sequence[Mapping[str, Any]]) -> datetime | None:
    """Return the last instant of a record."""
    return max((parse_instant(line["at"]) for line in lines), default=None)


def commitment(salt: str, amount: Mapping[str, Any]) -> str:
    """Return the hash a sealed reserve is committed to by: of a salt of 32 bytes and the amount."""
    sealed = {"amount": amount["amount"], "currency": amount.get("currency", "CNY")}
    return digest(_COMMITMENT, "reserve", bytes.fromhex(salt), canonical(sealed)).hex()
