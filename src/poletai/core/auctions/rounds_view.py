"""Views of rounds over several items: one line an item, and to a bidder what it may still do."""

from datetime import datetime

from poletai.core.auctions.rounds import Rounds, RoundTerms, advanced, round_times
from poletai.core.auctions.view import View
from poletai.core.basics.exact import total


def rounds_view(terms: RoundTerms, state: Rounds, at: datetime, bidder: str) -> View:
    """Return what is shown at an instant; of the bids in a round, each its own alone."""
    now = advanced(terms, state, at)
    opens, closes = round_times(terms, now.round)
    early = "waiting" if now.round == 0 else "pause"
    phase = "over" if now.over else early if at < opens else "round"
    bids = phase == "round" and (not bidder or now.may(bidder) > 0)
    own = bool(bidder) and any(quote.bidder == bidder for quote in now.pending)
    return View(
        phase=phase,
        closes=opens if phase in ("waiting", "pause") else closes,
        ends=closes,
        step=terms.step,
        says=(("bid", "cancel") if own else ("bid",)) if bids else (),
        round=now.round + 1,
        standing=_standing(now, bidder),
        rows=(
            *(_row(terms, now, item, bidder, bids=bids) for item in terms.items),
            *((_may(terms, now, bidder),) if bidder else ()),
        ),
    )


def _standing(now: Rounds, bidder: str) -> str:
    if not bidder:
        return ""
    if any(quote.bidder == bidder for quote in now.held.values()):
        return "leads"
    if now.may(bidder) == 0:
        return "out"
    return "outbid" if bidder in now.last else "in"


def _row(terms: RoundTerms, now: Rounds, item: str, bidder: str, *, bids: bool) -> dict[str, str]:
    held, row = now.held.get(item), {"item": item, "points": str(terms.points_of([item]))}
    if held is not None:
        row |= {"price": f"{held.price:f}", "bidder": held.bidder}
    needs = terms.points_of(now.active(bidder) | {item}) if bidder else 0
    if bids and needs <= now.may(bidder) and (held is None or held.bidder != bidder):
        start = terms.start_of(item)
        least = start if held is None else total((held.price, terms.step))
        row["least"] = f"{least:f}"
    own = [q for q in now.pending if bidder and (q.bidder, q.items) == (bidder, (item,))]
    return row | ({"own": f"{own[0].price:f}"} if own else {})


def _may(terms: RoundTerms, now: Rounds, bidder: str) -> dict[str, str]:
    return {
        "eligibility": str(now.may(bidder)),
        "active": str(terms.points_of(now.active(bidder))),
        "waivers": str(now.left(bidder)),
    }
