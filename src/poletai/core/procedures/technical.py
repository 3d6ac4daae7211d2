"""Technical results: which bids reach every pass mark of their lot, before any price is known."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from poletai.core.basics.exact import product, total
from poletai.core.procedures.context import Context
from poletai.core.procedures.offers import marks_of

BELOW = "below-pass-mark:"


def results_of(context: Context, bids: Iterable[str]) -> Mapping[str, str]:
    """Say of each bid why it does not go on; "" where it does.

    A pass mark is compared with the mean of the marks, which is never rounded.
    """
    return {bid: _falls_short(context, marks_of(context, bid)) for bid in bids}


def _falls_short(context: Context, marks: Mapping[str, Mapping[str, Decimal]]) -> str:
    for criterion in context.standing.facts["terms"].get("criteria", ()):
        needed, given = criterion.get("pass_mark"), marks.get(criterion["name"], {})
        if needed is not None and _sum(given) < product(Decimal(needed), Decimal(len(given) or 1)):
            return BELOW + str(criterion["name"])
    return ""


def _sum(given: Mapping[str, Decimal]) -> Decimal:
    return total(given.values())
