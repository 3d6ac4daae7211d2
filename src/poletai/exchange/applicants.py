"""Applicants as a reader may know of them: one whom a hidden move led on stands where it began."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.applicants import KIND
from poletai.core.procedures.definition import Definition, Move
from poletai.core.procedures.phases import lot_phase
from poletai.core.procedures.standing import ApplicantStanding, Facts, Standing
from poletai.core.procedures.vocabulary import PHASES

_HAPPENED = ".at"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: `knows` says of which moves in a phase, `read` which facts, `own` its own body."""

    knows: Callable[[Move, str], bool]
    read: Callable[[Facts, str], Facts]
    own: str


def masked_applicants(
    definition: Definition, standing: Standing, phase: str, reader: Reader
) -> dict[str, ApplicantStanding]:
    """Return the applicants a reader may know of while the trade is in a phase."""
    if KIND not in definition.machines:
        return {}
    shown = {
        party: one
        if party == reader.own
        else _masked(definition, one, _phase(definition, standing, one, phase), reader)
        for party, one in standing.applicants.items()
    }
    initial = definition.machines[KIND].initial
    return {party: one for party, one in shown.items() if one.state != initial}


def hides_applicants(move: Move) -> bool:
    """Say whether a move keeps the parties it is about hidden until a phase."""
    names = {name for name, kind in move.asks.items() if kind == "parties"} | {KIND}
    return move.confidential or bool(names & {*move.private})


def _phase(definition: Definition, standing: Standing, one: ApplicantStanding, phase: str) -> str:
    """Return the phase that counts for an applicant: what was told before is not hidden again."""
    since = standing.facts.get("round-since")
    happened = [at for name, at in one.facts.items() if name.endswith(_HAPPENED)]
    if since is None or any(parse_instant(at) >= parse_instant(since) for at in happened):
        return phase
    told = [lot_phase(definition, standing, lot) for lot in standing.lots]
    return max((phase, *(at for at in told if at != "ended")), key=PHASES.index)


def _masked(
    definition: Definition, one: ApplicantStanding, phase: str, reader: Reader
) -> ApplicantStanding:
    hidden = [m for m in definition.moves if hides_applicants(m) and not reader.knows(m, phase)]
    before = {to: source for move in hidden for source, to in _ways(move)}
    state, passed = one.state, {one.state}
    while state in before and before[state] not in passed:
        state = before[state]
        passed.add(state)
    # What hidden moves lead to in a circle was never told of at all.
    told = definition.machines[KIND].initial if state in before else state
    return msgspec.structs.replace(one, state=told, facts=reader.read(one.facts, phase))


def _ways(move: Move) -> Iterator[tuple[str, str]]:
    """Yield from where to where a move leads applicants, from the first of its states."""
    if move.of == KIND and move.to is not None:
        yield move.source[0], move.to
    for also in move.also:
        if also.of == KIND:
            yield also.source[0], also.to
