"""Rounds over several items at once: who holds what, who may still bid on how much, and why."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

import msgspec

from poletai.core.auctions.items import Items
from poletai.core.auctions.ordering import by_price
from poletai.core.auctions.settlement import Quote, Step
from poletai.core.auctions.terms import Instant, Seconds
from poletai.core.basics.instant import format_instant

Points = Annotated[int, msgspec.Meta(ge=1, le=10**6)]

OTHERS = ""
"""Whoever has not said anything yet, where everyone begins with the same eligibility."""


class RoundTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rounds of `round` seconds with a `pause` between them, bids in them hidden till they end.

    A bid is for one item, from its own of the `starts` or the `item_start` on, then at least a
    `step` above the price that stands; everything together brings at least `start`. An item counts
    `points`; a bidder active on less than the `activity` share of its `eligibility` keeps of it
    what it was active on, by that share, unless it has one of its `waivers` left. After a round
    without a bid, or `most` rounds, it is over.
    """

    items: Items
    step: Decimal
    begins: Instant
    start: Decimal | None = None
    item_start: Decimal | None = None
    starts: dict[str, Decimal] = {}
    points: dict[str, Points] = {}
    eligibility: dict[str, Points] = {}
    activity: Decimal = Decimal(1)
    waivers: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    round: Annotated[int, msgspec.Meta(ge=1, le=10**6)] = 600
    pause: Seconds = 300
    most: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 100

    def start_of(self, item: str) -> Decimal | None:
        """Return what an item starts at."""
        return self.starts.get(item, self.item_start)

    def points_of(self, items: Iterable[str]) -> int:
        """Add up the points of items."""
        return sum(self.points.get(item, 1) for item in items)


class Rounds(msgspec.Struct, frozen=True, kw_only=True):
    """The round that is on or next, who holds which item, and what is bid in the round so far.

    `last` is what every bidder bid last in the rounds before.
    """

    at: datetime | None = None
    notes: tuple[Step, ...] = ()
    round: int = 0
    over: bool = False
    held: dict[str, Quote] = {}
    pending: tuple[Quote, ...] = ()
    eligibility: dict[str, int] = {}
    waivers: dict[str, int] = {}
    last: dict[str, Quote] = {}

    def may(self, bidder: str) -> int:
        """Return the points a bidder may be active on."""
        return self.eligibility.get(bidder, self.eligibility.get(OTHERS, 0))

    def left(self, bidder: str) -> int:
        """Return how many waivers a bidder has left."""
        return self.waivers.get(bidder, self.waivers.get(OTHERS, 0))

    def active(self, bidder: str) -> frozenset[str]:
        """Return the items a bidder held when the round began, or bids on in it."""
        held = {item for item, quote in self.held.items() if quote.bidder == bidder}
        bids = {i for quote in self.pending if quote.bidder == bidder for i in quote.items or ()}
        return frozenset(held | bids)


def round_times(terms: RoundTerms, number: int) -> tuple[datetime, datetime]:
    """Return from when to when a round is."""
    opens = terms.begins + timedelta(seconds=(terms.round + terms.pause) * number)
    return opens, opens + timedelta(seconds=terms.round)


def advanced(terms: RoundTerms, state: Rounds, at: datetime) -> Rounds:
    """Return the state with every round closed that is over at an instant."""
    now, notes = msgspec.structs.replace(state, notes=()), list[Step]()
    while not now.over and round_times(terms, now.round)[1] < at:
        now = _closed(terms, now)
        notes += now.notes
    return msgspec.structs.replace(now, notes=tuple(notes))


def _closed(terms: RoundTerms, now: Rounds) -> Rounds:
    """Close a round: the best bids stand, and who was not active enough loses eligibility."""
    raised = _raised(terms, now)
    known = sorted({*now.eligibility, *(quote.bidder for quote in now.pending)})
    judged = {bidder: _judged(terms, now, bidder) for bidder in known}
    over = not now.pending or now.round + 1 == terms.most
    return msgspec.structs.replace(
        now,
        notes=_notes(terms, now, raised, judged),
        round=now.round if over else now.round + 1,
        over=over,
        held={**now.held, **raised},
        pending=(),
        last={**now.last, **{quote.bidder: quote for quote in now.pending}},
        eligibility={bidder: may for bidder, (may, _) in judged.items()},
        waivers={bidder: left for bidder, (_, left) in judged.items()},
    )


def _raised(terms: RoundTerms, now: Rounds) -> dict[str, Quote]:
    """Return the best bid of the round on every item that has one, of equal ones the earlier."""
    best = {item: by_price(q for q in now.pending if q.items == (item,)) for item in terms.items}
    return {item: quotes[0] for item, quotes in best.items() if quotes}


def _notes(
    terms: RoundTerms,
    now: Rounds,
    raised: Mapping[str, Quote],
    judged: Mapping[str, tuple[int, int]],
) -> tuple[Step, ...]:
    """Tell what a round came to: what is held now, and who may do less."""
    bids, closes = str(len(now.pending)), round_times(terms, now.round)[1]
    less = [b for b, after in judged.items() if b != OTHERS and after != (now.may(b), now.left(b))]
    return (
        Step("auction.round", str(now.round + 1), at=closes, inputs={"bids": bids}),
        *(Step("auction.held", q.price, q.bidder, q.at, {"items": i}) for i, q in raised.items()),
        *(_told(now, bidder, *judged[bidder]) for bidder in less),
    )


def _judged(terms: RoundTerms, now: Rounds, bidder: str) -> tuple[int, int]:
    """Return a bidder's eligibility and waivers after a round; neither ever rises."""
    may, left = now.may(bidder), now.left(bidder)
    share, active = Fraction(terms.activity), terms.points_of(now.active(bidder))
    if active >= share * may:
        return may, left
    return (may, left - 1) if left else (min(may, int(active / share)), 0)


def _told(now: Rounds, bidder: str, may: int, left: int) -> Step:
    rule = "waiver" if left < now.left(bidder) else "activity"
    return Step(f"auction.{rule}", str(left if rule == "waiver" else may), bidder)


def final_instant(terms: RoundTerms, state: Rounds) -> datetime:
    """Return when it is over as it stands: a round with a bid is followed by one more."""
    last = state.over or not state.pending or state.round + 1 == terms.most
    return round_times(terms, state.round if last else state.round + 1)[1]


def closed_until(terms: RoundTerms, now: Rounds, at: datetime) -> str:
    """Say when the next round begins where none is on; nothing where one is."""
    opens = round_times(terms, now.round)[0]
    return format_instant(opens) if at < opens else ""
