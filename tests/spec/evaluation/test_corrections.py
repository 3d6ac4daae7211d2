"""Corrections of arithmetic, in the order of the law."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.tenders import decimals

from poletai.core.evaluation.corrections import Corrected, Line, Sheets, correct

DESKS = Line("desks", Decimal(250), Decimal(10))
LAMPS = Line("lamps", Decimal("12.50"), Decimal(40))
SHEET, WORDS = "opening sheet over detail", "words over figures"
POINT, SUM = "total over a misplaced decimal point", "sum of unit prices over total"


def made(corrected: Corrected) -> list[str]:
    return [step.formula for step in corrected.steps]


def lines(desk: str = "250", lamp: str = "12.50") -> tuple[Line, ...]:
    return (Line("desks", Decimal(desk), Decimal(10)), Line("lamps", Decimal(lamp), Decimal(40)))


@pytest.mark.parametrize(
    ("sheets", "price", "rules"),
    [
        (Sheets(Decimal(3000), Decimal(3000), Decimal("3000.00"), lines()), "3000", []),
        (Sheets(Decimal(3000)), "3000", []),
        (Sheets(Decimal(3000), detail=Decimal(2900)), "3000", [SHEET]),
        (Sheets(Decimal(3000), words=Decimal(3100)), "3100", [WORDS]),
        (Sheets(Decimal(3000), lines=lines(desk="2500")), "3000", [POINT]),
        (Sheets(Decimal(3000), lines=lines(lamp="0.125")), "3000", [POINT]),
        (Sheets(Decimal(3000), lines=lines(desk="260")), "3100.00", [SUM]),
        (
            Sheets(Decimal(2900), Decimal(3000), Decimal(2800), lines(desk="25")),
            "3000",
            [SHEET, WORDS, POINT],
        ),
        (
            Sheets(Decimal(2900), Decimal(2950), Decimal(2800), lines()),
            "3000.00",
            [SHEET, WORDS, SUM],
        ),
    ],
)
def test_contradictions_are_mended_in_the_order_of_the_law(
    sheets: Sheets, price: str, rules: list[str]
) -> None:
    corrected = correct("a", sheets)

    assert (str(corrected.price), made(corrected)) == (price, rules)
    assert corrected.needs_confirmation == bool(rules)


def test_a_misplaced_decimal_point_changes_the_unit_price_and_not_the_total() -> None:
    corrected = correct("a", Sheets(Decimal(3000), lines=lines(desk="2500")))

    assert corrected.lines == (DESKS, LAMPS)
    assert corrected.steps[0].inputs == {
        "line": "desks",
        "unit-price": 2500,
        "places-moved": -1,
        "total": 3000,
    }
    assert corrected.steps[0].value == 250


def test_where_two_points_could_be_misplaced_neither_is_obvious() -> None:
    twins = (Line("left", Decimal(10), Decimal(1)), Line("right", Decimal(10), Decimal(1)))

    corrected = correct("a", Sheets(Decimal(110), lines=twins))

    assert (str(corrected.price), made(corrected)) == ("20.00", [SUM])
    assert corrected.steps[0].inputs == {
        "total": 110,
        "amount:1:left": 10,
        "amount:2:right": 10,
    }


def test_a_line_that_costs_nothing_has_no_point_to_misplace() -> None:
    free = Line("delivery", Decimal(0), Decimal(1))

    assert made(correct("a", Sheets(Decimal(5), lines=(free,)))) == [SUM]


_lines = st.lists(
    st.builds(Line, st.just("line"), decimals(0, 10**6, 2), decimals(0, 500, 0)), max_size=4
).map(tuple)


@given(decimals(1, 10**8, 2), st.none() | decimals(1, 10**8, 2), _lines)
def test_what_is_corrected_contradicts_itself_no_more(
    figures: Decimal, words: Decimal | None, drawn: tuple[Line, ...]
) -> None:
    first = correct("a", Sheets(figures, words, None, drawn))
    again = correct("a", Sheets(first.price, first.price, first.price, first.lines))

    assert again.steps == ()
    assert (again.price, again.lines) == (first.price, first.lines)
