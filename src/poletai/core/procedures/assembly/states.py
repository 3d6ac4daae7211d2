"""States in lists: dropped where a kind of trade has not got them, written out from phases.

`"phase:opened"` and `"phase:open..awarded"` stand for every state of a machine in those phases.
"""

from collections.abc import Callable, Iterable
from typing import Any

from poletai.core.procedures.assembly.marks import are_tables
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.vocabulary import PHASES

Document = dict[str, Any]
# From a machine's name and the states listed of it to the states that stand there afterwards.
Change = Callable[[str, list[str]], list[str]]
_RANGE = "phase:"


def drop_state(below: Document, name: str) -> Document | None:
    """Return the document without a state, `lot.publicity`, wherever it is listed."""
    of, _, state = name.partition(".")
    machines = below.get("machine", {})
    if state not in machines.get(of, {}).get("state", {}):
        return None
    machine = machines[of]
    kept = {key: value for key, value in machine["state"].items() if key != state}
    final = [known for known in machine.get("final", []) if known != state]
    smaller = {**machine, "state": kept, "final": final}
    changed = {**below, "machine": {**machines, of: smaller}}
    return relisted(changed, lambda at, states: [s for s in states if (at, s) != (of, state)])


def write_out(document: Document) -> Document:
    """Return the document with every range of phases written out as the states it stands for."""
    return relisted(document, lambda of, states: _written(document, of, states))


def _written(document: Document, of: str, states: list[str]) -> list[str]:
    known = document.get("machine", {}).get(of, {}).get("state", {})
    found: list[str] = []
    for state in states:
        inside = _within(known, state.removeprefix(_RANGE)) if _is_range(state) else [state]
        found += [each for each in inside if each not in found]
    return found


def _is_range(state: Any) -> bool:
    return isinstance(state, str) and state.startswith(_RANGE)


def _within(known: Document, said: str) -> list[str]:
    first, _, last = said.partition("..")
    if first not in PHASES or (last or first) not in PHASES:
        # No phases: left as it is, for the check to say that this is no state.
        return [f"{_RANGE}{said}"]
    phases = PHASES[PHASES.index(first) : PHASES.index(last or first) + 1]
    return [
        name
        for name, state in known.items()
        if isinstance(state, dict) and state.get("phase") in phases
    ]


def relisted(document: Document, change: Change) -> Document:
    """Return the document with every list of states changed; what no state is left of goes."""
    whole = dict(document)
    if are_tables(document.get("move")):
        whole["move"] = _left(_move(move, change) for move in document["move"])
    if are_tables(document.get("debt")):
        whole["debt"] = _left(
            _from(debt, debt.get("of", "bid"), change) for debt in document["debt"]
        )
    return whole


def _left(tables: Iterable[Document]) -> list[Document]:
    return [table for table in tables if table.get("from") != []]


def _from(table: Document, of: str, change: Change) -> Document:
    states = table.get("from")
    return {**table, "from": change(of, states)} if isinstance(states, list) else table


def _move(move: Document, change: Change) -> Document:
    changed = _from(move, move.get("of", "procedure"), change)
    if isinstance(move.get("while"), list):
        changed["while"] = change("procedure", move["while"])
    if are_tables(move.get("also")):
        taken = [_from(also, also.get("of", "lot"), change) for also in move["also"]]
        changed["also"] = _left(taken)
    if isinstance(move.get("provided"), list):
        changed["provided"] = [_condition(c, change) for c in move["provided"]]
    return changed


def _condition(condition: Any, change: Change) -> Any:
    if not isinstance(condition, dict) or not isinstance(condition.get("states"), list):
        return condition
    guard = GUARDS.get(str(condition.get("is")))
    of = "lot" if guard is None else guard.states_of
    return {**condition, "states": change(of, condition["states"])}
