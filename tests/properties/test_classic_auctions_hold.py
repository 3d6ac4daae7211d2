"""The classic mechanisms, whoever bids and whenever: winners and prices found a second way."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import naive_auctions, naive_classics
from tests.support.heard import Bids, alone, entries, found, heard, instant

from poletai.core.auctions import settle_record

SECOND: dict[str, Any] = {"mechanism": "sealed-second", "start": "5", "closes": instant(400)}


@given(heard(), st.integers(0, 30))
def test_the_price_of_a_second_price_is_the_least_that_wins(bids: Bids, reserve: int) -> None:
    settled = settle_record(SECOND, entries(bids), Decimal(reserve) if reserve else None)

    assert alone(settled) == naive_classics.sealed_second(bids, start=5, reserve=reserve)


@given(heard(), st.integers(0, 30))
def test_a_purchase_at_the_second_price_is_a_sale_in_the_mirror(bids: Bids, reserve: int) -> None:
    lowest = {**SECOND, "start": "95", "wins": "lowest"}
    mirrored = [(at, who, 100 - amount, quantity) for at, who, amount, quantity in bids]

    bought = settle_record(lowest, entries(mirrored), Decimal(100 - reserve) if reserve else None)

    told = naive_classics.sealed_second(bids, start=5, reserve=reserve)
    assert alone(bought) == {who: (100 - price, 0) for who, (price, _) in told.items()}


OWN: dict[str, Any] = {
    "mechanism": "sealed-discriminatory",
    "start": "1",
    "quantity": "20",
    "closes": instant(400),
}


@pytest.mark.parametrize("margin", ["pro-rata", "earliest"])
@given(heard(most=4))
def test_discriminatory_shares_are_the_naive_ones_at_each_own_price(
    margin: str, bids: Bids
) -> None:
    settled = settle_record({**OWN, "margin": margin}, entries(bids))

    shares = naive_auctions.uniform(bids, quantity=20, by_time=margin == "earliest")
    assert found(settled) == naive_classics.own_prices(bids, shares)
