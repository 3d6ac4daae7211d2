"""What an evaluation starts from: the offers as opened, and the terms the documents declared."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from poletai.core.evaluation.parts import (
    Benchmark,
    EnergyOffer,
    EnergyTerms,
    Feature,
    Quantified,
)

DEFAULT_PLACES = {
    "evaluation-price": 2,
    "price-score": 2,
    "criterion": 2,
    "score": 2,
    "benchmark": 2,
    "compared-price": 2,
    "present-value": 2,
    "points-per-unit": 4,
}
"""Decimal places of each rounding step; terms may declare others, always half up."""

Stacking = Literal["summed", "in-turn", "largest"]
"""Each adjustment on the quotation and all summed; each on what the others left; one alone."""

ROUNDED_IF_DECLARED = ("deviation",)
"""Steps that are not rounded at all unless the terms say so."""


class Adjustment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A policy deduction, for evaluation only: the share of the quotation taken off, 0.10 for 10 %.

    Rows ZP-10 (small enterprises) and ZP-12 (domestic products) of the procurement rules.
    """

    name: str
    law: str
    share: Decimal


class Offer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One valid bid: its price as quoted, what adjusts it, and the marks evaluators gave.

    `deviations` are named amounts of money added to the price; `scores` are marks by criterion
    and evaluator; `leaf` is the place of the bid in the log, used only by `first-submitted`.
    `brand` is the product at the core of the bid; `bonuses` are shares of the price score;
    `features` are the options chosen, `costs` the later costs promised, `departures` the units by
    which the bid departs from the documents, each by name.
    """

    bid: str
    price: Decimal
    adjustments: tuple[Adjustment, ...] = ()
    deviations: tuple[tuple[str, Decimal], ...] = ()
    scores: dict[str, dict[str, Decimal]] = {}
    leaf: int = 0
    brand: str = ""
    bonuses: tuple[Adjustment, ...] = ()
    features: dict[str, Decimal] = {}
    costs: dict[str, Decimal] = {}
    departures: dict[str, Decimal] = {}
    energy: EnergyOffer | None = None


class Criterion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A criterion worth `weight` points; evaluators give marks from `low` to `high`.

    All evaluators must agree on an objective criterion. A bid whose mean mark is below `pass_mark`
    is set aside.
    """

    name: str
    title: str
    weight: Decimal
    low: Decimal
    high: Decimal
    objective: bool = False
    pass_mark: Decimal | None = None


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How offers are evaluated; `ties` are tie rules in order, `draw` a recorded drawing of lots.

    `draw` is `{"order": [bid, ...]}`: the order in which the tied bids were drawn or chosen. What
    was drawn at the opening stands in it as text: `weight`, `lowering`, `method`.
    `floor` is the least price of a sale, `costs` name the later costs every bid must state;
    `same_brand` is the rule for bids of one brand, `by-price` or `by-place`; `stacking` says how
    several adjustments of one price go together.
    """

    method: str
    criteria: tuple[Criterion, ...] = ()
    price_weight: Decimal = Decimal(100)
    ceiling: Decimal | None = None
    rounding: dict[str, int] = {}
    ties: tuple[str, ...] = ()
    draw: Mapping[str, list[str] | str] | None = None
    floor: Decimal | None = None
    pass_score: Decimal | None = None
    same_brand: str = ""
    benchmark: Benchmark | None = None
    features: tuple[Feature, ...] = ()
    costs: tuple[str, ...] = ()
    quantified: tuple[Quantified, ...] = ()
    energy: EnergyTerms | None = None
    stacking: Stacking = "summed"

    def places(self, step: str) -> int:
        """Return the decimal places a step is rounded to: as declared, else the default."""
        return self.rounding.get(step, DEFAULT_PLACES[step])

    def drawn_order(self) -> list[str]:
        """Return the order bids were drawn or chosen in; empty where none is on record."""
        order = (self.draw or {}).get("order", [])
        return order if isinstance(order, list) else [order]

    def drawn_text(self, name: str) -> str | None:
        """Return a value drawn at the opening, by its name; None where none is on record."""
        value = (self.draw or {}).get(name)
        return value if isinstance(value, str) else None
