"""A deed: what a move does beyond changing states, as three pure functions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from poletai.core.procedures.context import Context
from poletai.core.procedures.standing import Event, Standing

Data = Mapping[str, Any]
Selections = Mapping[str, tuple[str, ...]]


def adds_nothing(_context: Context) -> Data:
    """Add nothing to the event beside the command's own fields."""
    return {}


def folds_nothing(standing: Standing, _event: Event) -> Standing:
    """Leave the standing as the move's states and simple fields made it."""
    return standing


def selects_nothing(_data: Data) -> Selections:
    """Select no subject for the move to take along."""
    return {}


@dataclass(frozen=True, slots=True)
class Deed:
    """What a move `does`: what its event adds, how it folds, which subjects it selects.

    `adds(context)` is read by decide and written into the event, so that evolve and every
    stranger's replay see what was seen; `folds` and `selects` see the event alone.
    """

    name: str
    adds: Callable[[Context], Data] = adds_nothing
    folds: Callable[[Standing, Event], Standing] = folds_nothing
    selects: Callable[[Data], Selections] = selects_nothing
    # The names of the selections, which a move's `also` takes along `where` it says so.
    selections: tuple[str, ...] = ()
