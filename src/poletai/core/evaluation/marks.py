"""Marks into points: the mean of the evaluators' marks, in proportion to a criterion's weight."""

from collections.abc import Sequence
from decimal import Decimal

from poletai.core.basics.exact import product, quotient, total
from poletai.core.evaluation.result import Step
from poletai.core.evaluation.terms import Criterion, Offer, Terms


def criterion_points(
    offers: Sequence[Offer], terms: Terms
) -> tuple[dict[str, dict[str, Decimal]], tuple[Step, ...]]:
    """Return the points of every bid by criterion, and the steps to them.

    Points are weight x sum of marks / (evaluators x high), rounded once. No mark is dropped.
    """
    steps = tuple(
        _points(offer, criterion, terms) for offer in offers for criterion in terms.criteria
    )
    points: dict[str, dict[str, Decimal]] = {offer.bid: {} for offer in offers}
    for step in steps:
        points[str(step.bid)][str(step.inputs["criterion"])] = Decimal(step.value)
    return points, steps


def _points(offer: Offer, criterion: Criterion, terms: Terms) -> Step:
    marks = dict(sorted(offer.scores[criterion.name].items()))
    places = terms.places("criterion")
    value = quotient(
        product(criterion.weight, total(marks.values())),
        product(Decimal(len(marks)), criterion.high),
        places,
    )
    return Step(
        "criterion",
        offer.bid,
        "weight x sum of marks / (evaluators x high)",
        {
            "criterion": criterion.name,
            "weight": criterion.weight,
            "high": criterion.high,
            "evaluators": Decimal(len(marks)),
            **{f"mark:{evaluator}": mark for evaluator, mark in marks.items()},
        },
        value,
        places,
    )
