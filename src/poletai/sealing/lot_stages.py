"""The stages of a lot as its log tells them: where it stands, which part is due, who goes on.

A custodian folds the public events itself, with the definition the notice pinned, and believes
nobody else about it. What is hidden can only have led further than what it reads says.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from poletai.core.basics.canonical import parse
from poletai.core.procedures.stages import ONLY_PART
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.lot_terms import ANNOUNCING, LoggedEvent, concerns, since_announced

_RELEASE, _ADMIT = "release-shares", "admit-bids"


class Along(msgspec.Struct, frozen=True):
    """What a move takes along, as far as a lot is moved by it."""

    of: str
    to: str
    source: tuple[str, ...] = msgspec.field(name="from")


class StageMove(msgspec.Struct, frozen=True):
    """One move of a definition, as far as it tells where a lot stands."""

    then: str
    does: str
    of: str = "procedure"
    to: str = ""
    source: tuple[str, ...] = msgspec.field(name="from", default=())
    confidential: bool = False
    also: tuple[Along, ...] = ()
    provided: tuple[dict[str, Any], ...] = ()

    @property
    def part(self) -> str:
        """The one part this move is about, or "" where it is about all."""
        named = (c.get("part") for c in self.provided if c.get("is") == ONLY_PART)
        return str(next(named, ""))


class Stages(msgspec.Struct, frozen=True):
    """The moves of a definition and the state its lots begin in."""

    initial: str = ""
    moves: tuple[StageMove, ...] = ()

    @property
    def apart(self) -> bool:
        """Whether the parts of a bid are released in different stages at all."""
        return any(move.part for move in self.moves if move.does == _RELEASE)

    def releasing(self, part: str) -> frozenset[str]:
        """Return the states of a lot in which custodians release this part."""
        moves = (m for m in self.moves if m.does == _RELEASE and m.part in ("", part))
        return frozenset(state for move in moves for state in move.source)


def read_stages(definition: bytes) -> Stages:
    """Read what a definition (TOML, or the same as JSON) says of stages.

    Raises BadSealingInputError for bytes that are no definition.
    """
    where = "pinned definition"
    try:
        json = definition.lstrip().startswith(b"{")
        table = parse(definition) if json else tomllib.loads(definition.decode())
        moves = msgspec.convert(table["move"], tuple[StageMove, ...])
        machine = table.get("machine", {}).get("lot", {})
        return Stages(initial=str(machine.get("initial", "")), moves=moves)
    except (KeyError, TypeError, AttributeError, ValueError, msgspec.MsgspecError) as problem:
        raise BadSealingInputError(where, f"has no readable stages ({problem})") from problem


def standing_of(stages: Stages, events: Sequence[LoggedEvent], lot: str) -> frozenset[str]:
    """Return the states a lot may stand in after these events; none where they contradict it."""
    states = frozenset((stages.initial,))
    announcing = {move.then for move in stages.moves if move.does in ANNOUNCING}
    for event in since_announced(events, announcing, lot):
        if concerns(event.data, lot):
            moves = [move for move in stages.moves if move.then == event.name]
            states = _after(stages, states, moves) if moves else states
    return states


def admitted_by(stages: Stages, events: Sequence[LoggedEvent], lot: str) -> frozenset[str] | None:
    """Return the bids the last admission named; None where none has been made."""
    names = {move.then for move in stages.moves if move.does == _ADMIT}
    said = [e.data for e in events if e.name in names and concerns(e.data, lot)]
    return _bids(said[-1]) if said else None


def _bids(data: Mapping[str, Any]) -> frozenset[str]:
    named = data.get("admitted")
    return frozenset(str(bid) for bid in named) if isinstance(named, list) else frozenset()


def moves_from(stages: Stages, states: frozenset[str], name: str) -> tuple[StageMove, ...]:
    """Return the moves of a lot that cause this event from one of these states, or near them."""
    reach = _reach(stages, states)
    named = (move for move in stages.moves if move.then == name and move.of == "lot")
    return tuple(move for move in named if reach & set(move.source))


def _after(stages: Stages, states: frozenset[str], moves: list[StageMove]) -> frozenset[str]:
    """Return where one public event leads from any of these states, hidden moves in between."""
    if all(move.of != "lot" for move in moves):
        return frozenset(_along(move, state) for move in moves for state in states)
    reach = _reach(stages, states)
    fitting = moves_from(stages, states, moves[0].then)
    return frozenset(move.to or state for move in fitting for state in reach & set(move.source))


def _along(move: StageMove, state: str) -> str:
    fitting = (also.to for also in move.also if also.of == "lot" and state in also.source)
    return next(fitting, state)


def _reach(stages: Stages, states: Iterable[str]) -> frozenset[str]:
    """Add the states that moves nobody can read yet may have led to."""
    hidden = [move for move in stages.moves if move.confidential]
    reach: set[str] = set()
    new = set(states)
    while new - reach:
        reach |= new
        new = {_along(move, state) for move in hidden for state in reach}
        new |= {m.to for m in hidden if m.of == "lot" and m.to and reach & set(m.source)}
    return frozenset(reach)
