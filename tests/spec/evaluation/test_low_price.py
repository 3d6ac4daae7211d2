"""Abnormally low prices: any of three strict tests starts a review."""

from decimal import Decimal

import pytest

from poletai.core.evaluation.low_price import (
    LowPriceTerms,
    low_price_problems,
    low_price_triggers,
)

LAW = LowPriceTerms(Decimal("0.50"), Decimal("0.50"), Decimal("0.45"))
HIGHEST = Decimal("0.65")


def prices(*values: str) -> dict[str, Decimal]:
    return {bid: Decimal(value) for bid, value in zip("abcdef", values, strict=False)}


PUBLISHED = ("1000000", "950000", "420000", "880000")


def test_the_published_sample_must_start_a_review() -> None:
    hits = low_price_triggers(prices(*PUBLISHED), Decimal(1_200_000), LAW)

    assert [(hit.bid, hit.test, str(hit.line)) for hit in hits] == [
        ("c", "below-share-of-second-lowest", "440000.00"),
        ("c", "below-share-of-ceiling", "540000.00"),
    ], "it was once published as not triggered, for its mean test alone (420000 > 406250)"


def test_a_price_on_the_line_is_not_below_it() -> None:
    on_the_line = prices("1000000", "950000", "440000", "880000")

    assert low_price_triggers(on_the_line, None, LAW) == ()


@pytest.mark.parametrize(
    ("values", "ceiling", "tests"),
    [
        (
            ("100", "100", "100", "37.5"),
            None,
            ["below-share-of-mean", "below-share-of-second-lowest"],
        ),
        (("10", "10"), None, []),
        (("44.99",), "100", ["below-share-of-ceiling"]),
        (("45.00",), "100", []),
        (("45.00",), None, []),
        ((), "100", []),
    ],
)
def test_each_test_stands_alone(
    values: tuple[str, ...], ceiling: str | None, tests: list[str]
) -> None:
    hits = low_price_triggers(prices(*values), Decimal(ceiling) if ceiling else None, LAW)

    assert [hit.test for hit in hits] == tests


def test_a_mean_that_never_ends_is_compared_exactly() -> None:
    # The mean is 3.333..., half of it 1.666...: 1.67 is above it and 1.66 below.
    above = low_price_triggers(prices("1.67", "4.165", "4.165"), None, LAW)
    below = low_price_triggers(prices("1.66", "4.17", "4.17"), None, LAW)

    assert "below-share-of-mean" not in [hit.test for hit in above]
    assert "below-share-of-mean" in [hit.test for hit in below]


def test_a_document_may_raise_a_share_to_the_highest_and_no_further() -> None:
    raised = LowPriceTerms(HIGHEST, Decimal("0.55"), Decimal("0.45"))
    wrong = LowPriceTerms(Decimal("0.49"), Decimal("0.50"), Decimal("0.66"))

    assert low_price_problems(raised, LAW, HIGHEST) == ()
    assert [(p.code, p.where) for p in low_price_problems(wrong, LAW, HIGHEST)] == [
        ("low-price-share", "terms.of_mean"),
        ("low-price-share", "terms.of_ceiling"),
    ]
