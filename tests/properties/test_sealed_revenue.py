"""What sealed formats bring on average, where values are private: the textbook's figures."""

from decimal import Decimal
from statistics import mean, stdev

import pytest
from tests.support import private_values as play
from tests.support.drawn_values import Values, drawn, first, near, padded, prices, second
from tests.support.private_values import Room

BIDDERS = pytest.mark.parametrize("bidders", [2, 3, 5, 10])


@BIDDERS
def test_first_and_second_price_bring_the_same_and_the_first_varies_less(bidders: int) -> None:
    draws = drawn(bidders)
    by_first, by_second = prices(draws, first), prices(draws, second)

    expected = (bidders - 1) / (bidders + 1)
    assert near(by_first, expected)
    assert near(by_second, expected)
    assert stdev(by_first) < stdev(by_second)


def test_a_reserve_of_a_half_brings_five_twelfths_of_two_bidders() -> None:
    found = prices(drawn(2), second, Decimal("0.5"))

    assert near(found, 5 / 12)
    assert mean(found) > mean(prices(drawn(2), second))


def test_a_purchase_from_three_costs_a_half() -> None:
    def asked(values: Values) -> Room:
        return play.sealed("sealed-first", padded(values), wins="lowest")

    def lowest(values: Values) -> Room:
        return play.sealed("sealed-second", values, wins="lowest")

    assert near(prices(drawn(3), asked), 1 / 2)
    assert near(prices(drawn(3), lowest), 1 / 2)
