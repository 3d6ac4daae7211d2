"""Views of rounds of turns: whose turn it is, what everybody stands at, one's own bid in a turn."""

from datetime import datetime
from decimal import Decimal

import msgspec

from poletai.core.auctions.settlement import Quote
from poletai.core.auctions.shown import own_amount, standing
from poletai.core.auctions.turns import (
    COMPETITION,
    Turns,
    TurnTerms,
    advanced,
    best_first,
    next_price,
    turn_times,
)
from poletai.core.auctions.view import View
from poletai.core.auctions.weights import compared, rounded


def turns_view(terms: TurnTerms, state: Turns, at: datetime, bidder: str) -> View:
    """Return what is shown at an instant; of offers before the rounds, each its own alone."""
    if at < terms.begins:
        return View(
            phase="sealed",
            closes=terms.begins,
            step=terms.step,
            wins=terms.wins,
            says=("offer",),
            own=own_amount(state.quotes, bidder),
            standing="in" if bidder else "",
            rows=tuple(_part(*part) for part in state.parts.get(bidder, {}).items()),
        )
    now = advanced(terms, state, at)
    return _in_turn(terms, now, at, bidder, _open(terms, now, bidder))


def _open(terms: TurnTerms, now: Turns, bidder: str) -> View:
    """Show what every turn that is over has left."""
    best = next(iter(best_first(terms, now)), None)
    taking_part = bidder in now.quotes or not bidder
    return View(
        phase="over",
        price=None if best is None else best.price,
        leader="" if best is None else best.bidder,
        step=terms.step,
        wins=terms.wins,
        own=own_amount(now.quotes, bidder),
        standing=standing(best, now.quotes, bidder) if taking_part else "out",
        rows=tuple(_row(terms, now, now.quotes[each]) for each in now.order),
    )


def _in_turn(terms: TurnTerms, now: Turns, at: datetime, bidder: str, shown: View) -> View:
    count = len(now.quotes)
    last = terms.rounds * count
    if count < COMPETITION or now.turn >= last:
        ended = terms.begins if count < COMPETITION else turn_times(terms, now, last - 1)[1]
        return msgspec.structs.replace(shown, closes=ended, ends=ended)
    since, until = turn_times(terms, now, now.turn)
    told = msgspec.structs.replace(
        shown,
        phase="pause" if at < since else "turn",
        closes=since if at < since else until,
        ends=turn_times(terms, now, last - 1)[1],
        turn="" if at < since else now.order[now.turn % count],
        round=now.turn // count + 1,
    )
    if told.turn == "" or (bidder and bidder != told.turn):
        return told
    return _speaking(terms, now, bidder, told)


def _speaking(terms: TurnTerms, now: Turns, bidder: str, shown: View) -> View:
    """Add what the bidder whose turn it is may say, to itself with the bid it has said already."""
    least = next_price(terms, now.quotes[shown.turn].price)
    able = least > 0
    pending = now.pending if bidder else None
    return msgspec.structs.replace(
        shown,
        says=("bid", "cancel") if able else ("cancel",),
        least=least if able else None,
        own=shown.own if pending is None else pending.price,
    )


def _part(name: str, amount: Decimal) -> dict[str, str]:
    return {"dimension": name, "amount": f"{amount:f}"}


def _row(terms: TurnTerms, now: Turns, quote: Quote) -> dict[str, str]:
    row = {"bidder": quote.bidder, "price": f"{quote.price:f}"}
    if terms.weights is None:
        return row
    figure = compared(terms.weights, now.parts.get(quote.bidder, {}), quote.price)
    return {**row, "compared": f"{rounded(figure):f}"}
