"""Price scores and evaluation prices: the worked cases of practice, to the last hundredth."""

from decimal import Decimal

import pytest

from poletai.core.evaluation import Adjustment, Offer, Result, Terms, evaluate

SMALL = "cn.small-enterprise-rules#1"
DOMESTIC = "cn.domestic-product-rules#1"


def offers(*prices: str) -> list[Offer]:
    return [Offer(bid, Decimal(price)) for bid, price in zip("abcdefg", prices, strict=False)]


def low_price_first(weight: str) -> Terms:
    return Terms("low-price-first", price_weight=Decimal(weight))


def scores(result: Result) -> dict[str, str]:
    return {placed.bid: str(placed.score) for placed in result.ranked}


@pytest.mark.parametrize(
    ("weight", "prices", "expected"),
    [
        ("40", ("950000", "1000000", "1100000"), ["40.00", "38.00", "34.55"]),
        ("30", ("88", "92", "100"), ["30.00", "28.70", "26.40"]),
        ("30", ("700", "760"), ["30.00", "27.63"]),
    ],
)
def test_a_price_scores_its_weight_times_lowest_over_price(
    weight: str, prices: tuple[str, ...], expected: list[str]
) -> None:
    result = evaluate(offers(*prices), low_price_first(weight))

    assert list(scores(result).values()) == expected


SMALL_ENTERPRISE_CASE = [
    Offer("a-large", Decimal(1_000_000)),
    Offer("b-small", Decimal(1_080_000), (Adjustment("small", SMALL, Decimal("0.10")),)),
    Offer("c-consortium", Decimal(1_020_000), (Adjustment("small", SMALL, Decimal("0.04")),)),
]


def test_a_small_enterprise_may_win_with_a_dearer_bid() -> None:
    result = evaluate(SMALL_ENTERPRISE_CASE, low_price_first("30"))

    assert scores(result) == {"b-small": "30.00", "c-consortium": "29.78", "a-large": "29.16"}
    assert [str(p.evaluation_price) for p in result.ranked] == [
        "972000.00",
        "979200.00",
        "1000000.00",
    ]


def test_adjustments_never_touch_the_contract_price() -> None:
    for placed in evaluate(SMALL_ENTERPRISE_CASE, low_price_first("30")).ranked:
        assert placed.contract_price == placed.bid_price >= placed.evaluation_price


def test_deductions_are_computed_on_the_quotation_and_summed() -> None:
    both = Offer(
        "a",
        Decimal("1000.05"),
        (
            Adjustment("small", SMALL, Decimal("0.10")),
            Adjustment("domestic", DOMESTIC, Decimal("0.20")),
        ),
    )

    result = evaluate([both], Terms("lowest-evaluated-price"))

    small, domestic, final = result.steps
    assert (small.value, domestic.value) == (Decimal("100.005"), Decimal("200.01"))
    assert final.value == Decimal("700.04"), "one after the other it would be 720.04"
    assert final.inputs == {
        "price": Decimal("1000.05"),
        "adjustment:small": Decimal("100.005"),
        "adjustment:domestic": Decimal("200.01"),
    }
    assert small.inputs["law"] == SMALL


def test_a_bid_lower_by_a_hundredth_never_comes_out_dearer() -> None:
    cuts = tuple(Adjustment(name, SMALL, Decimal("0.05")) for name in ("one", "two"))
    dearer, cheaper = (
        Offer("dearer", Decimal("0.10"), cuts),
        Offer("cheaper", Decimal("0.09"), cuts),
    )

    ranked = evaluate([dearer, cheaper], Terms("lowest-evaluated-price")).ranked

    # Were each cut of 0.005 rounded to 0.01, the dearer bid would stand at 0.08, the other at 0.09.
    assert [(p.bid, str(p.evaluation_price)) for p in ranked] == [
        ("cheaper", "0.08"),
        ("dearer", "0.09"),
    ]


def test_deviations_valued_in_money_may_turn_the_order() -> None:
    late = Offer("late", Decimal(950), deviations=(("delivery", Decimal("60.00")),))
    prompt = Offer("prompt", Decimal(1000))

    ranked = evaluate([late, prompt], Terms("lowest-evaluated-price")).ranked

    assert [(p.bid, p.place, str(p.evaluation_price)) for p in ranked] == [
        ("prompt", 1, "1000.00"),
        ("late", 2, "1010.00"),
    ]
    assert [p.score for p in ranked] == [None, None]


def test_terms_may_declare_other_places_for_a_step() -> None:
    terms = Terms("low-price-first", price_weight=Decimal(30), rounding={"price-score": 4})

    assert scores(evaluate(offers("700", "760"), terms))["b"] == "27.6316"


def test_every_score_is_explained_by_a_step() -> None:
    result = evaluate(offers("88", "92"), low_price_first("30"))

    step = next(s for s in result.steps if s.name == "price-score" and s.bid == "b")
    assert step.formula == "price-weight x lowest-price / evaluation-price"
    assert step.inputs == {
        "price-weight": Decimal(30),
        "lowest-price": Decimal("88.00"),
        "evaluation-price": Decimal("92.00"),
    }
    assert (step.value, step.rounding) == (Decimal("28.70"), 2)


@pytest.mark.parametrize(
    "method", ["low-price-first", "lowest-evaluated-price", "comprehensive-score"]
)
def test_no_offers_give_an_empty_ranking(method: str) -> None:
    result = evaluate([], Terms(method))

    assert (result.ranked, result.steps) == ((), ())
