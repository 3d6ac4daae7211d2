"""Ranking: a lot's opened bids put to the evaluation method its terms name."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from poletai.core.evaluation import (
    Adjustment,
    Criterion,
    Offer,
    Terms,
    as_json,
    evaluate,
)
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data
from poletai.core.procedures.standing import BidStanding

_DEDUCTION = "deduction-"


def ranking_of(context: Context) -> Data:
    """Evaluate the opened bids of the lot at hand: ranking, steps, and how many are candidates."""
    terms = terms_of(context.standing.facts["terms"])
    offers = [
        _offer(context, bid)
        for bid in getattr(context.subject, "bids", {}).values()
        if bid.state == "opened"
    ]
    result = as_json(evaluate(offers, terms))
    return {
        "ranking": result["ranked"],
        "steps": result["steps"],
        "candidates": context.count("candidates"),
    }


def terms_of(fact: Mapping[str, Any]) -> Terms:
    """Read the terms of evaluation from the fact the notice recorded."""
    criteria = tuple(
        Criterion(
            name=c["name"],
            title=c["title"],
            weight=Decimal(c["weight"]),
            low=Decimal(c.get("low", "0")),
            high=Decimal(c["high"]),
            objective=c.get("objective", False),
        )
        for c in fact.get("criteria", ())
    )
    return Terms(
        method=fact["method"],
        criteria=criteria,
        price_weight=Decimal(fact.get("price_weight", "100")),
        ties=tuple(fact.get("ties", ())),
    )


def _offer(context: Context, bid: BidStanding) -> Offer:
    price = bid.facts["content"]["price"]
    return Offer(
        bid=bid.bid,
        price=Decimal(price["price"]["amount"]),
        adjustments=tuple(_adjustments(context, price)),
        scores=_marks(context, bid.bid),
        leaf=bid.facts["leaf"],
    )


def _adjustments(context: Context, price: Mapping[str, Any]) -> list[Adjustment]:
    names = [f"{_DEDUCTION}{name}" for name in price.get("declares", ())]
    return [
        Adjustment(name=name, law=value.law, share=Decimal(str(value.value)))
        for name in names
        if (value := context.values.parameters.get(name)) is not None
    ]


def _marks(context: Context, bid: str) -> dict[str, dict[str, Decimal]]:
    marks: dict[str, dict[str, Decimal]] = {}
    for evaluator, sheet in sorted(context.fact("scores", {}).items()):
        for criterion, mark in sheet.get(bid, {}).items():
            marks.setdefault(criterion, {})[evaluator] = Decimal(mark)
    return marks
