"""Checks of the stages: custodians can follow a lot to where a part of its bids may be released."""

from collections.abc import Iterator

from poletai.core.procedures.definition import Definition, Move
from poletai.core.procedures.lines import Path
from poletai.core.procedures.stages import ONLY_PART

Found = Iterator[tuple[Path, str, str]]


def check(definition: Definition) -> Found:
    """Yield hidden moves into a state from which one part is released: custodians read the log."""
    releasing = {
        state
        for move in definition.moves
        if move.does == "release-shares" and any(c.guard == ONLY_PART for c in move.provided)
        for state in move.source
    }
    for index, move in enumerate(definition.moves):
        if move.confidential and releasing & _reached(move):
            message = f"{move.when} is hidden, and custodians release a part where it leads"
            yield ("move", index), "rulebook.hidden-stage", message


def _reached(move: Move) -> set[str]:
    own = {move.to} if move.of == "lot" and move.to is not None else set()
    return own | {also.to for also in move.also if also.of == "lot"}
