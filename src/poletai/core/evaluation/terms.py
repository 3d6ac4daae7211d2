"""What an evaluation starts from: the offers as opened, and the terms the documents declared."""

from decimal import Decimal

import msgspec

DEFAULT_PLACES = {
    "evaluation-price": 2,
    "price-score": 2,
    "criterion": 2,
    "score": 2,
}
"""Decimal places of each rounding step; terms may declare others, always half up."""


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
    """

    bid: str
    price: Decimal
    adjustments: tuple[Adjustment, ...] = ()
    deviations: tuple[tuple[str, Decimal], ...] = ()
    scores: dict[str, dict[str, Decimal]] = {}
    leaf: int = 0


class Criterion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A criterion worth `weight` points; evaluators give marks from `low` to `high`.

    All evaluators must agree on an objective criterion.
    """

    name: str
    title: str
    weight: Decimal
    low: Decimal
    high: Decimal
    objective: bool = False


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How offers are evaluated; `ties` are tie rules in order, `draw` a recorded drawing of lots.

    `draw` is `{"order": [bid, ...]}`: the order in which the tied bids were drawn or chosen.
    """

    method: str
    criteria: tuple[Criterion, ...] = ()
    price_weight: Decimal = Decimal(100)
    ceiling: Decimal | None = None
    rounding: dict[str, int] = {}
    ties: tuple[str, ...] = ()
    draw: dict[str, list[str]] | None = None

    def places(self, step: str) -> int:
        """Return the decimal places a step is rounded to: as declared, else the default."""
        return self.rounding.get(step, DEFAULT_PLACES[step])
