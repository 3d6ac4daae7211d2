"""Charts: a sentence, the picture's options and the numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Protocol

from django.utils.translation import gettext as _

from poletai.portal.templatetags.look import grouped

_TEN_THOUSAND = Decimal(10_000)


class Priced(Protocol):
    """Anything with a bidder's name and a price."""

    @property
    def bidder(self) -> str:
        """The name to show."""

    @property
    def bid_price(self) -> str | None:
        """The price as decimal text, None before it is known."""


@dataclass(frozen=True, slots=True)
class Chart:
    """What the chart component takes."""

    id: str
    sentence: str
    options: Mapping[str, Any]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def price_chart(lot: str, rows: Sequence[Priced], limit: str | None) -> Chart | None:
    """Draw the prices of a lot beside the highest allowed or estimated; None for fewer than two."""
    prices = sorted(
        ((row.bidder, Decimal(row.bid_price)) for row in rows if row.bid_price),
        key=lambda pair: pair[1],
    )
    if len(prices) < 2:  # noqa: PLR2004 - one bar compares nothing
        return None
    names = [name for name, _price in prices][::-1]
    return Chart(
        id=f"prices-{lot}",
        sentence=_sentence([price for _name, price in prices], limit),
        options=_bars(names, [_wan(price) for _name, price in prices][::-1]),
        head=(_("Bidder"), _("Bid price (yuan)")),
        rows=tuple((name, grouped(price)) for name, price in prices),
    )


def count_chart(identity: str, counts: Sequence[tuple[str, int]], sentence: str) -> Chart:
    """Draw how many there are of each name, in the order given."""
    number = _("Procedures")
    return Chart(
        id=identity,
        sentence=sentence,
        options=_bars(
            [name for name, _n in counts][::-1], [n for _name, n in counts][::-1], number
        ),
        head=(_("Stage"), number),
        rows=tuple((name, str(count)) for name, count in counts),
    )


def _bars(names: Sequence[str], values: Sequence[Any], unit: str = "") -> Mapping[str, Any]:
    axis = {
        "type": "value",
        "splitNumber": 4,
        "axisLabel": {"hideOverlap": True},
        "name": unit or _("10,000 yuan"),
        "nameLocation": "middle",
        "nameGap": 28,
    }
    return {
        "grid": {"left": 8, "right": 40, "top": 8, "bottom": 32, "containLabel": True},
        "xAxis": axis,
        "yAxis": {
            "type": "category",
            "data": list(names),
            "axisLabel": {"width": 150, "overflow": "break"},
        },
        "series": [
            {
                "type": "bar",
                "data": list(values),
                "barMaxWidth": 22,
                "label": {"show": True, "position": "right"},
            }
        ],
    }


def _sentence(prices: Sequence[Decimal], limit: str | None) -> str:
    said = _("%(count)s bids between %(low)s and %(high)s yuan.") % {
        "count": len(prices),
        "low": grouped(prices[0]),
        "high": grouped(prices[-1]),
    }
    if not limit or not Decimal(limit):
        return said
    share = 100 * (1 - prices[0] / Decimal(limit))
    below = _("The lowest is %(share)s %% below the published %(limit)s yuan.")
    above = _("The lowest is %(share)s %% above the published %(limit)s yuan.")
    told = (below if share >= 0 else above) % {
        "share": abs(share.quantize(Decimal("0.1"), ROUND_HALF_EVEN)),
        "limit": grouped(limit),
    }
    return f"{said} {told}"


def _wan(price: Decimal) -> str:
    return f"{(price / _TEN_THOUSAND).quantize(Decimal('0.01'), ROUND_HALF_EVEN):f}"
