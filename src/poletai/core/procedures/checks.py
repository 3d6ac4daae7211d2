"""Checks: what a definition must get right before it is ever run, all problems at once."""

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta

from poletai.core.basics.problem import Problem
from poletai.core.procedures import (
    check_debts,
    check_machines,
    check_moves,
    check_rule_sets,
    check_stages,
    in_force,
)
from poletai.core.procedures.assembly.marks import Places, place_of
from poletai.core.procedures.deeds import markdowns
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.findings import ANSWERS, KINDS, PREFIX
from poletai.core.procedures.lines import Path
from poletai.core.procedures.vocabulary import UNITS

_YEAR = timedelta(days=366)
# A decimal, a range of two, or a fraction: 0.02, 0.10..0.20, 2/3.
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?(\.\.[0-9]+(\.[0-9]+)?)?|[1-9][0-9]*/[1-9][0-9]*")

# Found by their names, not by conditions: adjustments of prices, and what bids are checked for.
_BY_NAME = ("deduction-", "bonus-", PREFIX)

Found = Iterator[tuple[Path, str, str]]


def check_definition(
    definition: Definition,
    places: Places,
    articles: Collection[str],
    today: date | None = None,
) -> tuple[Problem, ...]:
    """Check a definition that was read; `articles` are the citations sources.toml resolves.

    Returns errors, and warnings with the name of each value nobody verified in the year to `today`.
    """
    found: list[Problem] = []
    checks: tuple[Callable[[Definition], Found], ...] = (
        check_machines.check,
        check_moves.check,
        check_debts.check,
        check_rule_sets.check,
        in_force.check,
        check_stages.check,
        _fields,
        _kinds,
        lambda d: _citations(d, articles),
        lambda d: _parameters(d, today),
    )
    for check in checks:
        for path, code, message in check(definition):
            where = place_of(places, path)
            force = "warning" if code == "rulebook.unverified" else "error"
            found.append(Problem(code=code, where=where, message=message, force=force))
    return tuple(found)


def _citations(definition: Definition, articles: Collection[str]) -> Found:
    for path, law in citations(definition):
        if law not in articles:
            yield path, "rulebook.unknown-article", f"{law} is in no sources.toml"


def citations(definition: Definition) -> Iterator[tuple[Path, str]]:
    """Yield every citation of a definition with the path it stands at."""
    for name, parameter in definition.parameters.items():
        for dated in parameter.value:
            yield ("parameter", name), dated.law
    yield from _of_moves(definition)
    for name, rules in definition.rule_sets.items():
        yield ("rule-set", name), rules.law
    for index, debt in enumerate(definition.debts):
        yield ("debt", index), debt.law
        if debt.late_interest is not None:
            yield ("debt", index), debt.late_interest


def _of_moves(definition: Definition) -> Iterator[tuple[Path, str]]:
    for index, move in enumerate(definition.moves):
        yield ("move", index), move.law
        for i, condition in enumerate(move.provided):
            yield ("move", index, "provided", i), condition.law
        for name, fixing in move.fixes.items():
            yield ("move", index, "fixes", name), fixing.law


def _fields(definition: Definition) -> Found:
    used = {name for move in definition.moves for name in (*move.asks, *move.fixes)}
    for name in definition.fields:
        if name not in used:
            yield ("field", name), "rulebook.unused", f"no move asks or fixes {name}"


def _kinds(definition: Definition) -> Found:
    """What bids are checked for is a kind of finding, and has the values it reckons with."""
    for name in (name for name in definition.parameters if name.startswith(PREFIX)):
        kind = KINDS.get(name.removeprefix(PREFIX))
        path: Path = ("parameter", name)
        if kind is None:
            yield path, "rulebook.unknown-finding", f"{name!r} names no kind of finding"
            continue
        for needed in kind.needs:
            if needed not in definition.parameters:
                yield path, "rulebook.unknown-parameter", f"{name} needs the parameter {needed}"


def _parameters(definition: Definition, today: date | None) -> Found:
    used = frozenset(_parameters_used(definition))
    for name, parameter in definition.parameters.items():
        path: Path = ("parameter", name)
        if parameter.unit not in UNITS:
            yield path, "rulebook.unknown-unit", f"{parameter.unit!r} is not a unit"
        for dated in parameter.value:
            if not _fits(parameter.unit, dated.value):
                message = f"{name}: {dated.value!r} is no {parameter.unit}"
                yield path, "rulebook.value", message
        if not parameter.value:
            yield path, "rulebook.no-value", f"{name} has no value"
        if name not in used and not name.startswith(_BY_NAME):
            yield path, "rulebook.unused", f"nothing uses the parameter {name}"
        if today is not None and parameter.verified_on + _YEAR < today:
            message = f"{name} was last verified on {parameter.verified_on}"
            yield path, "rulebook.unverified", message


def _fits(unit: str, value: str | int) -> bool:
    """Say whether a value is of its unit: whole numbers count, shares and money are decimals."""
    if unit == "answer":
        return value in ANSWERS
    if unit not in ("share", "money"):
        return isinstance(value, int)
    return isinstance(value, str) and _DECIMAL.fullmatch(value) is not None


def _parameters_used(definition: Definition) -> Iterator[str]:
    yield from (debt.days for debt in definition.debts if debt.days is not None)
    for move in definition.moves:
        yield from (fixing.days for fixing in move.fixes.values())
        if move.grace is not None:
            yield move.grace
        for condition in move.provided:
            yield from (str(a) for a in condition.arguments.values() if isinstance(a, str))
        if move.does == "record-findings":
            yield from (needed for kind in KINDS.values() for needed in kind.needs)
        if move.does == "rank":
            yield "candidates"
        if move.does == "mark-down":
            yield markdowns.SHARE
