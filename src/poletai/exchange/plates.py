"""Plates: the numbers bidders are called by in a room, whoever they are."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from poletai.core.procedures.live_lots import parties_named
from poletai.exchange.house import House
from poletai.exchange.trades import Trade

# No letter that is taken for a digit.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_NUMBERS = 1000
_DRAWN = re.compile(r"[A-HJ-NP-Z][0-9]{3,}")
_FACT = "plate"


def plates_of(house: House, trade: Trade, room: str) -> dict[str, str]:
    """Return the plate of every party that may come to bid in a room.

    A party keeps its plate whoever else comes: parties the terms name are plated first, the others
    in the order they applied. Who was admitted with a plate of its own has that one. In the next
    room of the same lot it has another: whose the last one was is known by then.
    """
    named = parties_named(trade.standing.facts.get("auction", {}))
    others = [party for party in trade.standing.applicants if party not in named]
    drawn = _drawn(house, room)
    assigned = {party: next(drawn) for party in (*named, *others)}
    return {**assigned, **_given(trade, others)}


def _drawn(house: House, room: str) -> Iterator[str]:
    """Yield plates in an order only the store key gives, none of them twice."""
    seen: set[str] = set()
    for number in count():
        figure = int(house.store.key.link("plate", room, str(number))[:12], 16)
        series, place = divmod(figure, len(_LETTERS))
        # Once a thousand a letter are gone, plates grow by a digit.
        plate = f"{_LETTERS[place]}{series % (_NUMBERS * 10 ** (len(seen) // 10_000)):03}"
        if plate not in seen:
            seen.add(plate)
            yield plate


def _given(trade: Trade, parties: Iterable[str]) -> Mapping[str, str]:
    """Return the plates parties were admitted with; of a plate given twice, to whom it was first.

    One that looks like a drawn plate is no given one: it might be another's.
    """
    known = {party: trade.standing.applicants[party].facts for party in parties}
    asked = [move.then for move in trade.definition.moves if _FACT in move.asks]
    since = {
        party: min((facts[f"{name}.at"] for name in asked if f"{name}.at" in facts), default="")
        for party, facts in known.items()
    }
    found: dict[str, str] = {}
    for party in sorted(known, key=lambda one: since[one]):
        plate = str(known[party].get(_FACT, "")).strip()
        if plate and _DRAWN.fullmatch(plate) is None:
            found.setdefault(plate, party)
    return {party: plate for plate, party in found.items()}
