"""Offers: what a lot's opened bids and its announced terms give the evaluation to work with."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from poletai.core.basics.problem import Problem
from poletai.core.evaluation import (
    Adjustment,
    Benchmark,
    Criterion,
    EnergyOffer,
    EnergyTerms,
    Feature,
    Offer,
    Quantified,
    Terms,
    UnknownMethodError,
    problems_of,
)
from poletai.core.evaluation.terms import Stacking
from poletai.core.procedures.bidding.parts import Energy, Quoted
from poletai.core.procedures.context import Context
from poletai.core.procedures.definition import Value, Values
from poletai.core.procedures.standing import BidStanding

_DEDUCTION, _BONUS = "deduction-", "bonus-"


class _Parts(msgspec.Struct, frozen=True):
    """The parts of terms that single methods read, as the core has them."""

    same_brand: str = ""
    floor: Decimal | None = None
    pass_score: Decimal | None = None
    benchmark: Benchmark | None = None
    features: tuple[Feature, ...] = ()
    costs: tuple[str, ...] = ()
    quantified: tuple[Quantified, ...] = ()
    energy: EnergyTerms | None = None
    stacking: Stacking = "summed"


def price_part(bid: BidStanding) -> Quoted | None:
    """Read the price part of an opened bid; None where the bidder wrote something else."""
    try:
        return msgspec.convert(bid.facts["content"]["price"], Quoted, strict=True)
    except (KeyError, msgspec.ValidationError):
        return None


def price_of(bid: BidStanding) -> Decimal | None:
    """Return the price a bid stands at: as quoted, or as corrected once its bidder confirmed."""
    confirmed, part = bid.facts.get("confirmed-price"), price_part(bid)
    if confirmed is not None:
        return Decimal(confirmed["amount"])
    return None if part is None else Decimal(part.price.amount)


def prices_of(bids: Sequence[BidStanding]) -> dict[str, Decimal]:
    """Return the prices of these bids by bid; those without one are left out."""
    priced = ((bid.bid, price_of(bid)) for bid in bids)
    return {bid: price for bid, price in priced if price is not None}


def opened_bids(context: Context) -> tuple[BidStanding, ...]:
    """List the bids of the lot at hand that are opened and not rejected."""
    bids = () if context.lot is None else context.lot.bids.values()
    return tuple(bid for bid in bids if bid.state == "opened")


@lru_cache(maxsize=4)
def offers_of(context: Context) -> tuple[Offer, ...]:
    """Turn the opened bids of the lot at hand into offers; those without a price are left out."""
    prices = [(bid, price_part(bid)) for bid in opened_bids(context)]
    return tuple(_offer(context, bid, price) for bid, price in prices if price is not None)


def terms_of(
    fact: Mapping[str, Any],
    ceiling: Decimal | None = None,
    drawn: Mapping[str, list[str] | str] | None = None,
) -> Terms:
    """Read the terms of evaluation as the notice has them; `drawn` is what was drawn since."""
    criteria = tuple(
        Criterion(
            name=c["name"],
            title=c["title"],
            weight=Decimal(c["weight"]),
            low=Decimal(c.get("low", "0")),
            high=Decimal(c["high"]),
            objective=c.get("objective", False),
            pass_mark=None if c.get("pass_mark") is None else Decimal(c["pass_mark"]),
        )
        for c in fact.get("criteria", ())
    )
    return Terms(
        method=fact["method"],
        criteria=criteria,
        price_weight=Decimal(fact.get("price_weight", "100")),
        ceiling=ceiling,
        rounding=dict(fact.get("rounding", {})),
        ties=tuple(fact.get("ties", ())),
        draw=drawn,
        **msgspec.structs.asdict(msgspec.convert(fact, _Parts)),
    )


@lru_cache(maxsize=4)
def lot_terms(context: Context) -> Terms:
    """Return the terms of the lot at hand: its ceiling and what was drawn for it among them."""
    ceiling = None if context.lot is None else context.lot.facts.get("ceiling")
    amount = None if ceiling is None else Decimal(ceiling["amount"])
    return terms_of(context.standing.facts["terms"], amount, context.fact("drawn"))


def cannot_be_evaluated(offers: Sequence[Offer], terms: Terms) -> tuple[Problem, ...]:
    """List everything that keeps these offers from being evaluated under these terms."""
    try:
        return problems_of(offers, terms)
    except UnknownMethodError as problem:
        return (Problem(code=problem.code, where="terms.method", message=str(problem)),)


def _offer(context: Context, bid: BidStanding, price: Quoted) -> Offer:
    """Make an offer of a bid; what the terms do not ask for is passed over."""
    terms = context.standing.facts["terms"]
    asked = {part: part in terms for part in ("features", "costs", "energy", "quantified")}
    return Offer(
        bid=bid.bid,
        price=price_of(bid) or Decimal(price.price.amount),
        adjustments=tuple(_shares(context, bid, price, _DEDUCTION, terms.get("deductions", {}))),
        scores=marks_of(context, bid.bid),
        leaf=bid.facts["leaf"],
        brand=price.brand,
        bonuses=tuple(_bonuses(context, bid, price, terms.get("bonuses"))),
        features=_decimals(price.features) if asked["features"] else {},
        costs=_decimals(price.costs) if asked["costs"] else {},
        departures=_decimals(price.departures) if asked["quantified"] else {},
        energy=_energy(price.energy) if asked["energy"] else None,
    )


def _decimals(texts: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(text) for name, text in texts.items()}


def _energy(energy: Energy | None) -> EnergyOffer | None:
    if energy is None:
        return None
    savings = tuple(Decimal(text) for text in energy.savings)
    return EnergyOffer(savings, Decimal(energy.share), energy.years, energy.days)


def _bonuses(
    context: Context, bid: BidStanding, price: Quoted, announced: Mapping[str, str] | None
) -> list[Adjustment]:
    """Bonuses are for works without a low-price-first rule: only terms that name them give any."""
    return [] if announced is None else _shares(context, bid, price, _BONUS, announced)


def _shares(
    context: Context, bid: BidStanding, price: Quoted, prefix: str, announced: Mapping[str, str]
) -> list[Adjustment]:
    """List the shares of a kind the bidder declares and the law knows, as the terms have them."""
    values = context.values.parameters
    return [
        Adjustment(name=f"{prefix}{name}", law=value.law, share=_share(value, announced.get(name)))
        for name in sorted(set(price.declares) - set(bid.facts.get("denied-claims", ())))
        if (value := values.get(f"{prefix}{name}")) is not None
    ]


def _share(value: Value, announced: str | None) -> Decimal:
    """The documents choose within the law's bounds; where they are silent the least applies."""
    return bounds(value)[0] if announced is None else Decimal(announced)


def bounds(value: Value) -> tuple[Decimal, Decimal]:
    """Read the least and the most a value allows: "0.10..0.20", or one share for both."""
    least, _, most = str(value.value).partition("..")
    return Decimal(least), Decimal(most or least)


def deductions_lawful(values: Values, announced: Mapping[str, str]) -> bool:
    """Say whether every deduction announced is one of the law, within its bounds."""
    return _lawful(values, _DEDUCTION, announced)


def bonuses_lawful(values: Values, announced: Mapping[str, str]) -> bool:
    """Say whether every bonus announced is one of the law, within its bounds."""
    return _lawful(values, _BONUS, announced)


def _lawful(values: Values, prefix: str, announced: Mapping[str, str]) -> bool:
    for name, share in announced.items():
        value = values.parameters.get(f"{prefix}{name}")
        if value is None or not bounds(value)[0] <= Decimal(share) <= bounds(value)[1]:
            return False
    return True


def marks_of(context: Context, bid: str) -> dict[str, dict[str, Decimal]]:
    """Collect the marks a bid has from those who sit on the committee now."""
    seats = {seat["id"] for seat in context.fact("committee", ())}
    marks: dict[str, dict[str, Decimal]] = {}
    for evaluator, sheet in sorted(context.fact("scores", {}).items()):
        if evaluator in seats:
            for criterion, mark in sheet.get(bid, {}).items():
                marks.setdefault(criterion, {})[evaluator] = Decimal(mark)
    return marks
