"""Bids of one brand: one supplier where three are needed (ZP-07)."""

from collections import defaultdict

from poletai.core.procedures.findings.finding import Case, Found, Kind
from poletai.core.procedures.offers import price_part


def _find(case: Case) -> Found:
    brands: dict[str, list[str]] = defaultdict(list)
    for bid in case.left:
        part = price_part(bid)
        if part is not None and part.brand:
            brands[part.brand].append(bid.bid)
    for brand in sorted(brands):
        if len(brands[brand]) > 1:
            yield tuple(sorted(brands[brand])), ({"brand": brand, "counts-as": "1"},)


KIND = Kind("same-brand", _find)
