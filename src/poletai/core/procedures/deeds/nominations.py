"""Deeds that name a supplier without a competition: its price stands as an opened bid would."""

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data, Deed, Selections
from poletai.core.procedures.standing import BidStanding, Event, Standing, put_bid, put_lot

_DIRECT = "direct"


def _numbered(context: Context) -> Data:
    """Name the bid the nomination stands as: a name taken before gets the next number."""
    lot = context.standing.lots[context.command.lot or ""]
    wanted = str(context.command.fields.get("bid", _DIRECT))
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, len(lot.bids) + 2)))
    free = next(name for name in names if name not in lot.bids)
    return {"bid": free, "bid-state": context.definition.machines["bid"].initial}


def _nominate(standing: Standing, event: Event) -> Standing:
    data = event.data
    lot = standing.lots[data["lot"]]
    facts = {
        "verdict": "opened",
        "bidder": data["supplier"]["id"],
        "name": data["supplier"]["name"],
        "content": {"price": {"price": data["price"]}},
        # Nominations tie in the order they were made, as bids do in that of their leaves.
        "leaf": len(lot.bids),
        "named-at": format_instant(event.at),
    }
    bid = BidStanding(bid=data["bid"], state=data["bid-state"], facts=facts)
    return put_lot(standing, put_bid(lot, bid))


def _nominated(data: Data) -> Selections:
    return {"nominated": (data["bid"],)}


DEEDS = (
    Deed(
        "nominate",
        adds=_numbered,
        folds=_nominate,
        selects=_nominated,
        selections=("nominated",),
    ),
)
