"""The lowest price where it lies far below the mean of the others, or below the next one.

Each share is how far below: at 0.40 a price of 60 against a mean of 100 is found.
"""

from collections.abc import Iterator
from decimal import Decimal

from poletai.core.basics.exact import product, total
from poletai.core.procedures.findings.finding import Case, Found, Kind
from poletai.core.procedures.findings.gathered import gathered
from poletai.core.procedures.offers import prices_of

_BELOW_OTHERS, _BELOW_NEXT = "low-price-below-others", "low-price-below-next"


def _find(case: Case) -> Found:
    prices = prices_of(case.left)
    ordered = sorted(prices, key=lambda bid: (prices[bid], bid))
    return gathered(_tests(case, prices, ordered)) if len(ordered) > 1 else ()


def _tests(
    case: Case, prices: dict[str, Decimal], ordered: list[str]
) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    best, others = ordered[0], [prices[bid] for bid in ordered[1:]]
    sums = {_BELOW_OTHERS: (total(others), len(others)), _BELOW_NEXT: (others[0], 1)}
    for name, (base, count) in sums.items():
        share = Decimal(str(case.values.parameters[name].value))
        # Multiplied out, so that no mean is rounded before it is compared.
        if product(prices[best], Decimal(count)) <= product(base, 1 - share):
            evidence = {"test": name, "price": f"{prices[best]:f}", "share": f"{share:f}"}
            yield (best,), {**evidence, "sum": f"{base:f}", "count": str(count)}


KIND = Kind("abnormally-low-price-ua", _find, needs=(_BELOW_OTHERS, _BELOW_NEXT))
