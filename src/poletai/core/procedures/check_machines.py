"""Checks of the small machines: every state reachable, no dead end but a final state."""

from collections.abc import Iterator

from poletai.core.procedures.definition import Definition, Machine
from poletai.core.procedures.lines import Path
from poletai.core.procedures.vocabulary import PHASES, SUBJECTS

Found = Iterator[tuple[Path, str, str]]


def check(definition: Definition) -> Found:
    """Yield what is wrong with the machines: path, code and message."""
    for missing in {"procedure", "lot", "bid"} - definition.machines.keys():
        yield ("machine",), "rulebook.no-machine", f"machine.{missing} is missing"
    for of, machine in definition.machines.items():
        if of not in SUBJECTS:
            yield ("machine", of), "rulebook.unknown-subject", f"{of!r} is not a subject"
        yield from _states(of, machine)
        yield from _ways(of, machine, _steps(definition, of))


def _states(of: str, machine: Machine) -> Found:
    path: Path = ("machine", of)
    for named in (machine.initial, *machine.final):
        if named not in machine.state:
            yield path, "rulebook.unknown-state", f"{of}: {named!r} is not one of its states"
    for name, state in machine.state.items():
        if state.phase not in PHASES:
            where = ("machine", of, "state", name)
            yield where, "rulebook.unknown-phase", f"{state.phase!r} is not a phase"


def _steps(definition: Definition, of: str) -> set[tuple[str, str]]:
    own = {
        (source, move.to or source)
        for move in definition.moves
        if move.of == of
        for source in move.source
    }
    along = {
        (source, also.to)
        for move in definition.moves
        for also in move.also
        if also.of == of
        for source in also.source
    }
    # A closing's list places each bid as deposited or withdrawn: that is where opening begins.
    return own | along


def _ways(of: str, machine: Machine, steps: set[tuple[str, str]]) -> Found:
    reached = _reachable(machine.initial, steps)
    for name in machine.state:
        path: Path = ("machine", of, "state", name)
        if name not in reached:
            yield path, "rulebook.unreachable", f"{of}: no move leads to {name!r}"
        leaves = any(source == name and to != name for source, to in steps)
        if not leaves and name not in machine.final:
            yield path, "rulebook.dead-end", f"{of}: {name!r} is not final and nothing leads out"


def _reachable(initial: str, steps: set[tuple[str, str]]) -> set[str]:
    reached, edge = {initial}, {initial}
    while edge:
        edge = {to for source, to in steps if source in edge} - reached
        reached |= edge
    return reached
