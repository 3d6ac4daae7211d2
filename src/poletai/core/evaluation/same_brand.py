"""Bids of one brand count as one supplier (ZP-07): one of them takes part, or is recommended.

`by-price` is for the lowest evaluated price: the lowest quotation of a brand takes part, the others
are not evaluated. `by-place` is for scores: all are evaluated, and only the best placed of a brand
keeps a place. Bids without a brand stand for themselves.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.ranking import without
from poletai.core.evaluation.result import Result, SetAside
from poletai.core.evaluation.terms import Offer, Terms

_RULES = ("", "by-price", "by-place")
_REASON = "same-brand"


def suppliers(offers: Sequence[Offer]) -> int:
    """Count suppliers as the law does where three are needed: bids of one brand are one."""
    return len({_supplier(offer) for offer in offers})


def brand_problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield an unknown rule, and brands whose lowest quotation is shared with no draw on record."""
    if terms.same_brand not in _RULES:
        message = f"{terms.same_brand!r} is no rule for bids of one brand: by-price or by-place"
        yield Problem(code="same-brand-unknown", where="terms.same_brand", message=message)
    if terms.same_brand == "by-price":
        for group in _brands(offers):
            if not _leaders_parted(_lowest(group), terms):
                message = "the lowest quotations of the brand are equal: record which was drawn"
                where = f"offers.{group[0].bid}.brand"
                yield Problem(code="same-brand-undecided", where=where, message=message)


def taking_part(offers: Sequence[Offer], terms: Terms) -> list[Offer]:
    """Return the offers that are evaluated at all, in the order they came."""
    if terms.same_brand != "by-price":
        return list(offers)
    order = terms.drawn_order()
    leaders = {_leader(_lowest(group), order).bid for group in _brands(offers)}
    return [offer for offer in offers if offer.bid in leaders]


def one_a_brand(result: Result, offers: Sequence[Offer], terms: Terms) -> Result:
    """Take from a ranking the bids whose brand stands better placed; the places close up.

    Bids of one brand that share their place keep it: they stay tied until people decide.
    """
    if not terms.same_brand:
        return result
    best: dict[tuple[str, str], int] = {}
    supplier = {offer.bid: _supplier(offer) for offer in offers}
    for placed in result.ranked:
        best.setdefault(supplier[placed.bid], placed.place)
    kept = {p.bid for p in result.ranked if p.place == best[supplier[p.bid]]}
    gone = {offer.bid for offer in offers} - kept
    earlier = {each.bid for each in result.set_aside}
    aside = tuple(SetAside(bid, _REASON) for bid in sorted(gone - earlier))
    return msgspec.structs.replace(
        result, ranked=without(result.ranked, gone), set_aside=(*result.set_aside, *aside)
    )


def _supplier(offer: Offer) -> tuple[str, str]:
    return (offer.brand, "" if offer.brand else offer.bid)


def _brands(offers: Sequence[Offer]) -> list[list[Offer]]:
    ordered = sorted(offers, key=lambda offer: (_supplier(offer), offer.bid))
    return [list(group) for _, group in groupby(ordered, key=_supplier)]


def _lowest(group: Sequence[Offer]) -> list[Offer]:
    lowest = min(offer.price for offer in group)
    return [offer for offer in group if offer.price == lowest]


def _leaders_parted(lowest: Sequence[Offer], terms: Terms) -> bool:
    return len(lowest) == 1 or {offer.bid for offer in lowest} <= set(terms.drawn_order())


def _leader(lowest: Sequence[Offer], order: Sequence[str]) -> Offer:
    return lowest[0] if len(lowest) == 1 else min(lowest, key=lambda each: order.index(each.bid))
