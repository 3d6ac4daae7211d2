"""Registers: what is known of the bodies that bid, each entry with its source and its days.

The exchange hands over the entries that touch the bidders of one lot; the move that looks through
them writes them into its event, so that every replay sees what was seen.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

import msgspec

from poletai.core.procedures.shapes import Words

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Relation(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """A relation of two: `one` is led by the person `other`, or controls or manages the body."""

    kind: Literal["responsible-person", "control", "management"]
    one: Name
    other: Name
    source: Words
    recorded: date
    since: date | None = None
    until: date | None = None

    def in_force(self, day: date) -> bool:
        """Say whether the relation stood on a day."""
        return _covers(self.since, self.until, day)


class Exclusion(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """An entry of a sanction list; without scope it counts in every category of trade."""

    body: Name
    source: Words
    since: date
    until: date | None = None
    scope: tuple[str, ...] = ()
    name: str = ""

    def in_force(self, day: date, category: str) -> bool:
        """Say whether the entry counts on a day in trades of a category."""
        return _covers(self.since, self.until, day) and (not self.scope or category in self.scope)


class Registers(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What registers say of the bidders of a lot; `bodies` gives the credit code to an id."""

    relations: tuple[Relation, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    bodies: dict[str, str] = {}


def read_registers(fact: Mapping[str, Any]) -> Registers:
    """Read the registers as an event has them."""
    return msgspec.convert(fact, Registers, strict=True)


def _covers(since: date | None, until: date | None, day: date) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)
