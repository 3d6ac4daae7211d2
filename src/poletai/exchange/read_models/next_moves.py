"""Next moves: what may happen next in a trade, and which of it its reader may do now."""

from collections.abc import Iterator
from typing import Any

import msgspec

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.applicants import KIND as APPLICANT
from poletai.core.procedures.definition import Move
from poletai.core.procedures.fields import FIELD_TYPES
from poletai.core.procedures.outlook import NextMove, next_moves
from poletai.core.procedures.timetable import timetable
from poletai.exchange.actors import Actor
from poletai.exchange.house import House
from poletai.exchange.read_models.remedies import tally_for
from poletai.exchange.trades import Trade
from poletai.exchange.visibility import masked_standing, role_in

_CLOCK = "clock"


def upcoming(house: House, trade: Trade, actor: Actor | None) -> dict[str, list[dict[str, Any]]]:
    """Return `next`, all moves that start from what an actor sees, and `allowed`, the actor's own.

    A move is allowed when its role is the actor's in this trade and no condition that can be
    judged without its fields forbids it. Everything is judged on the visible standing, so that
    what may happen next says nothing about what is hidden.
    """
    now = house.clock()
    standing = masked_standing(trade, actor)
    at = max(now, standing.at or now)
    tally = tally_for(house, trade, actor)
    known = "" if actor is None else actor.identity
    found = next_moves(trade.definition, trade.values, standing, at, tally, known)
    role = role_in(trade, actor)
    return {
        "next": [_next(move) for move in found],
        "allowed": [
            _allowed(move)
            for move in found
            if _is_allowed(move, role) and is_own(trade, actor, move)
        ],
    }


def dates_of(house: House, trade: Trade, actor: Actor | None) -> list[dict[str, Any]]:
    """Return the timetable of a trade as far as an actor may see it, each date with its law."""
    now = house.clock()
    standing = masked_standing(trade, actor)
    stops = timetable(trade.definition, trade.values, standing, max(now, standing.at or now))
    listed: list[dict[str, Any]] = msgspec.to_builtins(stops)
    return listed


def form_of(move: Move) -> dict[str, dict[str, Any]]:
    """Return the fields of a move that a person fills in, each with its type."""
    return {
        name: {"type": kind, "optional": name in move.optional}
        for name, kind in move.asks.items()
        if not FIELD_TYPES[kind].supplied
    }


def is_own(trade: Trade, actor: Actor | None, move: NextMove) -> bool:
    """Say whether a move that is about one bidder's own bid or application is the actor's."""
    return _of_own_bid(trade, actor, move) and _of_own_application(trade, actor, move)


def _of_own_bid(trade: Trade, actor: Actor | None, move: NextMove) -> bool:
    if all(condition.guard != "own-bid" for condition in move.move.provided):
        return True
    lot = trade.standing.lots.get(move.lot or "")
    bid = None if lot is None else lot.bids.get(move.bid or "")
    bidder = None if bid is None else bid.facts.get("bidder")
    return actor is not None and actor.role == "bidder" and bidder == actor.identity


def _of_own_application(trade: Trade, actor: Actor | None, move: NextMove) -> bool:
    if move.move.of != APPLICANT or actor is None or actor.role != "bidder":
        return True
    known = actor.identity in trade.standing.applicants
    return move.applicant == (actor.identity if known else "")


def _is_allowed(move: NextMove, role: str) -> bool:
    return role in move.who and role != _CLOCK and not move.blocked_by


def _allowed(move: NextMove) -> dict[str, Any]:
    return {**_named(move), "fields": form_of(move.move)}


def _next(move: NextMove) -> dict[str, Any]:
    return {
        **_named(move),
        "who": list(move.who),
        "since": None if move.since is None else format_instant(move.since),
        "until": None if move.until is None else format_instant(move.until),
        "blocked_by": [msgspec.to_builtins(refusal) for refusal in move.blocked_by],
        "late": [msgspec.to_builtins(advice) for advice in move.late],
    }


def _named(move: NextMove) -> dict[str, Any]:
    return dict(_head(move))


def _head(move: NextMove) -> Iterator[tuple[str, Any]]:
    yield "move", move.move.when
    yield "title", msgspec.to_builtins(move.move.title)
    yield "does", move.move.does
    yield "law", move.law
    if move.lot is not None:
        yield "lot", move.lot
    if move.bid is not None:
        yield "bid", move.bid
    if move.remedy:
        yield "remedy", move.remedy
    if move.applicant:
        yield "applicant", move.applicant
