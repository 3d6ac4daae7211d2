"""Deeds of attempts that failed: unsold lots are marked down to a share of what they began at."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from poletai.core.basics.exact import product, round_half_up
from poletai.core.basics.money import MONEY_PLACES
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data, Deed
from poletai.core.procedures.standing import (
    Event,
    Facts,
    Standing,
    SubjectT,
    put_lot,
    with_facts,
)

SHARE = "marked-down-to"
_OF_LOT = ("start", "step")
_OF_TRADE = ("security",)


def _marked_down(context: Context) -> Data:
    """Compute each unsold lot's start and step, and the security, from those of the notice."""
    share = Decimal(str(context.value(SHARE).value))
    standing = context.standing
    taken = {state for also in context.move.also if also.of == "lot" for state in also.source}
    lots = {
        lot.lot: _shares_of(lot.facts, _OF_LOT, share)
        for lot in standing.lots.values()
        if lot.state in taken
    }
    return {"marked-down": lots, **_shares_of(standing.facts, _OF_TRADE, share)}


def _shares_of(facts: Facts, names: Sequence[str], share: Decimal) -> dict[str, Any]:
    firsts = {name: facts.get(_first(name), facts.get(name)) for name in names}
    return {name: _share_of(money, share) for name, money in firsts.items() if money is not None}


def _share_of(money: Mapping[str, Any], share: Decimal) -> dict[str, Any]:
    exact = product(Decimal(money["amount"]), share)
    return {**money, "amount": f"{round_half_up(exact, MONEY_PLACES):f}"}


def _first(name: str) -> str:
    return f"first-{name}"


def _mark_down(standing: Standing, event: Event) -> Standing:
    for name, figures in event.data["marked-down"].items():
        standing = put_lot(standing, _with(standing.lots[name], figures))
    return _with(standing, {name: event.data[name] for name in _OF_TRADE if name in event.data})


def _with(subject: SubjectT, figures: Mapping[str, Any]) -> SubjectT:
    """Put the new figures over the old, and keep those of the notice beside them."""
    facts = subject.facts
    firsts = {_first(name): facts.get(_first(name), facts.get(name)) for name in figures}
    return with_facts(subject, {**firsts, **figures})


DEEDS = (Deed("mark-down", adds=_marked_down, folds=_mark_down),)
