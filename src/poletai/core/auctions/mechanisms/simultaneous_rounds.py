"""Simultaneous rounds: several items rise together, round by round, until nobody bids on any."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

import msgspec

from poletai.core.auctions.grid import not_above
from poletai.core.auctions.inputs import Input
from poletai.core.auctions.items import item_problems
from poletai.core.auctions.ordering import meets_reserve, reserve_step, unsold
from poletai.core.auctions.rounds import (
    OTHERS,
    Rounds,
    RoundTerms,
    advanced,
    closed_until,
    final_instant,
)
from poletai.core.auctions.rounds_view import rounds_view
from poletai.core.auctions.settlement import SOLD, UNSOLD, Quote, Refused, Settlement
from poletai.core.auctions.shown import always_hidden
from poletai.core.auctions.terms import problem
from poletai.core.auctions.view import View
from poletai.core.basics.exact import total
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Problem

TITLE = {"zh": "同步多轮升价竞价", "en": "Simultaneous ascending rounds"}
KINDS = ("bid", "cancel")
Terms = RoundTerms
hides = always_hidden


def problems(terms: RoundTerms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    yield from item_problems(terms.items, starts=terms.starts, points=terms.points)
    for item in terms.items:
        if terms.start_of(item) is None:
            yield problem("auction.items", f"terms.starts.{item}", "the item has no start")
    if terms.activity > 1:
        yield problem("auction.activity", "terms.activity", "is a share of the eligibility")


def begin(terms: RoundTerms) -> Rounds:
    """Return the state before the first round."""
    everything = {OTHERS: terms.points_of(terms.items)}
    may = dict(terms.eligibility) or everything
    return Rounds(eligibility=may, waivers=dict.fromkeys(may, terms.waivers))


def ends(terms: RoundTerms, state: Rounds) -> datetime:
    """Return when it is over as it stands."""
    return final_instant(terms, state)


def take(terms: RoundTerms, state: Rounds, said: Input, at: datetime) -> Rounds | Refused:
    """Answer a bid in a round: a bidder's last one on an item counts, once the round is over."""
    now = advanced(terms, state, at)
    if now.over:
        return Refused("auction.late", f"bids ended at {format_instant(ends(terms, now))}")
    if opens := closed_until(terms, now, at):
        code = "auction.pause" if now.round else "auction.too-early"
        return Refused(code, f"the round begins at {opens}")
    if not set(said.items) <= set(terms.items):
        return Refused("auction.items", "name items of the auction")
    others = tuple(q for q in now.pending if q.bidder != said.bidder or not _meant(said, q))
    if said.kind == "cancel":
        return msgspec.structs.replace(now, pending=others)
    if said.amount is None or len(said.items) != 1:
        code = "auction.items" if said.amount is not None else "auction.figure"
        return Refused(code, "a bid names its amount and one item")
    return _unfit(terms, now, said, said.amount) or _bid(now, others, said, at)


def settle(terms: RoundTerms, state: Rounds, reserve: Decimal | None) -> Settlement:
    """Give every item to who holds it, unless everything brings less than is asked for it."""
    at = ends(terms, state)
    done = advanced(terms, state, at + timedelta(seconds=1))
    bare = Settlement(mechanism="simultaneous-rounds", outcome=UNSOLD, at=at, steps=done.notes)
    last = tuple(done.last.values())
    if not done.held:
        return unsold("no-bid", last, bare)
    brought = total(_worth(terms, done, item) for item in terms.items)
    met = meets_reserve(brought, reserve)
    steps = (*bare.steps, *reserve_step(brought, reserve, met=met))
    bare = msgspec.structs.replace(bare, steps=steps)
    if not meets_reserve(brought, terms.start):
        return unsold("below-start", last, bare)
    if not met:
        return unsold("below-reserve", last, bare)
    winners = _winners(terms, done)
    got = {quote.bidder for quote in winners}
    others = tuple(quote for quote in last if quote.bidder not in got)
    return msgspec.structs.replace(bare, outcome=SOLD, winners=winners, others=others)


def view(terms: RoundTerms, state: Rounds, at: datetime, bidder: str = "") -> View:
    """Return where every item stands, bids of a round once the round is over."""
    return rounds_view(terms, state, at, bidder)


def _meant(said: Input, quote: Quote) -> bool:
    return not said.items or set(quote.items or ()) <= set(said.items)


def _unfit(terms: RoundTerms, now: Rounds, said: Input, amount: Decimal) -> Refused | None:
    (item,) = said.items
    held = now.held.get(item)
    if terms.eligibility and said.bidder not in terms.eligibility:
        return Refused("auction.not-in", f"{said.bidder} has no eligibility")
    if held is not None and held.bidder == said.bidder:
        return Refused("auction.leads-already", f"{said.bidder} holds {item} already")
    needs = terms.points_of(now.active(said.bidder) | {item})
    if needs > now.may(said.bidder):
        reason = f"this takes {needs} points, and {said.bidder} has {now.may(said.bidder)}"
        return Refused("auction.eligibility", reason)
    start = terms.start_of(item) or amount
    return not_above(amount, None if held is None else held.price, start, terms.step)


def _bid(now: Rounds, others: tuple[Quote, ...], said: Input, at: datetime) -> Rounds:
    quote = Quote(
        bidder=said.bidder,
        price=said.amount or Decimal(0),
        at=at,
        number=said.number,
        items=said.items,
    )
    return msgspec.structs.replace(now, pending=(*others, quote))


def _worth(terms: RoundTerms, done: Rounds, item: str) -> Decimal:
    """Return what an item brings, or what it starts at where nobody holds it."""
    held = done.held.get(item)
    return (terms.start_of(item) or Decimal(0)) if held is None else held.price


def _winners(terms: RoundTerms, done: Rounds) -> tuple[Quote, ...]:
    """Return everybody's items and what they come to, in the order of the items."""
    won: dict[str, list[str]] = {}
    for item in terms.items:
        if item in done.held:
            won.setdefault(done.held[item].bidder, []).append(item)
    return tuple(
        msgspec.structs.replace(
            done.held[items[0]],
            price=total(done.held[item].price for item in items),
            items=tuple(items),
        )
        for items in won.values()
    )
