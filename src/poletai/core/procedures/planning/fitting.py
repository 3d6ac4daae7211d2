"""Fitting a rule to an item: whether it holds, would hold if more were so, or cannot be told."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from poletai.core.procedures.planning.item import PlanItem
from poletai.core.procedures.planning.rules import Planning, Row

# `only-if`: all but a circumstance is given. `open`: a fact was not said, a value is not known.
Fits = Literal["holds", "only-if", "open", "not"]


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """How a row fits an item; `needs` names the circumstances, facts or values that are missing."""

    row: Row
    fits: Fits
    needs: tuple[str, ...] = ()
    # The articles of the values it compared with, and whether all of them are verified.
    values: tuple[str, ...] = ()
    hard: bool = True


def fit(planning: Planning, row: Row, item: PlanItem) -> Fit:
    """Compare a row with an item."""
    when = row.when
    if not _concerns(row, item) or item.circumstances & set(when.none):
        return Fit(row=row, fits="not")
    compared = tuple(_compared(planning, row, item))
    if any(held is False for held, *_ in compared):
        return Fit(row=row, fits="not")
    missing = tuple(need for held, need, *_ in compared if held is None)
    laws = tuple(law for held, _, law, _ in compared if held)
    hard = row.force == "hard" and all(force == "hard" for *_, force in compared)
    if missing:
        return Fit(row=row, fits="open", needs=missing, hard=hard)
    absent = tuple(name for name in when.all if name not in item.circumstances)
    if when.any and not item.circumstances & set(when.any):
        absent = (*absent, *when.any)
    fits: Fits = "only-if" if absent else "holds"
    return Fit(row=row, fits=fits, needs=absent, values=laws, hard=hard)


def _concerns(row: Row, item: PlanItem) -> bool:
    """Say whether a row is law there and then, for this object and this money."""
    return (
        (row.since is None or row.since <= item.day)
        and (row.ceases is None or item.day < row.ceases)
        and item.place.startswith(row.place)
        and (not row.when.object or item.object in row.when.object)
        and (not row.when.funding or item.funding in row.when.funding)
    )


def _compared(
    planning: Planning, row: Row, item: PlanItem
) -> Iterator[tuple[bool | None, str, str, str]]:
    """Yield for each bound whether it is kept, what is missing, its article and its force."""
    bounds = [(measure, name, True) for measure, name in row.when.at_least.items()]
    bounds += [(measure, name, False) for measure, name in row.when.below.items()]
    for measure, name, wanted in bounds:
        value = planning.values[name].for_item(item)
        if value is None:
            yield None, name, "", row.force
            continue
        reached = item.reaches(measure, value.value)
        yield None if reached is None else reached is wanted, measure, value.law, value.force
