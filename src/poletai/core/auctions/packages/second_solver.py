"""The winners looked for a second time, by SciPy's HiGHS, where there are few enough bids.

It computes in binary fractions, so what counts is its choice of bids, added up exactly.
"""

from importlib import import_module
from typing import Any

from poletai.core.auctions.packages.market import Market

MOST_BIDS = 200
"""How many bids are looked through twice while an auction is settled."""

_HOLDS = 2**53
"""The largest sum of bids it is asked about: binary fractions hold every whole number to here."""

_MOST_NODES = 5000


def second_worth(market: Market) -> int | None:
    """Return what the second solver's choice is worth; None where it has no answer."""
    if not market.bids:
        return 0
    if sum(bid.worth for bid in market.bids) > _HOLDS:
        return None
    rows, columns, row_of = list[int](), list[int](), dict[tuple[str, int], int]()
    for index, bid in enumerate(market.bids):
        own = [("bidder", bid.bidder)] if market.exclusive else []
        for key in (*own, *(("item", item) for item in bid.items)):
            rows.append(row_of.setdefault(key, len(row_of)))
            columns.append(index)
    chosen = _solved([bid.worth for bid in market.bids], rows, columns, len(row_of))
    return None if chosen is None else market.worth(chosen)


def _solved(
    worths: list[int], rows: list[int], columns: list[int], height: int
) -> list[int] | None:
    optimize: Any = import_module("scipy.optimize")
    sparse: Any = import_module("scipy.sparse")
    shape = (height, len(worths))
    once = sparse.csr_array(([1] * len(rows), (rows, columns)), shape=shape)
    answer = optimize.milp(
        [-worth for worth in worths],
        integrality=[1] * len(worths),
        bounds=optimize.Bounds(0, 1),
        constraints=optimize.LinearConstraint(once, 0, 1),
        options={"mip_rel_gap": 0, "node_limit": _MOST_NODES},
    )
    if not answer.success:
        return None
    return [index for index, taken in enumerate(answer.x) if round(taken) == 1]
