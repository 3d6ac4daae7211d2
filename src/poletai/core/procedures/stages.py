"""Stages: which parts of the sealed bids a move opens or releases, of which bids, by its guards.

A bid sealed in several envelopes is opened in several moves. What each of them touches is read
from its conditions, so that who opens and who replays ask the same definition.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from poletai.core.procedures.definition import Definition, Move
from poletai.core.procedures.standing import LotStanding

OPENING = ("open-part", "open-next-part")
ONLY_PART, WITHOUT_NAMES, MARKED_IN = "only-part", "without-names", "marks-complete-in"
# The verdict of a bid that an opening only names, and does not open.
SET_ASIDE = "set-aside"


def move_here(definition: Definition, does: Sequence[str], state: str) -> Move | None:
    """Return the move of a lot in this state that does one of these; None where there is none."""
    fitting = (m for m in definition.moves if m.does in does and m.of == "lot")
    return next((move for move in fitting if state in move.source), None)


def parts_of(move: Move, parts: Sequence[str]) -> tuple[str, ...]:
    """Return those of a keyset's parts that a move is about: all, where no condition says which."""
    named = {c.arguments["part"] for c in move.provided if c.guard == ONLY_PART}
    return tuple(part for part in parts if not named or part in named)


def opened_at_once(definition: Definition) -> bool:
    """Say whether all parts of a bid are opened in one move, and none is kept for later."""
    return all(move.does != OPENING[1] for move in definition.moves)


def hashes_to_open(lot: LotStanding, move: Move) -> frozenset[str]:
    """Return the hashes of the bids an opening has to open: those it takes along."""
    states = {state for also in move.also if also.of == "bid" for state in also.source}
    return frozenset(b.facts["bid_hash"] for b in lot.bids.values() if b.state in states)


def hashes_to_name(lot: LotStanding, move: Move) -> frozenset[str]:
    """Return the hashes of the bids set aside since an opening that named nobody."""
    if not names_bidders(move):
        return frozenset()
    nameless = (b for b in lot.bids.values() if "verdict" in b.facts and not b.facts["bidder"])
    return frozenset(b.facts["bid_hash"] for b in nameless) - hashes_to_open(lot, move)


def marked_by(move: Move) -> tuple[str, ...]:
    """Return the states of the bids a move marks: those opened, where no condition says which."""
    named = (c.arguments["states"] for c in move.provided if c.guard == MARKED_IN)
    return tuple(next(named, ("opened",)))


def opens(opening: Mapping[str, Any]) -> bool:
    """Say whether an opening opens its bid, or tried to, and does not only name its bidder."""
    return opening.get("verdict") != SET_ASIDE or bool(opening.get("parts"))


def names_bidders(move: Move) -> bool:
    """Say whether an opening tells whose bid is whose, or leaves that to a later one."""
    return all(condition.guard != WITHOUT_NAMES for condition in move.provided)
