"""The optional parts of terms and offers: what single methods need beyond prices and marks.

A method names the parts it reads in `USES`; a part given to a method that ignores it is a problem.
"""

from datetime import date
from decimal import Decimal

import msgspec

ONE = Decimal(1)
NOTHING = Decimal(0)


class Trim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From `min_n` prices on, how many of the highest and of the lowest are left out of a mean."""

    min_n: int
    drop_high: int
    drop_low: int


class Benchmark(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a benchmark price comes about, and what a percent away from it costs.

    `above` and `below` are points lost per percent (E1, E2). `base` is the owner's price, the
    ceiling where there is none. `lowering` and `weight` are shares; where `lowerings` or `weights`
    are published, the share is drawn from them. `band_below` and `band_above` are shares that
    bound the interval; `methods` are the methods one is drawn from.
    """

    above: Decimal = ONE
    below: Decimal = ONE
    trims: tuple[Trim, ...] = ()
    base: Decimal | None = None
    weight: Decimal = NOTHING
    weights: tuple[Decimal, ...] = ()
    lowering: Decimal = NOTHING
    lowerings: tuple[Decimal, ...] = ()
    band_below: Decimal = NOTHING
    band_above: Decimal = NOTHING
    methods: tuple[str, ...] = ()


class Feature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A feature of what is bid for, and the share of the price each option of it is worth."""

    name: str
    title: str
    options: tuple[Decimal, ...]


class Quantified(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A departure from the documents and the money a unit of it adds, such as a day of delay.

    A bid that departs by more than `most` units is set aside; None tolerates any number.
    """

    name: str
    title: str
    per_unit: Decimal
    most: Decimal | None = None


class EnergyTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What energy service contracts are compared by: `rate` is the central bank's, 0.22 for 22 %.

    `share_least` and `share_most` bound the share of the savings that goes to the contractor.
    """

    announced_on: date
    rate: Decimal
    share_least: Decimal
    share_most: Decimal


class EnergyOffer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Savings of each of 21 periods, the contractor's share of them, and how long it is paid."""

    savings: tuple[Decimal, ...]
    share: Decimal
    years: int
    days: int = 0
