"""Deeds of auctions: a record or opened bids settled, what several won awarded and signed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from poletai.core.auctions import SOLD, TIED, UNSOLD, Settlement, as_json
from poletai.core.basics.exact import product
from poletai.core.basics.instant import format_instant
from poletai.core.basics.money import Money, round_money
from poletai.core.procedures.auctions import opened_lines, settled
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data, Deed, Selections
from poletai.core.procedures.offers import opened_bids
from poletai.core.procedures.standing import (
    BidStanding,
    Event,
    LotStanding,
    Standing,
    put_lot,
    with_facts,
)

_SELECTIONS = ("winners", "others", "sold", "unsold", "tied")


def _settle(context: Context) -> Data:
    record = context.fact("record", ())
    found = settled(context, record, context.fact("reserve"))
    bidders = sorted({line["bidder"] for line in record})
    begins = context.definition.machines["bid"].initial
    return {**_told(context, found, bidders), "bid-state": begins}


def _settle_sealed(context: Context) -> Data:
    bids = opened_bids(context)
    found = settled(context, opened_lines(context, bids), context.fact("reserve"))
    return _told(context, found, sorted(bid.bid for bid in bids))


def _told(context: Context, found: Settlement | None, bidders: Sequence[str]) -> Data:
    lot = context.standing.lots[context.command.lot or ""]
    # Definitions ask for `record-settles`; what cannot be settled nobody wins.
    told = {"outcome": UNSOLD, "reason": "cannot-run"} if found is None else as_json(found)
    currency = lot.facts["value"].get("currency", "CNY")
    return {"settlement": told, "considered": bidders, "currency": currency}


def _fold(standing: Standing, event: Event) -> Standing:
    data = event.data
    lot = standing.lots[data["lot"]]
    new = {b: BidStanding(bid=b, state=data["bid-state"]) for b in data["considered"]}
    told = {b: with_facts(bid, {"bidder": b}) for b, bid in new.items()}
    return _outcome(standing, msgspec.structs.replace(lot, bids={**lot.bids, **told}), data)


def _fold_sealed(standing: Standing, event: Event) -> Standing:
    return _outcome(standing, standing.lots[event.data["lot"]], event.data)


def _outcome(standing: Standing, lot: LotStanding, data: Data) -> Standing:
    settlement, currency = data["settlement"], data["currency"]
    bids = dict(lot.bids)
    for quote in settlement.get("others", ()):
        bids[quote["bidder"]] = _quoted(bids[quote["bidder"]], quote, currency)
    for quote in settlement.get("winners", ()):
        won = {"award-price": _total(quote, currency), "won": _price(quote, currency)}
        bids[quote["bidder"]] = with_facts(_quoted(bids[quote["bidder"]], quote, currency), won)
    kept = {name: value for name, value in settlement.items() if name != "steps"}
    facts = {"settlement": kept, **_settled_price(settlement, currency)}
    return put_lot(standing, with_facts(msgspec.structs.replace(lot, bids=bids), facts))


def _settled_price(settlement: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """Return the price of the one winner, where there is one."""
    winners = settlement.get("winners", ())
    return {"settled-price": _total(winners[0], currency)} if len(winners) == 1 else {}


def _quoted(bid: BidStanding, quote: Mapping[str, Any], currency: str) -> BidStanding:
    """Give a bid what it said in the room; an opened one says it itself."""
    if "content" in bid.facts:
        return bid
    content = {"price": _price(quote, currency)}
    return with_facts(bid, {"content": content, "named-at": quote["at"]})


def _price(quote: Mapping[str, Any], currency: str) -> dict[str, Any]:
    named = ("quantity", "dimension", "amount", "items")
    also = {name: quote[name] for name in named if quote.get(name)}
    return {"price": {"amount": quote["price"], "currency": currency}, **also}


def _total(quote: Mapping[str, Any], currency: str) -> dict[str, str]:
    """Return what a winner pays in all: of a quantity, so many times the price, to the cent."""
    price = Decimal(quote["price"])
    paid = round_money(product(price, Decimal(quote["quantity"]))) if "quantity" in quote else price
    return Money(paid, currency).as_json()


def _selected(data: Data) -> Selections:
    settlement = data["settlement"]
    winners = tuple(quote["bidder"] for quote in settlement.get("winners", ()))
    found = dict.fromkeys((SOLD, UNSOLD, TIED), ()) | {settlement["outcome"]: (data["lot"],)}
    others = tuple(bid for bid in data["considered"] if bid not in winners)
    return {"winners": winners, "others": others, **found}


def _awards(context: Context) -> Data:
    """List the bids the move takes along, each with what it won."""
    sources = {s for also in context.move.also if also.of == "bid" for s in also.source}
    lot = context.standing.lots[context.command.lot or ""]
    won = [b for b in lot.bids.values() if b.state in sources and "award-price" in b.facts]
    return {"awards": [_award(bid) for bid in won]}


def _award(bid: BidStanding) -> dict[str, Any]:
    won = bid.facts["won"]
    got = {name: won[name] for name in ("quantity", "items") if name in won}
    price = bid.facts["award-price"]
    return {"bid": bid.bid, "bidder": bid.facts["bidder"], "price": price, **got}


def _award_shares(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    return put_lot(standing, with_facts(lot, {"awards": event.data["awards"]}))


def _awarded(data: Data) -> Selections:
    return {"awarded": tuple(award["bid"] for award in data["awards"])}


def _sign_share(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    contract = {"bid": event.data["bid"], "amount": event.data["amount"]}
    signed = {**contract, "at": format_instant(event.at)}
    contracts = [*lot.facts.get("contracts", ()), signed]
    return put_lot(standing, with_facts(lot, {"contracts": contracts}))


DEEDS = (
    Deed("settle", adds=_settle, folds=_fold, selects=_selected, selections=_SELECTIONS),
    Deed(
        "settle-sealed",
        adds=_settle_sealed,
        folds=_fold_sealed,
        selects=_selected,
        selections=_SELECTIONS,
    ),
    Deed(
        "award-shares",
        adds=_awards,
        folds=_award_shares,
        selects=_awarded,
        selections=("awarded",),
    ),
    Deed("sign-share", folds=_sign_share),
)
