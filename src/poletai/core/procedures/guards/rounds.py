"""Guards about rounds: who may bid in a lot that continues another."""

from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard


def _took_part(context: Context, states: list[str]) -> bool:
    lot = context.lot
    if lot is None or lot.facts.get("continues") is None:
        return True
    before = context.standing.lots.get(lot.facts["continues"])
    bids = () if before is None else before.bids.values()
    actor = context.command.actor
    return any(bid.facts.get("bidder") == actor and bid.state in states for bid in bids)


def _continues_known(context: Context, lots: str, states: list[str]) -> bool:
    named = [lot.get("continues") for lot in context.fact(lots, ())]
    known = context.standing.lots
    return all(one is None or (one in known and known[one].state in states) for one in named)


def _new_lots(context: Context, lots: str) -> bool:
    return not {lot["lot"] for lot in context.fact(lots, ())} & context.standing.lots.keys()


GUARDS = (
    guard(
        "took-part",
        _took_part,
        "标段承接前一轮的，投标人在前一轮的投标处于 {states}",
        "where the lot continues another, the bidder's bid there is {states}",
        rests_on="command",
        states_of="bid",
        states="states",
    ),
    guard(
        "continues-known",
        _continues_known,
        "{lots} 所承接的标段均处于 {states}",
        "each lot that {lots} continue is {states}",
        lots="fact",
        states="states",
    ),
    guard(
        "new-lots",
        _new_lots,
        "{lots} 与既有标段不重名",
        "{lots} have names no lot here has yet",
        lots="fact",
    ),
)
