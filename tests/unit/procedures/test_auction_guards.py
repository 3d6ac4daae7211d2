"""Guards of auctions: records that settle, reserves that open, starts that cover."""

from typing import Any

import pytest
from tests.support.auction_trials import SETTLED, context, holds

from poletai.core.procedures.auctions import commitment
from poletai.core.procedures.short_forms import expand, sample_hash

# What guards a settlement.


def test_a_record_does_not_come_from_the_future() -> None:
    seen = context(
        "the listing ends",
        {"record": [{"at": "2030-01-01T00:00:00Z", "bidder": "a", "amount": "800000"}]},
        {"record": "auction-record"},
    )

    assert not holds("record-settles", seen, record="record")


def test_an_empty_record_is_settled_too() -> None:
    seen = context("the listing ends", {"record": []}, {"record": "auction-record"})

    assert holds("record-settles", seen, record="record")


def test_the_reserve_and_its_salt_come_together_or_not_at_all() -> None:
    asks = {"reserve": "money", "salt": "digest"}
    money = {"amount": "850000.00", "currency": "CNY"}
    told = [
        holds(
            "reserve-opens",
            context("the listing ends", fields, asks),
            amount="reserve",
            salt="salt",
        )
        for fields in (
            {"reserve": money, "salt": sample_hash("salt")},
            {"reserve": money, "salt": sample_hash("pepper")},
            {"reserve": money},
            {"salt": sample_hash("salt")},
            {},
        )
    ]

    assert told == [True, False, False, False, False]
    bare = context("two lots are announced", {}, asks)
    assert holds("reserve-opens", bare, amount="reserve", salt="salt")


def test_a_commitment_is_of_amount_currency_and_salt() -> None:
    salt = sample_hash("salt")
    one = commitment(salt, {"amount": "1.00"})

    assert one == commitment(salt, {"amount": "1.00", "currency": "CNY"})
    assert (
        len(
            {
                one,
                commitment(salt, {"amount": "1.01"}),
                commitment(sample_hash("x"), {"amount": "1.00"}),
                commitment(salt, {"amount": "1.00", "currency": "USD"}),
            }
        )
        == 4
    )


@pytest.mark.parametrize(
    ("story", "won"),
    [(SETTLED, True), ("nobody meets the reserve", False), ("the listing ends", False)],
)
def test_a_lot_has_a_winner_once_it_is_sold(story: str, won: bool) -> None:
    seen = context(story, {}, {})

    assert holds("has-winner", seen) is won
    assert holds("no-winner", seen) is not won


def test_a_lot_nobody_named_has_no_winner() -> None:
    seen = context("a procedure is drafted", {}, {})

    assert holds("no-winner", seen)
    assert holds("reserve-opens", seen, amount="reserve", salt="salt")


def test_lots_announced_can_still_run_later() -> None:
    assert holds("auction-can-run", context("the listing ends", {}, {}))
    assert not holds("auction-can-run", context("a procedure is drafted", {}, {}))


def lots(*given: dict[str, str]) -> dict[str, Any]:
    told = [{"lot": str(i), **one} for i, one in enumerate(given)]
    return {"lots": expand("lots", told)}


@pytest.mark.parametrize(
    ("lot", "covered"),
    [
        ({"start": "100.00", "appraisal": "100.00"}, True),
        ({"start": "99.99", "appraisal": "100.00"}, False),
        ({"appraisal": "100.00"}, False),
        ({"start": "1.00"}, True),
    ],
)
def test_a_start_covers_the_appraisal(lot: dict[str, str], covered: bool) -> None:
    seen = context("a procedure is drafted", lots(lot), {"lots": "lots"}, "cn.equity.transfer")

    assert holds("starts-cover-appraisal", seen, share="floor-share") is covered


def test_a_start_in_another_currency_covers_nothing() -> None:
    given = lots({"start": "100.00", "appraisal": "100.00"})
    given["lots"][0]["start"]["currency"] = "USD"
    seen = context("a procedure is drafted", given, {"lots": "lots"}, "cn.equity.transfer")

    assert not holds("starts-cover-appraisal", seen, share="floor-share")


def test_a_share_of_the_starts_counts_all_lots() -> None:
    asks = {"lots": "lots", "security": "money"}
    given = lots({"start": "100.00"}, {"start": "100.00"}, {})

    def within(**fields: Any) -> bool:
        seen = context("a procedure is drafted", {**given, **fields}, asks, "cn.equity.transfer")
        return holds("within-share-of-starts", seen, amount="security", share="deposit-share")

    assert within()
    assert within(security={"amount": "60.00", "currency": "CNY"})
    assert not within(security={"amount": "60.01", "currency": "CNY"})


def test_a_period_for_large_lots_asks_for_its_instants() -> None:
    asks = {"lots": "lots"}
    large = lots({"start": "10000000.00"}, {})
    seen = context("a procedure is drafted", large, asks, "cn.equity.asset-transfer")
    told = {"instant": "listing-until", "after": "listing-from", "days": "large-listing-period"}

    assert holds("days-after-from", seen, **told, threshold="large")


def test_what_was_never_listed_is_not_extended() -> None:
    asks = {"listing-until": "instant"}
    given = {"listing-until": "2026-05-01T00:00:00Z"}
    seen = context("a procedure is drafted", given, asks, "cn.equity.transfer")

    assert not holds("extends-by-days", seen, instant="listing-until", days="relisting-period")
