"""Deeds of framework agreements: members taken in by rank, and orders called off from them."""

from collections.abc import Sequence

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data, Deed, Selections
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.standing import Event, LotStanding, Standing, put_lot, with_facts

_LAST = 10**9


def named_members(context: Context) -> tuple[str, ...]:
    """List the bids a conclusion takes in, in rank order: those it names, else the first places."""
    lot = context.standing.lots[context.command.lot or ""]
    ranks = {placed["bid"]: int(placed["place"]) for placed in lot.facts.get("ranking", ())}
    named: Sequence[str] | None = context.command.fields.get("members")
    if named is None:
        best = sorted(ranks, key=lambda bid: ranks[bid])
        return tuple(best[: max(0, int(context.fact("places", len(best))))])
    return tuple(sorted(dict.fromkeys(named), key=lambda bid: ranks.get(bid, _LAST)))


def members_now(definition: Definition, lot: LotStanding) -> tuple[str, ...]:
    """List the members of a framework in rank order, without those that have left it."""
    inside = {
        also.to
        for move in definition.moves
        if move.does == "conclude"
        for also in move.also
        if also.where == "members"
    }
    members = lot.facts.get("members", ())
    return tuple(
        bid for bid in members if not inside or (bid in lot.bids and lot.bids[bid].state in inside)
    )


def _taken_in(context: Context) -> Data:
    return {"members": list(named_members(context))}


def _conclude(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    members = [*lot.facts.get("members", ()), *event.data["members"]]
    return put_lot(standing, with_facts(lot, {"members": list(dict.fromkeys(members))}))


def _members(data: Data) -> Selections:
    return {"members": tuple(data["members"])}


def _order_number(context: Context) -> Data:
    lot = context.standing.lots[context.command.lot or ""]
    bid = lot.bids.get(context.fact("member", ""))
    bidder = {} if bid is None else {"bidder": bid.facts.get("bidder", "")}
    return {"order": len(lot.facts.get("orders", ())) + 1, **bidder}


def _order(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    kept = ("order", "member", "bidder", "amount", "quotes")
    order = {name: event.data[name] for name in kept if name in event.data}
    orders = [*lot.facts.get("orders", ()), {**order, "at": format_instant(event.at)}]
    return put_lot(standing, with_facts(lot, {"orders": orders}))


DEEDS = (
    Deed("conclude", adds=_taken_in, folds=_conclude, selects=_members, selections=("members",)),
    Deed("order", adds=_order_number, folds=_order),
)
