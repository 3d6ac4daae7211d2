"""Bidders who know what a thing is worth to them, and play every format as theory says they do.

Each function returns the terms of a room and the record of what bidders of these values say in it;
the mechanisms decide. Bidders are called by their number: "0", "1", and so on.
"""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
from tests.support.heard import instant
from tests.support.rooms import DAY

from poletai.core.auctions import Entry, Input

Room = tuple[dict[str, Any], list[Entry]]
NINE = DAY + timedelta(hours=9)


def at(second: int, who: int, kind: str = "bid", amount: Decimal | None = None) -> Entry:
    """Return what one says at a second of the hall."""
    said = Input(bidder=str(who), kind=kind, amount=amount, number=who)
    return Entry(NINE + timedelta(seconds=second), said)


def sealed(name: str, bids: Sequence[Decimal], **terms: Any) -> Room:
    """Everybody quotes at one instant; who has the lower number arrives first."""
    start = "0.000001" if terms.get("wins", "highest") == "highest" else "1000000"
    ties = {"ties": ["earliest"]} if name == "sealed-first" else {}
    room = {"mechanism": name, "start": start, "closes": instant(100), **ties, **terms}
    return room, [at(0, who, amount=bid) for who, bid in enumerate(bids)]


def english(values: Sequence[Decimal], step: Decimal) -> Room:
    """Who does not lead bids one step more, in turn, as long as that is no more than its value."""
    room = {
        "mechanism": "ascending",
        "start": str(step),
        "step": str(step),
        "listing_until": instant(0),
        "entry": "anyone",
        "timed_needs": 0,
        "window": 60,
    }
    return room, _in_turn([(value, step) for value in values], step)


def _in_turn(limits: Sequence[tuple[Decimal, Decimal]], first: Decimal) -> list[Entry]:
    """Let one after the other move the price by its step while its limit lets it."""
    said, price, leader, quiet, who = list[Entry](), first, -1, 0, 0
    while quiet < len(limits):
        limit, step = limits[who]
        able = price <= limit if step > 0 else price >= limit
        quiet += 1
        if able and who != leader:
            said.append(at(len(said) + 1, who, amount=price))
            price, leader, quiet = price + step, who, 0
        who = (who + 1) % len(limits)
    return said


def reverse_english(costs: Sequence[Decimal], ceiling: Decimal, step: Decimal) -> Room:
    """Who does not lead bids one step less, in turn, as long as that covers its cost."""
    room = {
        "mechanism": "reverse-open",
        "start": str(ceiling),
        "step": str(step),
        "closes": instant(60),
        "window": 60,
    }
    return room, _in_turn([(cost, -step) for cost in costs], ceiling)


def clock(limits: Sequence[int], *, rises: int, step: Decimal, **terms: Any) -> Room:
    """Everybody enters in turn and leaves at its limit, so many rises up; below 0 stays away."""
    room = {
        "mechanism": "japanese",
        "start": str(step),
        "step": str(step),
        "most": str(step * (rises + 1)),
        "begins": instant(0),
        "interval": 60,
        **terms,
    }
    inside = [who for who, limit in enumerate(limits) if limit >= 0]
    return room, [
        *(at(who - 1000, who, "enter") for who in inside),
        *(at(60 * limits[who] + who, who, "exit") for who in inside),
    ]


def dutch(bids: Sequence[Decimal], *, start: Decimal, drops: int, drop: Decimal) -> Room:
    """The price falls, a stage a minute; who is first to see its bid, or less, takes the price."""
    room = {
        "mechanism": "dutch",
        "start": str(start),
        "begins": instant(0),
        "pause": 0,
        "stage": 60,
        "drop": str(drop),
        "drops": drops,
        "places": 6,
        "sealed": 0,
    }
    return room, [entry for who, bid in enumerate(bids) for entry in _takes(room, who, bid)]


def _takes(room: dict[str, Any], who: int, bid: Decimal) -> list[Entry]:
    start, fall = Decimal(room["start"]), Decimal(room["start"]) * Decimal(room["drop"])
    stage = max(0, -int((bid - start) // fall))
    price = start - fall * stage
    if price > bid:
        stage, price = stage + 1, price - fall
    return [at(60 * stage + who, who, "accept", price)] if stage <= room["drops"] else []


def of(entry: Entry, quantity: Decimal) -> Entry:
    """Return a bid as one for a quantity."""
    return Entry(entry.at, msgspec.structs.replace(entry.input, quantity=quantity))
