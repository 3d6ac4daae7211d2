"""Definitions: how a kind of procedure runs, as frozen data read from the rulebook."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, cast

import msgspec

from poletai.core.basics.periods import Unit


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in the two languages of the pages."""

    zh: str
    en: str


class DatedValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a parameter is from `since` on, until the next value begins."""

    since: date
    value: str | int = msgspec.field(name="is")
    law: str


class Parameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dated value of the law: periods are counts of a unit, shares are decimal texts."""

    title: Text
    unit: str
    verified_on: date = msgspec.field(name="verified-on")
    value: tuple[DatedValue, ...]


class State(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One state of a small machine, and the phase of the trade it belongs to."""

    phase: str
    title: Text


class Machine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A small state machine: where its subject begins, where it may rest, what lies between."""

    initial: str
    final: tuple[str, ...]
    state: dict[str, State]


class Condition(msgspec.Struct, frozen=True):
    """What must hold for a move: a guard, its arguments, and the article that asks for it.

    It binds procedures whose notice appears from `since` on, and before the day it `ceases`.
    """

    guard: str
    law: str
    force: str
    arguments: dict[str, Any]
    since: date | None = None
    ceases: date | None = None


class Fixing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An instant a move fixes: `days` counted from the move.

    One that `pauses` stands still while its lot is suspended, or its remedy under examination.
    """

    days: str
    law: str
    pauses: bool = False


class Also(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Other subjects a move takes along: all of a kind in `from`, or those a deed selected."""

    of: str
    source: tuple[str, ...] = msgspec.field(name="from")
    to: str
    where: str | None = None


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One permitted step: who may take it, from where to where, under which conditions."""

    when: str
    by: tuple[str, ...]
    source: tuple[str, ...] = msgspec.field(name="from")
    then: str
    law: str
    title: Text
    does: str
    of: str = "procedure"
    to: str | None = None
    during: tuple[str, ...] = msgspec.field(name="while", default=())
    asks: dict[str, str] = {}
    optional: tuple[str, ...] = ()
    provided: tuple[Condition, ...] = ()
    fixes: dict[str, Fixing] = {}
    also: tuple[Also, ...] = ()
    due: str | None = None
    grace: str | None = None
    private: tuple[str, ...] = ()
    confidential: bool = False
    until: str | None = None
    # Of a remedy: what it is about, and whether the trade stops, or goes on, with it.
    about: str | None = None
    suspends: bool = False
    resumes: bool = False
    # Procedures whose notice appears from one day on, or before the other, have this move.
    since: date | None = None
    ceases: date | None = None


class Debt(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """A sum owed on a bid, or an applicant, in some states: `what` names the fact of the amount.

    It is owed once one of `after` happened, for a `days` parameter's time or at once, unless one
    of `settled` happened; `grounds` and `but_grounds` say on which it is, or is not. An applicant
    is owed it once no lot may be bid for any more, and only where none of the bids is its own.
    """

    what: str
    title: Text
    by: str
    to: str
    source: tuple[str, ...] = msgspec.field(name="from")
    after: tuple[str, ...]
    settled: tuple[str, ...]
    law: str
    of: str = "bid"
    days: str | None = None
    interest_from: str | None = None
    grounds: tuple[str, ...] = ()
    but_grounds: tuple[str, ...] = ()
    # Where the trade announced `asked`, only what is on record as `lodged` is owed.
    asked: str | None = None
    lodged: str | None = None
    # Which fact names the form of the security, and the forms that bear interest.
    form: str | None = None
    interest_on: tuple[str, ...] = ()
    # The article by which what is late bears interest from its last day on.
    late_interest: str | None = None


class RuleSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a room is run by the rules of a law or a place: terms fixed, and terms left open.

    What the lots and the instants of a trade say is in neither.
    """

    title: Text
    law: str
    verified_on: date = msgspec.field(name="verified-on")
    terms: dict[str, Any]
    open: tuple[str, ...] = ()


class Definition(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """A kind of procedure: its small machines, its dated values and its moves."""

    name: str
    title: Text
    jurisdiction: str
    category: str
    method: str
    machines: dict[str, Machine]
    parameters: dict[str, Parameter]
    moves: tuple[Move, ...]
    # What a field or an instant is called on forms and timetables.
    fields: dict[str, Text]
    sha256: str
    debts: tuple[Debt, ...] = ()
    rule_sets: dict[str, RuleSet] = {}

    def moves_when(self, command: str) -> tuple[Move, ...]:
        """Return the moves a command of this name may take."""
        return _by_command(self).get(command, ())

    def phase(self, of: str, state: str) -> str:
        """Return the phase the state of a subject belongs to."""
        return self.machines[of].state[state].phase


@lru_cache(maxsize=256)
def _by_command(definition: Definition) -> Mapping[str, tuple[Move, ...]]:
    names = {move.when for move in definition.moves}
    return {name: tuple(m for m in definition.moves if m.when == name) for name in names}


class Value(msgspec.Struct, frozen=True):
    """A parameter's value on one day, with its unit and its article."""

    value: str | int
    unit: str
    law: str

    @property
    def period(self) -> tuple[int, Unit]:
        """The value as a period of the calendar; checks let only such parameters be counted."""
        return int(self.value), cast("Unit", self.unit)


class Values(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """The values of the law on one day, and the calendar they are counted in."""

    on: date
    parameters: Mapping[str, Value]
    sha256: str
    calendar: Any
    calendar_sha256: str
