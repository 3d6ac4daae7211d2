"""Checks before an evaluation: everything wrong with the offers and the terms, at once."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from poletai.core.basics.exact import total
from poletai.core.basics.problem import Problem
from poletai.core.evaluation.prices import evaluation_price
from poletai.core.evaluation.ranking import rule_is_known
from poletai.core.evaluation.terms import (
    DEFAULT_PLACES,
    ROUNDED_IF_DECLARED,
    Criterion,
    Offer,
    Terms,
)

_MOST_PLACES = 12
_MOST_DIGITS = 40
_HUNDRED = Decimal(100)


def number_problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield figures that are no numbers, roundings that are none: no check works with them."""
    groups = [("terms", _figures(terms)), *((f"offers.{o.bid}", _figures(o)) for o in offers)]
    for where, figures in groups:
        if not all(figure.is_finite() for figure in figures):
            yield _problem("not-a-number", where, "a figure is not a number: write plain decimals")
        elif not all(_is_of_this_world(figure) for figure in figures):
            message = (
                f"a figure has more than {_MOST_DIGITS} digits on a side: write plain decimals"
            )
            yield _problem("figure-too-long", where, message)
    steps = (*DEFAULT_PLACES, *ROUNDED_IF_DECLARED)
    for step, places in terms.rounding.items():
        if step not in steps or not 0 <= places <= _MOST_PLACES:
            message = f"{places} places for {step!r}: round one of {', '.join(steps)} to 0 to 12"
            yield _problem("rounding-unknown", f"terms.rounding.{step}", message)


def unread_problems(
    offers: Sequence[Offer], terms: Terms, uses: Sequence[str]
) -> Iterator[Problem]:
    """Yield the optional parts that are given though the method does not read them."""
    parts: dict[str, object] = {
        "terms.benchmark": terms.benchmark,
        "terms.features": terms.features,
        "terms.costs": terms.costs,
        "terms.quantified": terms.quantified,
        "terms.energy": terms.energy,
        "terms.floor": terms.floor,
        "terms.pass_score": terms.pass_score,
        "terms.pass_mark": [c.name for c in terms.criteria if c.pass_mark is not None],
        "offers.bonuses": [offer.bid for offer in offers if offer.bonuses],
        "offers.features": [offer.bid for offer in offers if offer.features],
        "offers.costs": [offer.bid for offer in offers if offer.costs],
        "offers.departures": [offer.bid for offer in offers if offer.departures],
        "offers.energy": [offer.bid for offer in offers if offer.energy],
    }
    for where, given in parts.items():
        if given not in (None, (), []) and where.partition(".")[2] not in uses:
            message = f"{terms.method} does not read this: remove it, or take another method"
            yield _problem("not-read", where, message)


def common_problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield what no method can work with: prices, adjustments and tie rules."""
    bids = [offer.bid for offer in offers]
    for bid in sorted({bid for bid in bids if bids.count(bid) > 1}):
        yield _problem("bid-twice", f"offers.{bid}", "the bid stands twice: keep its last version")
    for offer in offers:
        yield from _offer_problems(offer, terms)
    for rule in terms.ties:
        if not rule_is_known(rule, terms):
            message = f"{rule!r} is no tie rule here: name criteria of these terms, or a known rule"
            yield _problem("tie-unknown", "terms.ties", message)


def price_alone_problems(terms: Terms) -> Iterator[Problem]:
    """Yield what is wrong with terms under which only the price counts.

    Its weight may be any above zero: it only sets the scale of the scores.
    """
    if terms.criteria or terms.price_weight <= 0:
        message = "only the price counts here: give it a weight above zero, and no criteria"
        yield _problem("price-alone", "terms.criteria", message)


def score_problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield what is wrong with prices, weights and marks where criteria may count or not."""
    yield from common_problems(offers, terms)
    if terms.criteria:
        yield from weight_problems(terms)
        yield from mark_problems(offers, terms)
    else:
        yield from price_alone_problems(terms)


def weight_problems(terms: Terms) -> Iterator[Problem]:
    """Yield what is wrong with the weights: each positive, all summing to exactly 100."""
    names = [criterion.name for criterion in terms.criteria]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield _problem("criterion-twice", f"terms.criteria.{name}", "the criterion stands twice")
    for each in terms.criteria:
        if not (each.weight > 0 and 0 <= each.low < each.high):
            message = f"weight {each.weight}, marks {each.low} to {each.high}: want 0 <= low < high"
            yield _problem("criterion-range", f"terms.criteria.{each.name}", message)
    if terms.price_weight < 0:
        yield _problem("price-weight", "terms.price_weight", "a weight cannot be negative")
    if (weights := total([terms.price_weight, *(c.weight for c in terms.criteria)])) != _HUNDRED:
        message = f"the weights sum to {weights}, not to 100"
        yield _problem("weights-not-100", "terms.criteria", message)


def mark_problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield what is wrong with the marks: missing, unknown, out of range, objective yet split.

    Whoever marks one bid under a criterion marks all bids under it; experts may share criteria.
    """
    known = {criterion.name for criterion in terms.criteria}
    evaluators = {name: _evaluators(offers, name) for name in known}
    for offer in offers:
        for name in sorted(set(offer.scores) - known):
            message = "no criterion has this name: remove the marks or mend the name"
            yield _problem("criterion-unknown", f"offers.{offer.bid}.scores.{name}", message)
        for criterion in terms.criteria:
            yield from _criterion_problems(offer, criterion, evaluators[criterion.name])


def _is_of_this_world(figure: Decimal) -> bool:
    """Refuse figures such as 1E999999, which would be written out in full as fractions."""
    exponent = figure.as_tuple().exponent
    return figure.adjusted() < _MOST_DIGITS and -int(exponent) <= _MOST_DIGITS


def _figures(value: object) -> list[Decimal]:
    """List every decimal in a struct, however deep."""
    if isinstance(value, Decimal):
        return [value]
    if isinstance(value, msgspec.Struct):
        value = [getattr(value, name) for name in value.__struct_fields__]
    elif isinstance(value, dict | Mapping):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return []
    # Most of what a struct holds is text or empty: that is passed over without a call.
    inside = [item for item in value if item or type(item) is Decimal]
    return [figure for item in inside if type(item) is not str for figure in _figures(item)]


def _evaluators(offers: Sequence[Offer], criterion: str) -> set[str]:
    return {name for offer in offers for name in offer.scores.get(criterion, {})}


def _offer_problems(offer: Offer, terms: Terms) -> Iterator[Problem]:
    where = f"offers.{offer.bid}"
    if offer.price <= 0:
        yield _problem("price-not-positive", f"{where}.price", f"{offer.price} is not above zero")
        return
    if terms.ceiling is not None and offer.price > terms.ceiling:
        message = f"{offer.price} is above the ceiling of {terms.ceiling}: reject the bid first"
        yield _problem("price-above-ceiling", f"{where}.price", message)
    names = [*(each.name for each in offer.adjustments), *(name for name, _ in offer.deviations)]
    if len(set(names)) < len(names):
        message = "an adjustment or deviation stands twice: give each its own name"
        yield _problem("adjustment-twice", where, message)
    shares = [adjustment.share for adjustment in offer.adjustments]
    if not all(0 <= share < 1 for share in shares) or total(shares) >= 1:
        message = "shares are from 0 up to, but not, 1, and so is their sum: write 0.10 for 10 %"
        yield _problem("adjustment-share", f"{where}.adjustments", message)
    elif (price := evaluation_price(offer, terms)[0]) <= 0:
        message = f"the evaluation price comes to {price}: mend the deviations or the rounding"
        yield _problem("evaluation-price-not-positive", where, message)


def _criterion_problems(
    offer: Offer, criterion: Criterion, evaluators: set[str]
) -> Iterator[Problem]:
    marks = offer.scores.get(criterion.name, {})
    where = f"offers.{offer.bid}.scores.{criterion.name}"
    missing = sorted(evaluators - set(marks))
    if missing or not marks:
        message = f"no mark from {', '.join(missing) or 'anybody'}: every evaluator marks every bid"
        yield _problem("mark-missing", where, message)
    for evaluator, mark in sorted(marks.items()):
        if not criterion.low <= mark <= criterion.high:
            message = f"{mark} is not between {criterion.low} and {criterion.high}"
            yield _problem("mark-out-of-range", f"{where}.{evaluator}", message)
    if criterion.objective and len(set(marks.values())) > 1:
        message = "the criterion is objective, yet the marks differ: the evaluators must agree"
        yield _problem("objective-marks-differ", where, message)


def _problem(code: str, where: str, message: str) -> Problem:
    return Problem(code=code, where=where, message=message)
