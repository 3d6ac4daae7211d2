"""Contexts: everything a guard or a deed may look at when a command is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from poletai.core.basics.instant import parse_instant
from poletai.core.basics.periods import Due, period_end
from poletai.core.procedures.definition import Definition, Move, Value, Values
from poletai.core.procedures.standing import Command, LotStanding, Standing, Subject, Tally

_ABSENT = object()


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """One command before one standing, at one instant, under the values of its day.

    No two are equal, so that what was read of one for a guard can be kept for the next.
    """

    definition: Definition
    values: Values
    standing: Standing
    subject: Subject | None
    tally: Tally
    command: Command
    move: Move
    at: datetime

    def fact(self, path: str, default: Any = None) -> Any:
        """Read a field the move asks, else a fact of its subject, its lot or its procedure.

        `a.count` is the number of items in `a`. What a command carries without being asked
        never counts: the move's `asks` decides where a name is looked up.
        """
        name, counted = path.removesuffix(".count"), path.endswith(".count")
        value = self._look_up(name)
        if value is _ABSENT:
            return 0 if counted else default
        return len(value) if counted else value

    def _look_up(self, name: str) -> Any:
        if name in self.move.asks and name in self.command.fields:
            return self.command.fields[name]
        for holder in (self.subject, self.lot, self.standing):
            if holder is not None and name in holder.facts:
                return holder.facts[name]
        return _ABSENT

    @property
    def lot(self) -> LotStanding | None:
        """The lot the command is about, if it is about one."""
        return self.standing.lots.get(self.command.lot or "")

    def instant(self, name: str) -> datetime | None:
        """Read an instant by the name of its field or fact; `at` is the command's own."""
        if name == "at":
            return self.at
        text = self.fact(name)
        return None if text is None else parse_instant(text)

    def parsed(self, text: str) -> datetime:
        """Read the text of an instant a fact holds."""
        return parse_instant(text)

    def value(self, name: str) -> Value:
        """Read a parameter's value on the day that counts for this procedure."""
        return self.values.parameters[name]

    def count(self, name: str) -> int:
        """Read a parameter that is a whole number."""
        return int(self.value(name).value)

    def period_after(self, start: datetime, parameter: str) -> Due:
        """Count a parameter's period from an instant, expiry on a holiday rolled forward."""
        return period_end(self.values.calendar, start, *self.value(parameter).period, roll=True)

    def bids_in(self, states: Sequence[str]) -> tuple[str, ...]:
        """List the bids of the lot at hand that stand in one of these states."""
        bids = () if self.lot is None else self.lot.bids.values()
        return tuple(bid.bid for bid in bids if bid.state in states)
