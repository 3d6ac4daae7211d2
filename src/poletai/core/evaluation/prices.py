"""Evaluation prices: what is compared, once adjustments and deviations are reckoned in."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from poletai.core.basics.exact import product, quotient, round_half_up, total
from poletai.core.evaluation.result import Step
from poletai.core.evaluation.terms import Adjustment, Offer, Terms


def evaluation_price(offer: Offer, terms: Terms) -> tuple[Decimal, tuple[Step, ...]]:
    """Return the price an offer is compared at, and the steps to it.

    Every adjustment is computed on the original quotation and then summed (ZP-12), unless the
    terms stack them in another way. Only the sum is rounded: were each adjustment rounded too, a
    bid lower by 0.01 could come out dearer. Deviations are added as they are.
    """
    taken = _taken(offer, terms)
    cuts = [(each, product(base, each.share)) for each, base in taken]
    places = terms.places("evaluation-price")
    inputs: dict[str, Decimal | str] = {
        "price": offer.price,
        **{f"adjustment:{each.name}": cut for each, cut in cuts},
        **{f"deviation:{name}": amount for name, amount in offer.deviations},
    }
    reductions = (cut.copy_negate() for _, cut in cuts)
    additions = (amount for _, amount in offer.deviations)
    value = round_half_up(total([offer.price, *reductions, *additions]), places)
    formula = "price - adjustments + deviations"
    final = Step("evaluation-price", offer.bid, formula, inputs, value, places)
    shown = zip(taken, cuts, strict=True)
    return value, (*(_cut_step(offer, each, base, cut) for (each, base), (_, cut) in shown), final)


def _taken(offer: Offer, terms: Terms) -> list[tuple[Adjustment, Decimal]]:
    """List the adjustments that count, each with the amount it is a share of."""
    if terms.stacking == "largest" and offer.adjustments:
        return [(max(offer.adjustments, key=lambda each: each.share), offer.price)]
    if terms.stacking != "in-turn":
        return [(each, offer.price) for each in offer.adjustments]
    taken: list[tuple[Adjustment, Decimal]] = []
    left = offer.price
    for each in offer.adjustments:
        taken.append((each, left))
        left = total([left, product(left, each.share).copy_negate()])
    return taken


def evaluation_prices(
    offers: Sequence[Offer], terms: Terms
) -> tuple[dict[str, Decimal], tuple[Step, ...]]:
    """Return the evaluation price of every offer by bid, and the steps to them."""
    priced = {offer.bid: evaluation_price(offer, terms) for offer in offers}
    steps = tuple(step for _, steps in priced.values() for step in steps)
    return {bid: price for bid, (price, _) in priced.items()}, steps


def price_scores(
    prices: Mapping[str, Decimal], terms: Terms
) -> tuple[dict[str, Decimal], tuple[Step, ...]]:
    """Score prices by the low-price-first rule, W x lowest / price (PM-1, ZP-01), with the steps.

    The quotient is rounded once. Nothing is trimmed: the highest and lowest price count (ZP-05).
    """
    if not prices:
        return {}, ()
    lowest = min(prices.values())
    places = terms.places("price-score")
    scores = {
        bid: quotient(product(terms.price_weight, lowest), price, places)
        for bid, price in prices.items()
    }
    base = Step("lowest-price", None, "min(evaluation-price)", dict(prices), lowest)
    return scores, (base, *(_score_step(bid, prices, lowest, scores, terms) for bid in prices))


def _cut_step(offer: Offer, adjustment: Adjustment, base: Decimal, cut: Decimal) -> Step:
    inputs: dict[str, Decimal | str] = {
        "price": base,
        "share": adjustment.share,
        "name": adjustment.name,
        "law": adjustment.law,
    }
    return Step("adjustment", offer.bid, "price x share", inputs, cut)


def _score_step(
    bid: str,
    prices: Mapping[str, Decimal],
    lowest: Decimal,
    scores: Mapping[str, Decimal],
    terms: Terms,
) -> Step:
    return Step(
        "price-score",
        bid,
        "price-weight x lowest-price / evaluation-price",
        {
            "price-weight": terms.price_weight,
            "lowest-price": lowest,
            "evaluation-price": prices[bid],
        },
        scores[bid],
        terms.places("price-score"),
    )
