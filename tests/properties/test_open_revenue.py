"""What open formats bring on average, where values are private: what the sealed ones do."""

from decimal import Decimal

from tests.support import private_values as play
from tests.support.drawn_values import Values, drawn, near, prices, second, shaded
from tests.support.private_values import Room

STEP = Decimal("0.04")


def test_english_brings_what_the_second_price_does() -> None:
    draws, step = drawn(3), float(STEP)

    found = prices(draws, lambda values: play.english(values, STEP))
    assert near(found, 1 / 2, step)
    told = prices(draws, second)
    assert max(abs(a - b) for a, b in zip(found, told, strict=True)) <= step + 1e-9


def test_a_clock_brings_what_the_second_price_does() -> None:
    rises = 10_000

    def room(values: Values) -> Room:
        limits = [int(value * rises) - 1 for value in values]
        return play.clock(limits, rises=rises, step=Decimal(1) / rises)

    assert near(prices(drawn(3), room), 1 / 2, 1 / rises)


def test_a_falling_price_brings_what_the_first_price_does() -> None:
    def room(values: Values) -> Room:
        return play.dutch(shaded(values), start=Decimal(1), drops=999, drop=Decimal("0.001"))

    assert near(prices(drawn(3), room), 1 / 2, 0.001)


def test_open_reverse_bids_cost_the_second_lowest_cost_less_a_step_at_the_least() -> None:
    def lowered(values: Values) -> Room:
        return play.reverse_english(values, Decimal(1), STEP)

    draws, step = drawn(3), float(STEP)
    found = prices(draws, lowered)
    told = prices(draws, lambda values: play.sealed("sealed-second", values, wins="lowest"))
    assert near(found, 1 / 2, step)
    assert all(paid >= cost - step - 1e-9 for paid, cost in zip(found, told, strict=True))
