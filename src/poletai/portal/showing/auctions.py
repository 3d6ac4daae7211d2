"""Auctions shown: who won a lot at what price, and every rule the record of its room met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from poletai.core.auctions import find_mechanism, mechanism_names
from poletai.core.basics.errors import NotAnInstantError
from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.standing import LotStanding
from poletai.exchange.read_models.event_lines import EventLine
from poletai.portal.words.auctions import KINDS, RULES, VALUES
from poletai.portal.words.texts import title_of, word

_FIGURES = ("amount", "price", "quantity", "wanted", "reserve")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One line of how a price was found: an input and its answer, or what followed from it."""

    at: datetime | None
    bidder: str
    said: str
    rule: str
    until: datetime | None
    value: str
    refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """Who won: at which price, how much, and what it pays in all."""

    bidder: str
    price: str
    quantity: str
    beside: str
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Auction:
    """How the price of a lot was found."""

    mechanism: str
    outcome: str
    reason: str
    winners: tuple[Winner, ...]
    heard: tuple[Heard, ...]


def auction_of(
    lot: LotStanding, events: Sequence[EventLine], names: Mapping[str, str]
) -> Auction | None:
    """Show how a lot was settled; None where it was not, or nobody may see it yet."""
    settlement = lot.facts.get("settlement")
    if settlement is None:
        return None
    steps = _steps(events, lot.lot)
    return Auction(
        mechanism=_title(settlement.get("mechanism", "")),
        outcome=settlement["outcome"],
        reason=word(RULES, f"auction.{settlement['reason']}") if settlement.get("reason") else "",
        winners=tuple(_winner(lot, quote, names) for quote in settlement.get("winners", ())),
        heard=tuple(_heard(step, names) for step in steps),
    )


def _steps(events: Sequence[EventLine], lot: str) -> Sequence[Mapping[str, Any]]:
    found = (
        event.data["settlement"].get("steps", ())
        for event in reversed(events)
        if event.data.get("lot") == lot and "settlement" in event.data
    )
    return next(found, ())


def _title(mechanism: str) -> str:
    if mechanism not in mechanism_names():
        return mechanism
    title = find_mechanism(mechanism).TITLE
    return title_of(title["zh"], title["en"])


def _winner(lot: LotStanding, quote: Mapping[str, Any], names: Mapping[str, str]) -> Winner:
    bid = lot.bids.get(quote["bidder"])
    total = {} if bid is None else bid.facts.get("award-price", {})
    beside = ", ".join(quote.get("items", ()))
    if quote.get("dimension"):
        beside = f"{quote['dimension']} {quote['amount']}"
    return Winner(
        bidder=names.get(quote["bidder"], quote["bidder"]),
        price=quote["price"],
        quantity=quote.get("quantity", ""),
        beside=beside,
        total=total.get("amount", ""),
    )


def _heard(step: Mapping[str, Any], names: Mapping[str, str]) -> Heard:
    inputs, at = step.get("inputs", {}), step.get("at")
    kind = inputs.get("kind")
    figures = [inputs[name] for name in _FIGURES if name in inputs]
    named = [inputs[name] for name in ("dimension", "items") if name in inputs]
    words = [word(KINDS, kind) if kind else "", *figures, *named]
    until = _instant(step["value"])
    plain = "" if step["value"] in ("accepted", "refused") or until else step["value"]
    return Heard(
        at=None if at is None else parse_instant(at),
        bidder=names.get(step.get("bidder", ""), step.get("bidder", "")),
        said=" ".join(one for one in words if one),
        rule=word(RULES, step["rule"]),
        until=until,
        value=word(VALUES, plain) if plain else "",
        refused=step["value"] == "refused",
    )


def _instant(value: str) -> datetime | None:
    try:
        return parse_instant(value)
    except NotAnInstantError:
        return None
