"""Prices below a share of the mean, of the second lowest, or of the ceiling (财库〔2026〕2号).

A hit is a reason to hear the bidder, never one to reject the bid. The document may set higher
shares than the law's; where no ceiling was set the budget of the lot counts.
"""

from decimal import Decimal

from poletai.core.basics.exact import product
from poletai.core.evaluation.low_price import LowPriceTerms, Trigger, low_price_triggers
from poletai.core.procedures.definition import Values
from poletai.core.procedures.findings.finding import Case, Found, Kind
from poletai.core.procedures.findings.gathered import gathered
from poletai.core.procedures.offers import bounds, prices_of

SHARES = {
    "of_mean": "low-price-of-mean",
    "of_second_lowest": "low-price-of-second-lowest",
    "of_ceiling": "low-price-of-ceiling",
}


def shares_of(values: Values, announced: dict[str, str]) -> LowPriceTerms:
    """Return the shares that count: the document's, where it is silent the law's own."""
    return LowPriceTerms(
        **{
            name: Decimal(announced.get(name) or bounds(values.parameters[parameter])[0])
            for name, parameter in SHARES.items()
        }
    )


def _find(case: Case) -> Found:
    facts = case.lot.facts
    highest = facts.get("ceiling") or facts.get("value")
    ceiling = None if highest is None else Decimal(highest["amount"])
    announced = case.standing.facts.get("terms", {}).get("low_price") or {}
    shares = shares_of(case.values, announced)
    hits = low_price_triggers(prices_of(case.left), ceiling, shares)
    return gathered(((hit.bid,), _evidence(hit)) for hit in hits)


def _evidence(hit: Trigger) -> dict[str, str]:
    return {
        "test": hit.test,
        "price": f"{hit.price:f}",
        "base": f"{hit.base:f}",
        "share": f"{hit.share:f}",
        "line": f"{product(hit.base, hit.share):f}",
    }


KIND = Kind("abnormally-low-price", _find, needs=tuple(SHARES.values()))
