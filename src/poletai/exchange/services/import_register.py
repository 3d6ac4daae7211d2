"""Import a register: what a source says of bodies replaces what it said before, all or nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.db import transaction

from poletai.core.basics.problem import Problem, Refusal
from poletai.core.procedures.registers import Exclusion, Relation
from poletai.exchange.actors import Actor
from poletai.exchange.errors import ProblemsError
from poletai.exchange.house import House
from poletai.exchange.models import RegisterEntry
from poletai.exchange.permissions import refuse_action

REGISTERS: Mapping[str, type[Relation] | type[Exclusion]] = {
    "relations": Relation,
    "exclusions": Exclusion,
}
_PERSON = "responsible-person"
# The number of an identity card: it would become public with the events that cite it.
_IDENTITY_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]")


def import_register(
    house: House, actor: Actor, register: str, rows: Sequence[Any]
) -> int | Refusal:
    """Keep the rows of a register; each source they name is replaced. Returns how many there are.

    Raises ProblemsError with everything wrong, row by row; then nothing is kept.
    """
    if refusal := refuse_action(actor, "keep-registers"):
        return refusal
    if register not in REGISTERS:
        message = f"{register!r} is no register: {', '.join(REGISTERS)}"
        raise ProblemsError((Problem(code="register", where="register", message=message),))
    read = [_read(register, number, row) for number, row in enumerate(rows, 1)]
    problems = tuple(one for one in read if isinstance(one, Problem))
    if problems:
        raise ProblemsError(problems)
    entries = [one for one in read if not isinstance(one, Problem)]
    _replace(house, register, entries)
    return len(entries)


def register_of(register: str) -> Iterator[dict[str, Any]]:
    """List a register as it stands, source by source."""
    kept = RegisterEntry.objects.filter(register=register).order_by("source", "body", "id")
    return ({**row.entry, "imported": row.imported_at.isoformat()} for row in kept)


def _read(register: str, number: int, row: Any) -> Relation | Exclusion | Problem:
    try:
        entry = msgspec.convert(row, REGISTERS[register], strict=True)
    except msgspec.ValidationError as problem:
        return Problem(code="register-entry", where=f"row {number}", message=f"{number}: {problem}")
    if isinstance(entry, Relation) and _shows_a_person(entry):
        message = f"{number}: other is an identity number: give a name, or a code of your own"
        return Problem(code="register-person", where=f"row {number}", message=message)
    return entry


def _shows_a_person(entry: Relation) -> bool:
    return entry.kind == _PERSON and _IDENTITY_NUMBER.fullmatch(entry.other) is not None


def _replace(house: House, register: str, entries: Sequence[Relation | Exclusion]) -> None:
    sources = {entry.source for entry in entries}
    with transaction.atomic():
        RegisterEntry.objects.filter(register=register, source__in=sources).delete()
        RegisterEntry.objects.bulk_create(_row(house, register, entry) for entry in entries)


def _row(house: House, register: str, entry: Relation | Exclusion) -> RegisterEntry:
    body, other = (entry.one, entry.other) if isinstance(entry, Relation) else (entry.body, "")
    return RegisterEntry(
        register=register,
        source=entry.source,
        body=body.upper(),
        other=other.upper(),
        entry=msgspec.to_builtins(entry),
        imported_at=house.clock(),
    )
