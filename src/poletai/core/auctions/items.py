"""Items: the parts of a lot that are sold together or apart, and the terms that name them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any

import msgspec

from poletai.core.auctions.terms import problem
from poletai.core.basics.problem import Problem

_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Items = Annotated[tuple[_Name, ...], msgspec.Meta(min_length=1, max_length=1000)]

_MOST_DIGITS = 24


def item_problems(items: Sequence[str], **by_item: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield items named twice, figures of no item, and amounts that are no decimal above 0."""
    if len(set(items)) < len(items):
        yield problem("auction.items", "terms.items", "names an item twice")
    for name, figures in by_item.items():
        for item, figure in figures.items():
            where = f"terms.{name}.{item}"
            if item not in items:
                yield problem("auction.items", where, "is no item of the auction")
            elif isinstance(figure, Decimal) and not _counts(figure):
                yield problem("auction.figure", where, f"{figure} is no decimal above 0")


def _counts(figure: Decimal) -> bool:
    return figure.is_finite() and figure > 0 and len(f"{figure:f}") <= _MOST_DIGITS
