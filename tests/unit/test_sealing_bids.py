"""What is wrong with a bid, a keyset or a share is said on arrival, by name."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from tests.support.sealed_trade import DOCUMENTS, LOT, PROCEDURE, SealedTrade

from poletai.sealing import hpke
from poletai.sealing.acceptance import inspect_header
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.header import (
    Header,
    bid_hash,
    header_object,
    read_header,
)
from poletai.sealing.keyset import Keyset, inspect_keyset, make_keyset
from poletai.sealing.labels import sign
from poletai.sealing.seal import Errand, SealedBid, seal_bid
from poletai.sealing.share_check import (
    ShareReceipt,
    inspect_receipts,
    sign_receipt,
)

ALL = tuple(range(1, 6))


@pytest.fixture
def trade(tmp_path: Path) -> SealedTrade:
    return SealedTrade(tmp_path)


@pytest.fixture
def bid(trade: SealedTrade) -> SealedBid:
    return trade.seal("Bob")


def with_part(bid: SealedBid, **changed: Any) -> Header:
    price = msgspec.structs.replace(bid.header.parts["price"], **changed)
    return msgspec.structs.replace(bid.header, parts={**bid.header.parts, "price": price})


def problems(trade: SealedTrade, header: Header, **known: Any) -> list[str]:
    signer = trade.signers["Bob"]
    signature = sign(signer, "bid", bytes.fromhex(bid_hash(header)))
    arrived = {name: (part.len, part.sha256) for name, part in header.parts.items()}
    expected = {"documents": DOCUMENTS, "payloads": arrived, **known}
    found = inspect_header(header, expected.pop("signature", signature), trade.keyset, **expected)
    return sorted({problem.code for problem in found})


def test_an_honest_bid_has_no_problem(trade: SealedTrade, bid: SealedBid) -> None:
    second = trade.replaced(bid)

    assert problems(trade, bid.header) == []
    assert problems(trade, second.header, last=bid.header) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"t": "poletai-bid/v2"}, "header-kind"),
        ({"suite": 9}, "suite"),
        ({"lot": "2"}, "keyset"),
        ({"procedure": "00" * 16}, "keyset"),
        ({"keyset": "00" * 32}, "keyset"),
        ({"bidder": ""}, "bidder"),
        ({"bid_id": "short"}, "bid-id"),
        ({"bid_id": "AB" * 16}, "bid-id"),
        ({"parts": {}}, "parts"),
        ({"documents": "00" * 32}, "documents"),
        ({"documents": "xy"}, "hex"),
        ({"seq": 2}, "sequence"),
        ({"prev": "00" * 32}, "sequence"),
        ({"bidder_key": "00" * 32}, "signature"),
    ],
)
def test_a_false_claim_in_the_header_is_named(
    trade: SealedTrade, bid: SealedBid, changed: dict[str, Any], code: str
) -> None:
    assert code in problems(trade, msgspec.structs.replace(bid.header, **changed))


def test_a_payload_that_did_not_arrive_whole_is_named(trade: SealedTrade, bid: SealedBid) -> None:
    assert problems(trade, bid.header, payloads={"price": (1, "00")}) == ["payload"]


def test_somebody_elses_signature_is_named(trade: SealedTrade, bid: SealedBid) -> None:
    other = trade.seal("Mallory")

    assert problems(trade, bid.header, signature=other.signature) == ["signature"]


def test_the_share_table_must_be_whole(trade: SealedTrade, bid: SealedBid) -> None:
    rows = bid.header.parts["price"].shares
    same_x = (*rows[:4], msgspec.structs.replace(rows[4], x=1))
    zero_x = (*rows[:4], msgspec.structs.replace(rows[4], x=0))

    for table in (rows[:4], rows[::-1], same_x, zero_x):
        assert problems(trade, with_part(bid, shares=table)) == ["share-table"]


@pytest.mark.parametrize("changed", [{"key_commit": "12"}, {"sha256": "Z" * 64}])
def test_hashes_must_be_whole(trade: SealedTrade, bid: SealedBid, changed: dict[str, str]) -> None:
    assert problems(trade, with_part(bid, **changed)) == ["hex"]


@pytest.mark.parametrize("changed", [{"commit": "12"}, {"sealed": "12"}])
def test_shares_must_be_whole(trade: SealedTrade, bid: SealedBid, changed: dict[str, str]) -> None:
    rows = bid.header.parts["price"].shares
    table = (msgspec.structs.replace(rows[0], **changed), *rows[1:])

    assert problems(trade, with_part(bid, shares=table)) == ["hex"]


@pytest.mark.parametrize("value", [None, {}, {"t": "poletai-bid/v1"}, {"parts": {"é": 1}}])
def test_what_is_no_header_is_refused(value: Any) -> None:
    with pytest.raises(BadSealingInputError, match="header"):
        read_header(value)


def test_a_header_with_a_field_too_many_is_refused(bid: SealedBid) -> None:
    with pytest.raises(BadSealingInputError, match="note"):
        read_header({**header_object(bid.header), "note": "cheap"})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"t": "keyset"}, "keyset-kind"),
        ({"k": 1}, "keyset-threshold"),
        ({"k": 6}, "keyset-threshold"),
        ({"n": 4}, "keyset-custodians"),
        ({"parts": ()}, "keyset-parts"),
        ({"parts": ("price", "price")}, "keyset-parts"),
        ({"lot": "2"}, "keyset-signature"),
    ],
)
def test_an_unsound_keyset_is_named_and_never_sealed_to(
    trade: SealedTrade, changed: dict[str, Any], code: str
) -> None:
    keyset: Keyset = msgspec.structs.replace(trade.keyset, **changed)
    trade.keyset = keyset

    assert [problem.code for problem in inspect_keyset(keyset)] == [code]
    with pytest.raises(BadSealingInputError):
        trade.seal("Bob")


def test_a_lot_key_the_operator_slipped_in_is_found(trade: SealedTrade) -> None:
    operator = hpke.public_hex(X25519PrivateKey.generate())
    first, *others = trade.keyset.custodians
    keys = [(first.id, operator, first.sig), *((one.id, one.pub, one.sig) for one in others)]

    keyset = make_keyset(PROCEDURE, LOT, k=3, keys=keys)

    assert [problem.code for problem in inspect_keyset(keyset)] == ["keyset-signature"]


def test_every_part_must_be_sealed(trade: SealedTrade) -> None:
    errand = Errand(bid_id="00" * 16, bidder="Bob", documents=DOCUMENTS)
    trade.seal("Bob")

    with pytest.raises(BadSealingInputError, match="price"):
        seal_bid(trade.keyset, errand, {"price": b""}, trade.signers["Bob"])


def test_shares_sealed_wrongly_are_found_on_arrival(trade: SealedTrade, bid: SealedBid) -> None:
    rows = bid.header.parts["price"].shares
    junk = msgspec.structs.replace(rows[0], sealed="00" * 81)
    other = msgspec.structs.replace(rows[1], commit="00" * 32)
    moved = msgspec.structs.replace(rows[2], x=77)
    header = with_part(bid, shares=(junk, other, moved, *rows[3:]))
    signed = sign(trade.signers["Bob"], "bid", bytes.fromhex(bid_hash(header)))

    answers = [desk.share_check(header, signed, trade.keyset) for desk in trade.desks]

    found = [answer[0].code for answer in answers if isinstance(answer, tuple)]
    assert found == ["share-open", "share-commit", "share-commit"]
    assert all(isinstance(answer, ShareReceipt) for answer in answers[3:])


def test_a_copied_ciphertext_does_not_pass_the_share_check(
    trade: SealedTrade, bid: SealedBid
) -> None:
    copy = trade.seal("Mallory")
    header = msgspec.structs.replace(copy.header, parts=bid.header.parts)
    signed = sign(trade.signers["Mallory"], "bid", bytes.fromhex(bid_hash(header)))

    answer = trade.desks[0].share_check(header, signed, trade.keyset)

    assert isinstance(answer, tuple)
    assert {problem.code for problem in answer} == {"share-open"}


def test_a_custodian_checks_no_bid_that_is_not_signed(trade: SealedTrade, bid: SealedBid) -> None:
    answer = trade.desks[0].share_check(bid.header, "00" * 64, trade.keyset)

    assert isinstance(answer, tuple)
    assert [problem.code for problem in answer] == ["signature"]


def test_a_custodian_checks_nothing_under_a_keyset_without_its_key(
    trade: SealedTrade, tmp_path: Path
) -> None:
    other = SealedTrade(tmp_path / "other")
    foreign = other.seal("Bob")

    answer = trade.desks[0].share_check(foreign.header, foreign.signature, other.keyset)

    assert isinstance(answer, tuple)
    assert [problem.code for problem in answer] == ["keyset"]


def test_a_bid_is_openable_with_one_receipt_more_than_custodians_needed(
    trade: SealedTrade, bid: SealedBid
) -> None:
    receipts = [
        answer
        for desk in trade.desks
        if isinstance(
            answer := desk.share_check(bid.header, bid.signature, trade.keyset), ShareReceipt
        )
    ]

    assert inspect_receipts(receipts[:4], trade.keyset, bid.bid_hash) == ()
    few = inspect_receipts([*receipts[:3], receipts[0]], trade.keyset, bid.bid_hash)
    assert [problem.code for problem in few] == ["not-openable"]
    assert inspect_receipts(receipts[:3], trade.keyset, bid.bid_hash, colluding=0) == ()
    assert inspect_receipts(receipts, trade.keyset, "00" * 32) != ()


def test_a_forged_receipt_does_not_count(trade: SealedTrade, bid: SealedBid) -> None:
    forged = [sign_receipt(bid.header, i, trade.signers["Bob"]) for i in (1, 2, 3, 4, 9)]

    assert inspect_receipts(forged, trade.keyset, bid.bid_hash) != ()
