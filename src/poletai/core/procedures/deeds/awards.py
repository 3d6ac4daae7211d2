"""Deeds from the committee to the contract: seats, marks, ranking, award, contract."""

from typing import Any

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data, Deed, Selections
from poletai.core.procedures.deeds.ranking import ranking_of
from poletai.core.procedures.standing import BidStanding, Event, Standing, put_lot, with_facts


def _seat(standing: Standing, event: Event) -> Standing:
    return with_facts(standing, {"committee": event.data["committee"]})


def _mark(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    scores = {**lot.facts.get("scores", {}), event.actor: event.data["scores"]}
    return put_lot(standing, with_facts(lot, {"scores": scores}))


def _rank(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    return put_lot(standing, with_facts(lot, {"ranking": event.data["ranking"]}))


def _candidates(data: Data) -> Selections:
    places = sorted(data["ranking"], key=lambda placed: placed["place"])
    first = tuple(placed["bid"] for placed in places[: data["candidates"]])
    return {"candidates": first, "others": tuple(p["bid"] for p in places[data["candidates"] :])}


def _awarded_price(context: Context) -> Data:
    lot = context.standing.lots[context.command.lot or ""]
    bid = lot.bids[context.command.bid or ""]
    return {"bidder": bid.facts["bidder"], "price": _price(bid)}


def _price(bid: BidStanding) -> Any:
    """A contract is signed at the price quoted, or as corrected once its bidder confirmed it."""
    return bid.facts.get("confirmed-price") or bid.facts["content"]["price"]["price"]


def _award(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    award = {name: event.data[name] for name in ("bid", "bidder", "price")}
    found = {"award": award, "award-price": award["price"]}
    # The event is the bid's; what follows from it is counted at the lot.
    found |= {f"{event.name}.at": format_instant(event.at)}
    return put_lot(standing, with_facts(lot, found))


def _contract(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    contract = {name: event.data[name] for name in ("amount", "documents") if name in event.data}
    return put_lot(standing, with_facts(lot, {"contract": contract}))


DEEDS = (
    Deed("appoint-committee", folds=_seat),
    Deed("score", folds=_mark),
    Deed(
        "rank",
        adds=ranking_of,
        folds=_rank,
        selects=_candidates,
        selections=("candidates", "others"),
    ),
    Deed("publish-candidates"),
    Deed("award", adds=_awarded_price, folds=_award),
    Deed("sign-contract", folds=_contract),
)
