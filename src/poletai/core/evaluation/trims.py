"""Trims: which of the highest and lowest prices a mean leaves out, by how many prices there are."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from poletai.core.evaluation.parts import Trim
from poletai.core.evaluation.result import Step

_NO_TRIM = Trim(0, 0, 0)


def trimmed(
    prices: Mapping[str, Decimal], trims: Sequence[Trim]
) -> tuple[dict[str, Decimal], Step]:
    """Return the prices a mean is taken of, by bid, and the step that says which are left out.

    The row with the most prices that is still met applies; where none is, every price counts.
    Among equal prices it is the bid id that decides which one is named: the mean is the same.
    """
    rows = [trim for trim in trims if trim.min_n <= len(prices)]
    row = max(rows, key=lambda trim: trim.min_n, default=_NO_TRIM)
    ordered = sorted(prices, key=lambda bid: (prices[bid], bid))
    kept = ordered[row.drop_low : len(ordered) - row.drop_high]
    inputs: dict[str, Decimal | str] = {
        **{bid: prices[bid] for bid in sorted(prices)},
        "prices": Decimal(len(prices)),
        "drop-high": Decimal(row.drop_high),
        "drop-low": Decimal(row.drop_low),
    }
    step = Step("trim", None, "prices without the highest and lowest", inputs, ", ".join(kept))
    return {bid: prices[bid] for bid in sorted(kept)}, step


def trims_are_sound(trims: Sequence[Trim]) -> bool:
    """Say whether every row leaves at least one price, and no number of prices has two rows."""
    least = [trim.min_n for trim in trims]
    return len(set(least)) == len(least) and all(
        trim.drop_high >= 0 and trim.drop_low >= 0 and trim.drop_high + trim.drop_low < trim.min_n
        for trim in trims
    )
