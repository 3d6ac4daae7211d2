"""Bids in two envelopes: a custodian follows the lot itself, and gives out no share too early."""

from pathlib import Path
from typing import Any

import pytest
from tests.support import sealed_trade
from tests.support.sealed_trade import LOT, PROCEDURE, SealedTrade, refusal, releases

from poletai.core.basics.problem import Refusal
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.lot_stages import read_stages
from poletai.sealing.seal import SealedBid

STAGES = b"""
[machine.lot]
initial = "announced"
[[move]]
then = "notice-published"
does = "announce-lots"
from = ["draft"]
[[move]]
then = "bids-closed"
does = "close-bids"
from = ["receiving-bids"]
also = [
    { of = "bid", from = ["new"], to = "lost" },
    { of = "lot", from = ["announced"], to = "closed" },
]
[[move]]
then = "lot-closed"
does = "list-bids"
of = "lot"
from = ["closed"]
to = "listed"
[[move]]
then = "shares-released"
does = "release-shares"
of = "lot"
from = ["listed"]
provided = [{ is = "not-suspended" }, { is = "only-part", part = "tech" }]
[[move]]
then = "judging-began"
does = "record"
of = "lot"
from = ["listed"]
to = "judging"
confidential = true
[[move]]
then = "judging-goes-on"
does = "record"
of = "lot"
from = ["judging"]
[[move]]
then = "judging-ended"
does = "admit-bids"
of = "lot"
from = ["judging"]
to = "shortlisted"
[[move]]
then = "bid-rejected"
does = "reject-bid"
of = "bid"
from = ["judged"]
confidential = true
also = [{ of = "lot", from = ["judging"], to = "judging" }]
[[move]]
then = "price-shares-released"
does = "release-shares"
of = "lot"
from = ["shortlisted"]
provided = [{ is = "only-part", part = "price" }]
"""


@pytest.fixture
def trade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SealedTrade:
    monkeypatch.setattr(sealed_trade, "DEFINITION", STAGES)
    trade = SealedTrade(tmp_path)
    trade.announce()
    return trade


def listed(trade: SealedTrade) -> list[SealedBid]:
    """Close the lot with two bids on its list."""
    bids = [trade.seal("Ann"), trade.seal("Bob")]
    for bid in bids:
        trade.deposit(bid)
    trade.happens("bids-closed", {})
    trade.close()
    return bids


def happens(trade: SealedTrade, name: str, **data: Any) -> None:
    trade.happens(name, {"lot": LOT, **data})
    trade.publish()


def test_the_technical_part_is_released_first(trade: SealedTrade) -> None:
    listed(trade)

    assert len(releases(trade, "tech")) == 5
    assert refusal(trade) == "part-not-due"


def test_prices_are_released_of_the_bids_that_go_on(trade: SealedTrade) -> None:
    ann, _bob = listed(trade)
    happens(trade, "judging-ended", admitted=[ann.header.bid_id])

    released = releases(trade, "price")

    assert all([share.bid for share in one.shares] == [ann.header.bid_id] for one in released)


def test_the_technical_part_is_not_released_once_it_was_judged(trade: SealedTrade) -> None:
    listed(trade)
    happens(trade, "judging-ended", admitted=[])

    answer = trade.desks[0].release(PROCEDURE, LOT, "tech")

    assert isinstance(answer, Refusal)
    assert answer.code == "part-not-due"


def test_the_end_of_another_lot_releases_nothing(trade: SealedTrade) -> None:
    listed(trade)
    trade.happens("judging-ended", {"lot": "2", "admitted": []})
    trade.publish()

    assert refusal(trade) == "part-not-due"


def test_a_move_that_leaves_the_lot_where_it_is_ends_nothing(trade: SealedTrade) -> None:
    listed(trade)
    happens(trade, "judging-goes-on")

    assert refusal(trade) == "part-not-due"


def test_an_event_nobody_defined_says_nothing_of_stages(trade: SealedTrade) -> None:
    listed(trade)
    happens(trade, "judging-ended", admitted=[])
    happens(trade, "weather-noted")

    assert all(release.shares == () for release in releases(trade, "price"))


def test_an_evaluation_that_ends_before_the_list_contradicts_the_definition(
    trade: SealedTrade,
) -> None:
    happens(trade, "judging-ended", admitted=["a"])
    listed(trade)

    answer = trade.desks[0].release(PROCEDURE, LOT, "price")

    assert isinstance(answer, Refusal)
    assert answer.code == "part-not-due"
    assert "nowhere" in answer.reason


def test_a_list_of_who_goes_on_that_is_none_lets_nobody_go_on(trade: SealedTrade) -> None:
    ann, _bob = listed(trade)
    happens(trade, "judging-ended", admitted=ann.header.bid_id)

    assert all(release.shares == () for release in releases(trade, "price"))


def test_a_part_no_move_releases_is_never_due(
    trade: SealedTrade, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = STAGES[: STAGES.index(b'[[move]]\nthen = "price-shares-released"')]
    monkeypatch.setattr(sealed_trade, "DEFINITION", without)
    trade.entries.clear()
    trade.announce()
    listed(trade)
    happens(trade, "judging-ended", admitted=[])

    answer = trade.desks[0].release(PROCEDURE, LOT, "price")

    assert isinstance(answer, Refusal)
    assert "never" in answer.reason


@pytest.mark.parametrize("definition", [b"no TOML", b"[]", b"{}", b'{"move": [{"then": 3}]}'])
def test_bytes_that_are_no_definition_tell_no_stages(definition: bytes) -> None:
    with pytest.raises(BadSealingInputError, match="stages"):
        read_stages(definition)
