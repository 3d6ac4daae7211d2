"""Ranking: the order of bids by a first measure, then by tie rules, and what remains tied.

A place is shared where no rule parts two bids. Nothing falls back to the order of arrival unless
the rule `first-submitted` says so; a draw counts only once its order is on record.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

import msgspec

from poletai.core.basics.exact import total
from poletai.core.evaluation.result import Placed, Step
from poletai.core.evaluation.terms import Offer, Terms

DECIDED_BY_PEOPLE = ("draw", "principal-decides")
_PLAIN_RULES = (
    "lower-price",
    "higher-price",
    "lower-evaluation-price",
    "higher-price-score",
    "first-submitted",
)
_HIGHER = "higher:"


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is known of one bid when bids are ranked; `measure` ranks first, smaller is better.

    `points` are the points by criterion, `score` the total where the method gives one. A measure
    no decimal can hold is a fraction: what is shown of it is rounded, the order never is.
    """

    offer: Offer
    measure: Decimal | Fraction
    evaluation_price: Decimal
    price_score: Decimal
    points: Mapping[str, Decimal]
    score: Decimal | None


def rule_is_known(rule: str, terms: Terms) -> bool:
    """Say whether a tie rule means something under these terms.

    `higher:technical+service` compares the sum of the points of the criteria it names.
    """
    names = {criterion.name for criterion in terms.criteria}
    if rule.startswith(_HIGHER):
        return set(rule.removeprefix(_HIGHER).split("+")) <= names
    return rule in (*_PLAIN_RULES, *DECIDED_BY_PEOPLE)


def rank(figures: Sequence[Figures], terms: Terms) -> tuple[tuple[Placed, ...], tuple[Step, ...]]:
    """Order bids by measure, then by the tie rules; returns the places and a step per tie met."""
    groups = _part(figures, {each.offer.bid: Fraction(each.measure) for each in figures})
    steps: list[Step] = []
    for rule in terms.ties:
        tied = [group for group in groups if len(group) > 1]
        steps += [_tie_step(rule, group, terms) for group in tied]
        groups = [part for group in groups for part in _part(group, _keys(rule, group, terms))]
    return _places(groups), tuple(steps)


def without(ranked: Sequence[Placed], gone: Collection[str]) -> tuple[Placed, ...]:
    """Take bids out of a ranking; the places behind them close up."""
    kept = [placed for placed in ranked if placed.bid not in gone]
    places = [placed.place for placed in kept]
    return tuple(
        msgspec.structs.replace(
            placed, place=places.index(placed.place) + 1, tied=places.count(placed.place) > 1
        )
        for placed in kept
    )


def _part(
    group: Sequence[Figures], keys: Mapping[str, Decimal] | Mapping[str, Fraction]
) -> list[list[Figures]]:
    """Part bids into groups of equal key, smallest first; within a group they stand by bid."""
    ordered = sorted(group, key=lambda each: (keys[each.offer.bid], each.offer.bid))
    return [list(part) for _, part in groupby(ordered, key=lambda each: keys[each.offer.bid])]


def _keys(rule: str, group: Sequence[Figures], terms: Terms) -> dict[str, Decimal]:
    """Return what a rule compares, by bid, turned so that smaller is better."""
    if rule in DECIDED_BY_PEOPLE:
        return _drawn(group, terms)
    compared = {each.offer.bid: _compared(rule, each) for each in group}
    if rule.startswith("higher"):
        return {bid: value.copy_negate() for bid, value in compared.items()}
    return compared


def _compared(rule: str, each: Figures) -> Decimal:
    match rule:
        case "lower-price" | "higher-price":
            return each.offer.price
        case "lower-evaluation-price":
            return each.evaluation_price
        case "higher-price-score":
            return each.price_score
        case "first-submitted":
            return Decimal(each.offer.leaf)
        case _:
            return total(each.points[name] for name in rule.removeprefix(_HIGHER).split("+"))


def _drawn(group: Sequence[Figures], terms: Terms) -> dict[str, Decimal]:
    """Return the places of a recorded draw; one that misses a tied bid decides nothing."""
    order = terms.drawn_order()
    bids = [each.offer.bid for each in group]
    complete = set(bids) <= set(order)
    return {bid: Decimal(order.index(bid) if complete else 0) for bid in bids}


def _tie_step(rule: str, group: Sequence[Figures], terms: Terms) -> Step:
    keys = _keys(rule, group, terms)
    inputs: dict[str, Decimal | str] = {
        each.offer.bid: keys[each.offer.bid].copy_abs() for each in group
    }
    order = " > ".join(" = ".join(each.offer.bid for each in part) for part in _part(group, keys))
    return Step("tie", None, rule, inputs, order)


def _places(groups: Sequence[Sequence[Figures]]) -> tuple[Placed, ...]:
    ranked: list[Placed] = []
    for group in groups:
        place = len(ranked) + 1
        ranked += [_placed(each, place, tied=len(group) > 1) for each in group]
    return tuple(ranked)


def _placed(each: Figures, place: int, *, tied: bool) -> Placed:
    return Placed(
        bid=each.offer.bid,
        place=place,
        score=each.score,
        evaluation_price=each.evaluation_price,
        bid_price=each.offer.price,
        contract_price=each.offer.price,
        tied=tied,
    )
