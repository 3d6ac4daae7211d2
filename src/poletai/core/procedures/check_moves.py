"""Checks of the moves: roles, states, deeds, fields and conditions that exist, and no doubt."""

from collections.abc import Iterable, Iterator
from typing import Any

from poletai.core.procedures import check_deeds
from poletai.core.procedures.clocks import PAUSING
from poletai.core.procedures.deeds import DEEDS
from poletai.core.procedures.definition import Condition, Definition, Fixing, Move
from poletai.core.procedures.facts import recorded
from poletai.core.procedures.fields import FIELD_TYPES, SUPPLIED
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.lines import Path
from poletai.core.procedures.vocabulary import MATTERS, PERIODS, PHASES, ROLES

Found = Iterator[tuple[Path, str, str]]
_LISTS = ("states", "rule-sets")


def check(definition: Definition) -> Found:
    """Yield what is wrong with the moves: path, code and message."""
    facts = recorded(definition)
    for index, move in enumerate(definition.moves):
        path: Path = ("move", index)
        yield from _words(definition, move, path)
        yield from _fields(definition, move, path)
        yield from _timer(move, path, facts)
        yield from _remedy(definition, move, path)
        yield from check_deeds.check(definition, move, path)
        for i, condition in enumerate(move.provided):
            yield from _condition(definition, move, condition, (*path, "provided", i), facts)
        for fixing in move.fixes.values():
            yield from _period(definition, path, fixing.days)
            yield from _pausing(definition, path, move, fixing)
    yield from _doubts(definition)


def _unknown(path: Path, what: str, given: Iterable[str], known: Iterable[str]) -> Found:
    known = set(known)
    for name in given:
        if name not in known:
            yield path, f"rulebook.unknown-{what}", f"{name!r} is not a {what}"


def _words(definition: Definition, move: Move, path: Path) -> Found:
    yield from _unknown(path, "role", move.by, ROLES)
    yield from _unknown(path, "deed", (move.does,), DEEDS)
    yield from _unknown(path, "machine", (move.of,), definition.machines)
    others = [also.of for also in move.also]
    yield from _unknown(path, "subject", others, ("lot", "bid", "applicant"))
    chosen = DEEDS[move.does].selections if move.does in DEEDS else ()
    wheres = [also.where for also in move.also if also.where is not None]
    yield from _unknown(path, "selection", wheres, chosen)
    named = [
        (move.of, (*move.source, *((move.to,) if move.to else ()))),
        ("procedure", move.during),
    ]
    named += [(also.of, (*also.source, also.to)) for also in move.also]
    for of, states in named:
        if of in definition.machines:
            yield from _unknown(path, "state", states, definition.machines[of].state)
    yield from _unknown(path, "phase", () if move.until is None else (move.until,), PHASES)


def _fields(definition: Definition, move: Move, path: Path) -> Found:
    shown = [name for name, kind in move.asks.items() if kind not in SUPPLIED]
    for name in (*shown, *move.fixes):
        if name not in definition.fields:
            yield path, "rulebook.no-title", f"{move.when}: {name} has no title under [field]"
    yield from _unknown(path, "field-type", move.asks.values(), FIELD_TYPES)
    # Who acted can be hidden like a field: `by` stands for it.
    yield from _unknown(path, "field", move.optional, move.asks)
    yield from _unknown(
        path, "field", move.private, {*move.asks, "by", *check_deeds.NAMES.get(move.of, ())}
    )
    if (move.private or move.confidential) and move.until is None:
        yield path, "rulebook.no-disclosure", f"{move.when} hides something and says not until when"


def _remedy(definition: Definition, move: Move, path: Path) -> Found:
    yield from _unknown(path, "matter", () if move.about is None else (move.about,), MATTERS)
    if move.of != "remedy":
        if move.about is not None or move.suspends or move.resumes:
            yield path, "rulebook.not-a-remedy", f"{move.when} is not of a remedy"
        return
    if (move.about is None) == (move.does == "raise-remedy"):
        yield path, "rulebook.matter", f"{move.when}: `about` goes with `raise-remedy`, always"
    wanted = (("suspend", move.suspends), ("resume", move.resumes))
    known = {(m.does, m.of) for m in definition.moves}
    for does in (does for does, asked in wanted if asked):
        for of in ("procedure", "lot"):
            if (does, of) not in known:
                yield path, "rulebook.no-such-move", f"{move.when}: no move may {does} a {of}"


def _timer(move: Move, path: Path, facts: frozenset[str]) -> Found:
    if "clock" not in move.by and (move.due or move.grace):
        yield path, "rulebook.not-a-timer", f"{move.when} has a due time but is not by the clock"
    # A lapse takes away the instant it was due at, so it ends even where it changes no state.
    if "clock" in move.by and move.does != "lapse" and move.to in (None, *move.source):
        yield path, "rulebook.endless", f"{move.when} is by the clock and leads back to its state"
    yield from _unknown(path, "fact", () if move.due is None else (move.due,), facts)


def _condition(
    definition: Definition, move: Move, condition: Condition, path: Path, facts: frozenset[str]
) -> Found:
    guard = GUARDS.get(condition.guard)
    if guard is None:
        yield path, "rulebook.unknown-guard", f"{condition.guard!r} is not a guard"
        return
    given, takes = condition.arguments, guard.takes
    for name in takes.keys() - given.keys():
        yield path, "rulebook.guard-argument", f"{condition.guard} needs {name!r}"
    for name in given.keys() - takes.keys():
        yield path, "rulebook.guard-argument", f"{condition.guard} takes no {name!r}"
    for name in given.keys() & takes.keys():
        if takes[name] != "choice" and isinstance(given[name], list) != (takes[name] in _LISTS):
            yield path, "rulebook.guard-argument", f"{condition.guard}: {name} is no {takes[name]}"
            continue
        kind = "period" if name == "days" else takes[name]
        yield from _argument(definition, move, kind, given[name], path, facts)


def _argument(
    definition: Definition, move: Move, kind: str, given: Any, path: Path, facts: frozenset[str]
) -> Found:
    if kind == "parameter":
        yield from _unknown(path, "parameter", (str(given),), definition.parameters)
    elif kind == "period":
        yield from _period(definition, path, str(given))
    elif kind == "fact":
        name = str(given).removesuffix(".count")
        yield from _unknown(path, "fact", (name,), {*facts, *move.asks, "at"})
    elif kind == "states":
        states = {s for machine in definition.machines.values() for s in machine.state}
        yield from _unknown(path, "state", given, states)
    elif kind == "rule-sets":
        yield from _unknown(path, "rule-set", given, definition.rule_sets)


def _pausing(definition: Definition, path: Path, move: Move, fixing: Fixing) -> Found:
    """A suspension holds lots, an examination remedies; only whole days are made good."""
    parameter = definition.parameters.get(fixing.days)
    counts = parameter is not None and parameter.unit in PAUSING
    if fixing.pauses and not (counts and move.of in ("lot", "remedy")):
        yield path, "rulebook.cannot-pause", f"{fixing.days!r} of {move.of} is not counted in days"


def _period(definition: Definition, path: Path, name: str) -> Found:
    yield from _unknown(path, "parameter", (name,), definition.parameters)
    parameter = definition.parameters.get(name)
    if parameter is not None and parameter.unit not in PERIODS:
        message = f"{name} is a number of {parameter.unit}: no period can be counted with it"
        yield path, "rulebook.not-a-period", message


def _doubts(definition: Definition) -> Found:
    """Two moves may not answer the same command, or explain the same event, in one state."""
    seen: dict[tuple[str, str, str], str] = {}
    for index, move in enumerate(definition.moves):
        keys = [("then", move.then, state) for state in move.source]
        if "clock" not in move.by:
            keys += [("when", move.when, state) for state in move.source]
        for key in keys:
            if key in seen:
                message = f"{move.when}: {key[0]} {key[1]!r} from {key[2]!r} is already {seen[key]}"
                yield ("move", index), "rulebook.doubt", message
            seen[key] = move.when
