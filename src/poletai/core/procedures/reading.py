"""Reading: a definition from the bytes of its file, table by table, all problems at once."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from poletai.core.basics.canonical import canonical
from poletai.core.basics.problem import Problem
from poletai.core.procedures.assembly.layers import HEAD
from poletai.core.procedures.assembly.marks import Places, place_of
from poletai.core.procedures.assembly.whole import assemble
from poletai.core.procedures.definition import (
    Condition,
    Debt,
    Definition,
    Machine,
    Move,
    Parameter,
    RuleSet,
    Text,
)
from poletai.core.procedures.lines import Path

_CONDITION = ("is", "law", "force", "since", "ceases")
# `duty`: being late is a breach to record, and refusing the move would only make it later.
_FORCES = ("hard", "advice", "duty")


class _Outline(msgspec.Struct, frozen=True):
    """What every table is, before any is looked into."""

    name: str
    category: str
    method: str
    title: Any
    machine: dict[str, dict[str, Any]] = {}
    parameter: dict[str, dict[str, Any]] = {}
    field: dict[str, dict[str, Any]] = {}
    move: list[dict[str, Any]] = []
    debt: list[dict[str, Any]] = []
    rule_set: dict[str, dict[str, Any]] = msgspec.field(name="rule-set", default_factory=dict)


class Reader:
    """Collects what is wrong while one file is read; the only mutable thing here, and local."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.problems: list[Problem] = []

    def problem(self, code: str, path: Path, message: str, force: str = "error") -> None:
        """Note a problem where the table of a path stands."""
        where = place_of(self.places, path)
        self.problems.append(Problem(code=code, where=where, message=message, force=force))

    def convert(self, value: Any, shape: Any, path: Path) -> Any:
        """Convert a table to its struct; None and a problem where it does not fit."""
        try:
            return msgspec.convert(value, shape, strict=True)
        except msgspec.ValidationError as problem:
            self.problem("rulebook.shape", path, f"{_said(path)}: {problem}")
            return None


def _said(path: Path) -> str:
    return ".".join(str(part) for part in path) or "file"


def read_definition(
    file: str, files: Mapping[str, bytes]
) -> tuple[Definition | None, tuple[Problem, ...], Places]:
    """Read the definition in a file; None with its problems where it does not read at all.

    `files` has the file and what it is put together of. What is read is not yet checked: see
    checks. The third part says where each table stands.
    """
    whole = assemble(file, files)
    if whole.problems:
        return None, whole.problems, whole.places
    reader = Reader(whole.places)
    read = build_definition(reader, whole.document)
    return (None if reader.problems else read), tuple(reader.problems), whole.places


def build_definition(reader: Reader, document: dict[str, Any]) -> Definition | None:
    """Build a definition from its document, TOML or the pinned JSON; None where it has problems."""
    missing = [key for key in HEAD if key not in document]
    for key in missing:
        reader.problem("rulebook.missing-key", (), f"{key!r} is missing")
    outline = None if missing else reader.convert(document, _Outline, ())
    return None if outline is None else _filled_in(reader, document, outline)


def _filled_in(reader: Reader, document: dict[str, Any], outline: _Outline) -> Definition | None:
    machines = _named(reader, outline.machine, "machine", Machine)
    parameters = _named(reader, outline.parameter, "parameter", Parameter)
    fields = _named(reader, outline.field, "field", Text)
    rule_sets = _named(reader, outline.rule_set, "rule-set", RuleSet)
    moves = [_move(reader, i, table) for i, table in enumerate(outline.move)]
    debts = [reader.convert(debt, Debt, ("debt", i)) for i, debt in enumerate(outline.debt)]
    title = reader.convert(outline.title, Text, ("title",))
    if reader.problems:
        return None
    return Definition(
        name=outline.name,
        category=outline.category,
        method=outline.method,
        title=title,
        jurisdiction=outline.name.partition(".")[0],
        machines=machines,
        parameters=parameters,
        fields=fields,
        moves=tuple(move for move in moves if move is not None),
        debts=tuple(debts),
        rule_sets=rule_sets,
        sha256=hashlib.sha256(_document_bytes(document)).hexdigest(),
    )


def document_bytes(file: str, files: Mapping[str, bytes]) -> bytes:
    """Return the canonical bytes a definition's hash is taken of: those of the assembled whole.

    The file was read before without a problem.
    """
    return _document_bytes(assemble(file, files).document)


def _document_bytes(document: Mapping[str, Any]) -> bytes:
    return canonical(msgspec.to_builtins(document))


def _named(reader: Reader, tables: Mapping[str, Any], key: str, shape: Any) -> dict[str, Any]:
    return {name: reader.convert(table, shape, (key, name)) for name, table in tables.items()}


def _move(reader: Reader, index: int, table: dict[str, Any]) -> Move | None:
    path: Path = ("move", index)
    if not isinstance(table.get("provided", []), list):
        reader.problem("rulebook.condition", path, "`provided` is a list of conditions")
        return None
    conditions = [
        _condition(reader, condition, (*path, "provided", i))
        for i, condition in enumerate(table.get("provided", ()))
    ]
    plain = {key: value for key, value in table.items() if key != "provided"}
    if isinstance(plain.get("by"), str):
        plain["by"] = [plain["by"]]
    move = reader.convert(plain, Move, path)
    if move is None or None in conditions:
        return None
    complete: Move = msgspec.structs.replace(move, provided=tuple(c for c in conditions if c))
    return complete


def _condition(reader: Reader, table: Any, path: Path) -> Condition | None:
    named = isinstance(table, dict) and all(isinstance(table.get(k), str) for k in ("is", "law"))
    if not named:
        reader.problem("rulebook.condition", path, "a condition needs `is` and `law`, in words")
        return None
    force = table.get("force", "hard")
    if force not in _FORCES:
        message = f"force is one of {', '.join(_FORCES)}, not {force!r}"
        reader.problem("rulebook.condition", path, message)
        return None
    days = {key: table[key] for key in ("since", "ceases") if key in table}
    if (read := reader.convert(days, dict[str, date], path)) is None:
        return None
    arguments = {key: value for key, value in table.items() if key not in _CONDITION}
    return Condition(guard=table["is"], law=table["law"], force=force, arguments=arguments, **read)
