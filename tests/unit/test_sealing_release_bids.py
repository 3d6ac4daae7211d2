"""What a custodian refuses when a listed bid is not what was logged, or its lot is halted."""

from pathlib import Path

import msgspec
import pytest
from tests.support.sealed_trade import (
    LOT,
    PROCEDURE,
    SealedTrade,
    later,
    refusal,
    releases,
    withdraw,
)

from poletai.core.basics.canonical import canonical
from poletai.core.basics.instant import format_instant
from poletai.ledger.envelope import entry_of
from poletai.sealing.header import bid_hash
from poletai.sealing.keyset import make_keyset
from poletai.sealing.labels import sign
from poletai.sealing.manifest import Submission
from poletai.sealing.release import (
    Release,
)
from poletai.sealing.withdrawal import make_withdrawal, withdrawal_hash


@pytest.fixture
def trade(tmp_path: Path) -> SealedTrade:
    trade = SealedTrade(tmp_path)
    trade.noise(3)
    trade.announce()
    return trade


def test_a_bid_slipped_in_after_the_closing_is_refused(trade: SealedTrade) -> None:
    trade.now = later(5)
    note, point = trade.publish(), trade.checkpoint()
    trade.deposit(trade.seal("Bob"))
    trade.close(closing={"size": point.size, "root": point.root.hex(), "note": note})

    assert refusal(trade) == "bid-after-closing"


def test_a_bid_that_is_in_no_leaf_is_refused(trade: SealedTrade) -> None:
    trade.noise(2)
    trade.deposit(trade.seal("Bob"))
    trade.lines[0]["leaf"] -= 1
    trade.disclosed[0]["index"] -= 1
    trade.close()

    assert refusal(trade) == "bid-not-in-log"


def test_a_bid_whose_envelope_is_withheld_is_refused(trade: SealedTrade) -> None:
    trade.deposit(trade.seal("Bob"))
    trade.disclosed.clear()
    trade.close()

    assert refusal(trade) == "bid-not-in-log"


@pytest.mark.parametrize("salt", ["00", "no hex"])
def test_a_bid_with_a_wrong_salt_is_refused(trade: SealedTrade, salt: str) -> None:
    trade.deposit(trade.seal("Bob"))
    trade.lines[0]["salt"] = salt
    trade.close()

    assert refusal(trade) == "bid-not-in-log"


def test_an_envelope_that_carries_no_data_is_refused(trade: SealedTrade) -> None:
    trade.deposit(trade.seal("Bob"))
    envelope = {**trade.disclosed[0]["envelope"], "data": "none"}
    trade.disclosed[0]["envelope"] = envelope
    trade.entries[-1] = entry_of(envelope, bytes.fromhex(trade.lines[0]["salt"]))
    trade.close()

    assert refusal(trade) == "bid-not-in-log"


def test_a_header_swapped_behind_a_leaf_is_refused(trade: SealedTrade) -> None:
    trade.deposit(trade.seal("Bob"))
    honest = trade.lines[0]["header"]
    trade.deposit(trade.seal("Bob", b"forged"))
    trade.lines.pop()
    assert trade.lines[0]["header"] is honest
    forged = {**trade.lines[0], "header": trade.blob(trade.files[f"log/blob/{honest['sha256']}"])}
    other = trade.seal("Bob", b"forged")
    body = {"header": msgspec.to_builtins(other.header), "signature": other.signature}
    trade.lines = [{**forged, "header": trade.blob(canonical(body))}]
    trade.close()

    assert refusal(trade) == "bid-invalid"


def test_a_header_without_its_bidders_signature_is_refused(trade: SealedTrade) -> None:
    bid = trade.seal("Bob")
    trade.deposit(msgspec.structs.replace(bid, signature="00" * 64))
    trade.close()

    assert refusal(trade) == "bid-invalid"


def test_a_replacement_left_out_shows(trade: SealedTrade) -> None:
    first = trade.seal("Bob")
    second = trade.replaced(first)
    for bid in (first, second, trade.replaced(second)):
        trade.deposit(bid)
    del trade.lines[1]
    trade.close()

    assert refusal(trade) == "bid-chain-broken"


def test_a_replacement_by_somebody_else_is_refused(trade: SealedTrade) -> None:
    first = trade.seal("Bob")
    trade.deposit(first)
    trade.signers.pop("Bob")
    trade.deposit(trade.replaced(first))
    trade.close()

    assert refusal(trade) == "bid-chain-broken"


def test_a_withdrawal_nobody_signed_is_refused(trade: SealedTrade) -> None:
    bid = trade.seal("Bob")
    trade.deposit(bid)
    withdrawal = make_withdrawal(bid.header)
    digest = withdrawal_hash(withdrawal)
    data = {"bid": withdrawal.bid_id, "seq": withdrawal.seq, "bid_hash": digest}
    trade.confidential(data, "withdrawal", Submission(withdrawal, "00" * 64))
    trade.close()

    assert refusal(trade) == "bid-invalid"


@pytest.mark.parametrize("again", [True, False])
def test_a_withdrawal_is_the_last_word_on_a_bid(trade: SealedTrade, *, again: bool) -> None:
    bid = trade.seal("Bob")
    leaf = trade.deposit(bid)
    withdraw(trade, bid)
    if again:
        trade.deposit(trade.replaced(bid))
    else:
        trade.lines = [line for line in trade.lines if line["leaf"] != leaf]
    trade.close()

    assert refusal(trade) == "bid-invalid"


def test_a_bid_for_an_earlier_lot_cannot_be_replayed_here(
    trade: SealedTrade, tmp_path: Path
) -> None:
    other = SealedTrade(tmp_path / "other")
    trade.signers = other.signers
    stolen = other.seal("Bob")
    trade.deposit(stolen)
    trade.close()

    assert refusal(trade) == "bid-invalid"


def test_a_lot_closed_under_another_keyset_is_refused(trade: SealedTrade) -> None:
    trade.close(keyset="00" * 32)

    assert refusal(trade) == "wrong-keyset"


def test_a_keyset_without_this_custodian_is_refused(tmp_path: Path) -> None:
    trade, stranger = SealedTrade(tmp_path), SealedTrade(tmp_path / "stranger")
    trade.keyset = stranger.keyset
    trade.announce()
    trade.close()

    assert refusal(trade) == "wrong-keyset"


def test_a_failed_lot_is_never_opened(trade: SealedTrade) -> None:
    trade.close()
    trade.happens("lot-failed", {"lot": LOT})
    trade.publish()

    assert refusal(trade) == "lot-halted"


def test_another_lots_failure_does_not_matter(trade: SealedTrade) -> None:
    trade.close()
    trade.happens("lot-failed", {"lot": "2"})
    trade.publish()

    assert releases(trade)


def test_a_suspended_trade_waits_until_it_resumes(trade: SealedTrade) -> None:
    trade.close()
    trade.happens("trade-suspended", {})
    trade.publish()
    assert refusal(trade) == "lot-halted"

    trade.happens("trade-resumed", {})
    trade.publish()

    assert releases(trade)


def test_shares_replayed_into_a_lot_that_closes_earlier_stay_shut(trade: SealedTrade) -> None:
    victim = trade.seal("Bob")
    keys = [desk.lot_key(PROCEDURE, "2") for desk in trade.desks]
    triples = [(key["id"], key["pub"], key["sig"]) for key in keys]
    later_lot, trade.keyset = trade.keyset, make_keyset(PROCEDURE, "2", k=3, keys=triples)
    own = trade.seal("Mallory")
    header = msgspec.structs.replace(own.header, parts=victim.header.parts)
    digest = bid_hash(header)
    signature = sign(trade.signers["Mallory"], "bid", bytes.fromhex(digest))
    changed = {"header": header, "bid_hash": digest, "signature": signature}
    lot = {"lot": "2", "keyset": msgspec.to_builtins(trade.keyset)}
    trade.happens("notice-amended", {"lots": [{**lot, "deadline": format_instant(later(0))}]})
    trade.deposit(msgspec.structs.replace(own, **changed))
    trade.close(lot="2")

    answers = [desk.release(PROCEDURE, "2", "price") for desk in trade.desks]

    assert later_lot != trade.keyset
    for answer in answers:
        assert isinstance(answer, Release)
        assert [(share.share, share.fault) for share in answer.shares] == [("", "open")]


def test_a_clarification_that_moves_the_deadline_counts(trade: SealedTrade) -> None:
    trade.happens("question-answered", {"deadline": format_instant(later(86_400)), "lots": 3})
    trade.close()
    trade.now = later(90_000)

    assert refusal(trade) == "closing-too-early"
