"""Money and exact arithmetic: nothing guessed on the way in, nothing lost on the way through."""

from decimal import Decimal, localcontext

import pytest

from poletai.core.basics.errors import NotExactError
from poletai.core.basics.exact import product, quotient, round_half_up, total
from poletai.core.basics.money import Money, read_money, round_money
from poletai.core.basics.problem import Problem


def test_an_amount_keeps_its_digits() -> None:
    money = read_money("1000000.50", where="price")

    assert money == Money(Decimal("1000000.50"), "CNY")
    assert isinstance(money, Money)
    assert money.as_json() == {"amount": "1000000.50", "currency": "CNY"}


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("1,000,000", "CNY", "money-not-plain"),
        ("-5", "CNY", "money-not-plain"),
        ("1e6", "CNY", "money-not-plain"),
        ("NaN", "CNY", "money-not-plain"),
        ("１００", "CNY", "money-not-plain"),  # noqa: RUF001
        ("100元", "CNY", "money-not-plain"),
        ("", "CNY", "money-not-plain"),
        (1000000, "CNY", "money-not-plain"),
        ("1" * 19, "CNY", "money-not-plain"),
        ("0.001", "CNY", "money-too-fine"),
        ("1", "yuan", "money-currency"),
        ("1", None, "money-currency"),
    ],
)
def test_an_amount_that_could_be_read_two_ways_is_a_problem(
    text: object, currency: object, code: str
) -> None:
    problem = read_money(text, where="offers.a.price", currency=currency)

    assert isinstance(problem, Problem)
    assert (problem.code, problem.where) == (code, "offers.a.price")


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        ("2.005", "2.01"),
        ("2.0049999", "2.00"),
        ("-2.005", "-2.01"),
        ("-0.001", "0.00"),
        ("7", "7.00"),
    ],
)
def test_half_is_rounded_away_from_zero(amount: str, rounded: str) -> None:
    assert str(round_money(Decimal(amount))) == rounded


@pytest.mark.parametrize(
    ("dividend", "divisor", "places", "result"),
    [
        ("2", "3", 2, "0.67"),
        ("1", "8", 2, "0.13"),
        ("-1", "8", 2, "-0.13"),
        ("1", "-8", 2, "-0.13"),
        ("-1", "1000", 2, "0.00"),
        ("0", "7", 2, "0.00"),
        ("10", "4", 0, "3"),
    ],
)
def test_a_quotient_is_rounded_once(dividend: str, divisor: str, places: int, result: str) -> None:
    assert str(quotient(Decimal(dividend), Decimal(divisor), places)) == result


def test_a_quotient_just_under_half_is_not_rounded_twice() -> None:
    just_under = Decimal("0.00499999999999999999999999999999999999")

    assert quotient(just_under, Decimal(1), 2) == 0


def test_the_context_of_the_thread_changes_nothing() -> None:
    with localcontext(prec=2):
        assert total([Decimal("123456.78"), Decimal("0.01")]) == Decimal("123456.79")
        assert product(Decimal("1234.56"), Decimal("0.123")) == Decimal("151.85088")
        assert round_half_up(Decimal("123456.785"), 2) == Decimal("123456.79")
        assert quotient(Decimal(100000), Decimal(3), 2) == Decimal("33333.33")


def test_what_cannot_be_exact_is_refused() -> None:
    with pytest.raises(NotExactError, match="a sum cannot be carried"):
        total([Decimal("1e100"), Decimal("1e-100")])
    with pytest.raises(NotExactError, match="a product cannot be carried"):
        product(*[Decimal("1." + "1" * 50)] * 3)
    with pytest.raises(NotExactError, match="to 2 places cannot"):
        round_half_up(Decimal("1e119"), 2)
