"""Checks of the debts: roles, states, facts and periods that exist."""

from collections.abc import Iterable, Iterator

from poletai.core.procedures.debtors import DEBTORS
from poletai.core.procedures.definition import Debt, Definition
from poletai.core.procedures.facts import recorded
from poletai.core.procedures.lines import Path
from poletai.core.procedures.vocabulary import PERIODS, ROLES

Found = Iterator[tuple[Path, str, str]]


def check(definition: Definition) -> Found:
    """Yield what is wrong with the debts: path, code and message."""
    facts = recorded(definition)
    for index, debt in enumerate(definition.debts):
        path: Path = ("debt", index)
        others = () if debt.interest_from is None else (debt.interest_from,)
        yield from _unknown(path, "subject", (debt.of,), DEBTORS)
        yield from _unknown(path, "role", (debt.by, debt.to), ROLES)
        yield from _unknown(path, "fact", (debt.what, *debt.after, *debt.settled, *others), facts)
        yield from _states(definition, debt, path)
        yield from _period(definition, debt, path)


def _states(definition: Definition, debt: Debt, path: Path) -> Found:
    machine = definition.machines.get(debt.of)
    known = () if machine is None else machine.state
    yield from _unknown(path, "state", debt.source, known)


def _period(definition: Definition, debt: Debt, path: Path) -> Found:
    parameter = definition.parameters.get(debt.days or "")
    if debt.days is not None and (parameter is None or parameter.unit not in PERIODS):
        yield path, "rulebook.not-a-period", f"{debt.days!r} is no parameter that counts time"


def _unknown(path: Path, what: str, given: Iterable[str], known: Iterable[str]) -> Found:
    for name in given:
        if name not in known:
            yield path, f"rulebook.unknown-{what}", f"{name!r} is not a {what}"
