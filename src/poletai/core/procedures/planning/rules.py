"""The rules of planning as read: values by place and day, rows that require, allow or forbid."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec

from poletai.core.procedures.definition import Text
from poletai.core.procedures.planning.item import PlanItem


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An object, a funding, a level or a circumstance: its title, and which objects it is for."""

    title: Text
    object: tuple[str, ...] = ()


class PlacedValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a value is from a day on; for some objects, one level or one place only, if it says."""

    since: date
    value: Decimal = msgspec.field(name="is")
    law: str
    force: str = "hard"
    object: tuple[str, ...] = ()
    level: str = ""
    place: str = ""

    def counts_for(self, item: PlanItem) -> bool:
        """Say whether the value is law for an item."""
        return (
            self.since <= item.day
            and (not self.object or item.object in self.object)
            and self.level in ("", item.level)
            and item.place.startswith(self.place)
        )


class PlanValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """A value of the law that decides which kinds are allowed, with its dated amounts."""

    title: Text
    unit: str
    verified_on: date
    value: tuple[PlacedValue, ...]

    def for_item(self, item: PlanItem) -> PlacedValue | None:
        """Return what counts for an item: the nearest place, then the latest day."""
        fitting = [each for each in self.value if each.counts_for(item)]
        nearest = sorted(fitting, key=lambda each: (len(each.place), bool(each.level), each.since))
        return nearest[-1] if nearest else None


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """What must be so for a row to hold; what is not said does not matter."""

    object: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    at_least: dict[str, str] = {}
    below: dict[str, str] = {}


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule: when it holds, one of some kinds is required, they are allowed, or forbidden.

    A row that `exempts` takes back what others require; one that speaks `otherwise` holds where
    nothing is required. One that names no kind only tells what else has to be done.
    """

    title: Text
    law: str
    when: When
    requires: tuple[str, ...] = ()
    allows: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    exempts: bool = False
    otherwise: bool = False
    force: str = "hard"
    since: date | None = None
    ceases: date | None = None
    place: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of trade the row speaks of."""
        return (*self.requires, *self.allows, *self.forbids)


class Splitting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which article forbids to split what belongs together, by object."""

    object: tuple[str, ...]
    title: Text
    law: str


class Planning(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of planning of a country and its provinces."""

    objects: Mapping[str, Named]
    fundings: Mapping[str, Named]
    levels: Mapping[str, Named]
    circumstances: Mapping[str, Named]
    values: Mapping[str, PlanValue]
    rows: tuple[Row, ...]
    splittings: tuple[Splitting, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of trade some row speaks of, in the order they are first named."""
        return tuple(dict.fromkeys(kind for row in self.rows for kind in row.kinds))
