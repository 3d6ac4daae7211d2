"""A custodian gives out its shares of a closed lot, of live bids alone, again and again alike."""

from pathlib import Path

import msgspec
import pytest
from tests.support.sealed_trade import (
    DEFINITION,
    LOT,
    PROCEDURE,
    SealedTrade,
    later,
    releases,
    withdraw,
)

from poletai.core.basics.instant import format_instant
from poletai.sealing.keyset import make_keyset
from poletai.sealing.manifest import live_bids, read_lot_close, standing_of
from poletai.sealing.opening import open_part
from poletai.sealing.release import (
    Release,
    inspect_release,
    read_release,
    release_object,
    shares_of,
)


@pytest.fixture
def trade(tmp_path: Path) -> SealedTrade:
    trade = SealedTrade(tmp_path)
    trade.noise(3)
    trade.announce()
    return trade


def test_three_of_five_custodians_open_a_closed_lot(trade: SealedTrade) -> None:
    bids = [trade.seal(name) for name in ("Bob", "Carol", "Dan")]
    for bid in bids:
        trade.deposit(bid)
        trade.noise(200)
    trade.close()

    answers = releases(trade)[2:]

    for bid in bids:
        shares = shares_of(answers, "price", bid.header.bid_id)
        verdict = open_part(bid.header, trade.keyset, "price", shares, bid.payloads["price"])
        assert verdict.content == b'{"price":"100.00"}'
    assert not any(inspect_release(one, trade.keyset, one.manifest) for one in answers)
    assert read_release(release_object(answers[0])) == answers[0]


def test_replaced_and_withdrawn_bids_are_never_released(trade: SealedTrade) -> None:
    first, gone = trade.seal("Bob"), trade.seal("Carol")
    second = trade.replaced(first)
    for bid in (first, gone, second):
        trade.deposit(bid)
    withdraw(trade, gone)
    trade.close()

    answer = releases(trade)[0]

    assert [share.bid for share in answer.shares] == [second.header.bid_id]
    ctx_share = shares_of(releases(trade), "price", second.header.bid_id)
    verdict = open_part(second.header, trade.keyset, "price", ctx_share, second.payloads["price"])
    assert verdict.content == b'{"price":"90.00"}'


def test_the_manifest_says_what_became_of_each_line(trade: SealedTrade) -> None:
    first, gone = trade.seal("Bob"), trade.seal("Carol")
    for bid in (first, gone, trade.replaced(first)):
        trade.deposit(bid)
    withdraw(trade, gone)
    closing = {"size": 9, "root": "", "note": ""}
    data = {"t": "lot-close", "lot": LOT, "closing": closing, "keyset": "", "deadline": ""}

    close = read_lot_close({**data, "bids": trade.lines})

    found = [standing_of(close, line) for line in close.bids]
    assert found == ["superseded", "withdrawn", "live", "withdrawn"]
    assert [line.bid for line in live_bids(close)] == [first.header.bid_id]


def test_a_lot_without_bids_releases_nothing(trade: SealedTrade) -> None:
    trade.close()

    assert releases(trade)[0].shares == ()


def test_a_custodian_answers_again_under_the_same_manifest(trade: SealedTrade) -> None:
    trade.deposit(trade.seal("Bob"))
    trade.close()

    assert releases(trade) == releases(trade)
    trade.noise(300)
    trade.publish()
    assert {one.manifest for one in releases(trade, "tech")} == {
        one.manifest for one in releases(trade)
    }


def test_a_key_made_late_watches_the_log_from_there(trade: SealedTrade) -> None:
    trade.noise(700)
    trade.close()
    releases(trade)
    keys = [desk.lot_key(PROCEDURE, "2") for desk in trade.desks]
    triples = [(key["id"], key["pub"], key["sig"]) for key in keys]
    keyset = make_keyset(PROCEDURE, "2", k=3, keys=triples)
    pins = {"pins": {"definition": trade.blob(DEFINITION)}}
    lot = {"keysets": {"2": msgspec.to_builtins(keyset)}, "deadline": format_instant(later(0))}
    trade.happens("notice-published", {**pins, **lot, "lots": [{"lot": "2"}]})
    trade.noise(300)
    trade.keyset = keyset
    trade.lines = []
    trade.close(at=later(9), lot="2")

    answer = trade.desks[0].release(PROCEDURE, "2", "price")

    assert isinstance(answer, Release)
