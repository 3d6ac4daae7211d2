"""Stages: which parts of the sealed bids a move opens or releases, of which bids, by its guards.

A bid sealed in several envelopes is opened in several moves. What each of them touches is read
from its conditions, so that who opens and who replays ask the same definition.
"""

from collections.abc import Sequence

from poletai.core.procedures.definition import Definition, Move

OPENING = ("open-part", "open-next-part")
ONLY_PART, WITHOUT_NAMES = "only-part", "without-names"


def move_here(definition: Definition, does: Sequence[str], state: str) -> Move | None:
    """Return the move of a lot in this state that does one of these; None where there is none."""
    fitting = (m for m in definition.moves if m.does in does and m.of == "lot")
    return next((move for move in fitting if state in move.source), None)


def parts_of(move: Move, parts: Sequence[str]) -> tuple[str, ...]:
    """Return those of a keyset's parts that a move is about: all, where no condition says which."""
    named = {c.arguments["part"] for c in move.provided if c.guard == ONLY_PART}
    return tuple(part for part in parts if not named or part in named)


def bids_opened_by(move: Move) -> frozenset[str]:
    """Return the states of the bids an opening takes along: those it has to open."""
    return frozenset(state for also in move.also if also.of == "bid" for state in also.source)


def names_bidders(move: Move) -> bool:
    """Say whether an opening tells whose bid is whose, or leaves that to a later one."""
    return all(condition.guard != WITHOUT_NAMES for condition in move.provided)
