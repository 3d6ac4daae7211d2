"""Applicants as a reader may know of them: one whom a hidden move led on stands where it began."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from poletai.core.procedures.applicants import KIND
from poletai.core.procedures.definition import Definition, Move
from poletai.core.procedures.standing import ApplicantStanding, Facts


def masked_applicants(
    definition: Definition,
    applicants: Mapping[str, ApplicantStanding],
    knows: Callable[[Move], bool],
    read: Callable[[Facts], Facts],
    own: str,
) -> dict[str, ApplicantStanding]:
    """Return the applicants a reader may know of; `own` is the reader's own body, or "".

    `knows` says which moves the reader is told of, `read` which facts.
    """
    if KIND not in definition.machines:
        return {}
    shown = {
        party: one if party == own else _masked(definition, one, knows, read)
        for party, one in applicants.items()
    }
    initial = definition.machines[KIND].initial
    return {party: one for party, one in shown.items() if one.state != initial}


def hides_applicants(move: Move) -> bool:
    """Say whether a move keeps the parties it is about hidden until a phase."""
    names = {name for name, kind in move.asks.items() if kind == "parties"} | {KIND}
    return move.confidential or bool(names & {*move.private})


def _masked(
    definition: Definition,
    one: ApplicantStanding,
    knows: Callable[[Move], bool],
    read: Callable[[Facts], Facts],
) -> ApplicantStanding:
    hidden = [m for m in definition.moves if hides_applicants(m) and not knows(m)]
    before = {to: source for move in hidden for source, to in _ways(move)}
    state, passed = one.state, {one.state}
    while state in before and before[state] not in passed:
        state = before[state]
        passed.add(state)
    # What hidden moves lead to in a circle was never told of at all.
    told = definition.machines[KIND].initial if state in before else state
    return msgspec.structs.replace(one, state=told, facts=read(one.facts))


def _ways(move: Move) -> Iterator[tuple[str, str]]:
    """Yield from where to where a move leads applicants, from the first of its states."""
    if move.of == KIND and move.to is not None:
        yield move.source[0], move.to
    for also in move.also:
        if also.of == KIND:
            yield also.source[0], also.to
