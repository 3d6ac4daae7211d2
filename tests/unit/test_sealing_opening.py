"""No bidder can choose later how its bid opens, and no custodian can choose for it."""

import hashlib
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from tests.support.sealed_trade import LOT, PROCEDURE, SealedTrade

from poletai.sealing import cobblestone, hpke, shamir
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.header import (
    Header,
    context,
    key_commitment,
    share_commitment,
    share_info,
)
from poletai.sealing.manifest import read_submission
from poletai.sealing.opening import Verdict, open_part, open_with_key
from poletai.sealing.recovery import read_recovery, recovery_signer, write_recovery
from poletai.sealing.seal import SealedBid
from poletai.sealing.share_check import (
    ShareFault,
    open_share,
)
from poletai.sealing.withdrawal import make_withdrawal, read_withdrawal, sign_withdrawal

ALL = tuple(range(1, 6))


@pytest.fixture
def trade(tmp_path: Path) -> SealedTrade:
    return SealedTrade(tmp_path)


@pytest.fixture
def bid(trade: SealedTrade) -> SealedBid:
    return trade.seal("Bob")


def secrets(trade: SealedTrade) -> list[X25519PrivateKey]:
    return [desk._folder.lot_key(PROCEDURE, LOT).private for desk in trade.desks]  # noqa: SLF001


def shares(trade: SealedTrade, header: Header, part: str = "price") -> dict[int, bytes]:
    ctx = context(header, trade.keyset, part)
    opened = [
        open_share(ctx, slot, secret)
        for slot, secret in zip(header.parts[part].shares, secrets(trade), strict=True)
    ]
    return {i: one for i, one in enumerate(opened, start=1) if isinstance(one, bytes)}


def with_part(bid: SealedBid, **changed: Any) -> Header:
    price = msgspec.structs.replace(bid.header.parts["price"], **changed)
    return msgspec.structs.replace(bid.header, parts={**bid.header.parts, "price": price})


def dealt(trade: SealedTrade, bid: SealedBid, dealt: list[bytes], **changed: Any) -> Header:
    """Let the bidder hand each custodian a share of its own choosing, duly committed to."""
    ctx = context(bid.header, trade.keyset, "price")
    slots = tuple(
        msgspec.structs.replace(
            slot,
            x=share[-1],
            commit=share_commitment(ctx, slot.i, share),
            sealed=hpke.seal_to(custodian.pub, share_info(ctx, slot.i), share).hex(),
        )
        for slot, share, custodian in zip(
            bid.header.parts["price"].shares, dealt, trade.keyset.custodians, strict=True
        )
    )
    return with_part(bid, shares=slots, **changed)


def verdicts(trade: SealedTrade, header: Header, payload: bytes) -> set[tuple[str, str]]:
    """Open with every subset of three custodians."""
    mine = shares(trade, header)
    found: list[Verdict] = [
        open_part(header, trade.keyset, "price", {i: mine[i] for i in chosen}, payload)
        for chosen in combinations(ALL, 3)
    ]
    return {(one.verdict, one.reason) for one in found}


def test_every_subset_of_three_opens_an_honest_bid(trade: SealedTrade, bid: SealedBid) -> None:
    assert verdicts(trade, bid.header, bid.payloads["price"]) == {("opened", "")}


def test_two_custodians_open_nothing(trade: SealedTrade, bid: SealedBid) -> None:
    two = {i: share for i, share in shares(trade, bid.header).items() if i < 3}

    verdict = open_part(bid.header, trade.keyset, "price", two, bid.payloads["price"])

    assert (verdict.verdict, verdict.reason, verdict.sha256) == ("unopenable", "too-few-shares", "")


def test_a_lying_custodian_changes_nothing(trade: SealedTrade, bid: SealedBid) -> None:
    mine = shares(trade, bid.header)
    for lie in (bytes(33), mine[2], b"", bytes(40)):
        told = {1: lie, 3: mine[3], 4: mine[4], 5: mine[5]}

        verdict = open_part(bid.header, trade.keyset, "price", told, bid.payloads["price"])

        assert verdict.content == b'{"price":"100.00"}'
        assert verdict.sha256 == hashlib.sha256(verdict.content).hexdigest()


def test_one_share_off_the_polynomial_is_found_by_every_subset(
    trade: SealedTrade, bid: SealedBid
) -> None:
    honest = list(shares(trade, bid.header).values())
    crooked = [*honest[:4], bytes(32) + honest[4][-1:]]
    header = dealt(trade, bid, crooked)

    assert verdicts(trade, header, bid.payloads["price"]) == {
        ("dealer-fault", "shares-off-polynomial")
    }


def test_two_polynomials_never_open_to_two_bids(trade: SealedTrade, bid: SealedBid) -> None:
    one = shamir.split(bytes(32), ALL, [b"a" * 32, b"b" * 32])
    two = shamir.split(b"k" * 32, ALL, [b"c" * 32, b"d" * 32])
    header = dealt(trade, bid, [*one[:3], *two[3:]])

    assert verdicts(trade, header, bid.payloads["price"]) == {
        ("dealer-fault", "shares-off-polynomial")
    }


def test_a_key_other_than_the_committed_one_is_the_bidders_fault(
    trade: SealedTrade, bid: SealedBid
) -> None:
    header = dealt(trade, bid, list(shamir.split(bytes(32), ALL, [b"a" * 32, b"b" * 32])))

    assert verdicts(trade, header, bid.payloads["price"]) == {("dealer-fault", "key-commitment")}


def test_a_share_of_another_length_is_of_no_use(trade: SealedTrade, bid: SealedBid) -> None:
    honest = list(shares(trade, bid.header).values())
    header = dealt(trade, bid, [b"long" + honest[0], *honest[1:]])
    ctx = context(header, trade.keyset, "price")

    opened = open_share(ctx, header.parts["price"].shares[0], secrets(trade)[0])

    assert opened == ShareFault("commit")


@pytest.mark.parametrize(
    ("message", "ctx", "reason"),
    [(b"junk", None, "plaintext"), (b"junk", b"another context", "ciphertext")],
)
def test_a_payload_that_does_not_decrypt_is_the_bidders_fault(
    trade: SealedTrade, bid: SealedBid, message: bytes, ctx: bytes | None, reason: str
) -> None:
    own = context(bid.header, trade.keyset, "price")
    key = bytes.fromhex(bid.recovery.keys["price"])
    payload = cobblestone.encrypt(key, bytes(24), ctx or own, message)
    header = with_part(bid, len=len(payload), sha256=hashlib.sha256(payload).hexdigest())

    assert verdicts(trade, header, payload) == {("dealer-fault", reason)}


def test_a_payload_the_operator_changed_is_not_the_bidders_fault(
    trade: SealedTrade, bid: SealedBid
) -> None:
    changed = bid.payloads["price"] + b"\x00"

    assert verdicts(trade, bid.header, changed) == {("unopenable", "payload-differs")}


def test_a_bid_copied_under_another_name_does_not_open(trade: SealedTrade, bid: SealedBid) -> None:
    mine = trade.seal("Mallory")
    copied = msgspec.structs.replace(mine.header, parts=bid.header.parts)

    verdict = open_part(
        copied, trade.keyset, "price", shares(trade, bid.header), bid.payloads["price"]
    )

    assert (verdict.verdict, verdict.reason) == ("unopenable", "too-few-shares")


def test_a_bidder_opens_its_own_bid_when_custodians_stay_away(
    trade: SealedTrade, bid: SealedBid
) -> None:
    recovery = read_recovery(write_recovery(bid.recovery))
    key = bytes.fromhex(recovery.keys["price"])

    own = open_with_key(bid.header, trade.keyset, "price", key, bid.payloads["price"])
    false = open_with_key(bid.header, trade.keyset, "price", bytes(32), bid.payloads["price"])

    assert own.content == b'{"price":"100.00"}'
    assert (false.verdict, false.content) == ("unopenable", b"")
    assert key_commitment(context(bid.header, trade.keyset, "price"), key) == (
        bid.header.parts["price"].key_commit
    )


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"\xff", b"[" * 100_000])
def test_what_is_no_recovery_file_is_refused(data: bytes) -> None:
    with pytest.raises(BadSealingInputError, match="recovery file"):
        read_recovery(data)


def test_a_recovery_file_of_another_kind_is_refused(bid: SealedBid) -> None:
    other = msgspec.structs.replace(bid.recovery, t="poletai-recovery/v9")
    broken = msgspec.structs.replace(bid.recovery, signing_key="00")

    with pytest.raises(BadSealingInputError, match="kind"):
        read_recovery(write_recovery(other))
    with pytest.raises(BadSealingInputError, match="signing_key"):
        recovery_signer(broken)


def test_only_the_bidder_withdraws(trade: SealedTrade, bid: SealedBid) -> None:
    trade.seal("Mallory")
    withdrawal = make_withdrawal(bid.header)

    with pytest.raises(BadSealingInputError, match="only the key"):
        sign_withdrawal(withdrawal, trade.signers["Mallory"])
    with pytest.raises(BadSealingInputError, match="withdrawal"):
        read_withdrawal({"t": "poletai-withdrawal/v1"})


@pytest.mark.parametrize("value", [{}, [], {"header": {}, "signature": 1}])
def test_what_was_never_submitted_is_refused(value: Any) -> None:
    with pytest.raises(BadSealingInputError, match="submission"):
        read_submission(value)
