"""The fixed vectors of the sealing protocol come out of Python, and other libraries agree."""

import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec
import pyshamir
import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from poletai.core.basics.canonical import canonical
from poletai.sealing import cobblestone, shamir
from poletai.sealing.acceptance import inspect_header
from poletai.sealing.drill import answer_drill, drill_holds
from poletai.sealing.header import bid_hash, context, context_object, read_header
from poletai.sealing.keyset import Keyset, inspect_keyset, keyset_hash
from poletai.sealing.labels import labelled
from poletai.sealing.opening import open_part, open_with_key
from poletai.sealing.padme import padded_length
from poletai.sealing.release import Question, make_release, release_object
from poletai.sealing.share_check import ShareReceipt, check_shares, open_share, sign_receipt
from poletai.sealing.withdrawal import read_withdrawal, withdrawal_hash, withdrawal_holds

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "vectors" / "sealing.json").read_text()
)
BID = VECTORS["bid"]
KEYSET = msgspec.convert(BID["keyset"], Keyset)
HEADER = read_header(BID["header"])
IDENTITIES = [Ed25519PrivateKey.from_private_bytes(bytes.fromhex(s)) for s in BID["identities"]]
LOT_KEYS = [X25519PrivateKey.from_private_bytes(bytes.fromhex(s)) for s in BID["lot_keys"]]


@pytest.mark.parametrize("case", VECTORS["cobblestone256"]["cases"])
def test_cobblestone_comes_out_at_every_boundary(case: dict[str, Any]) -> None:
    fixed = VECTORS["cobblestone256"]
    key, salt = bytes.fromhex(fixed["key"]), bytes.fromhex(fixed["salt"])
    message = bytes((7 * i + 3) % 256 for i in range(case["message_len"]))

    sealed = cobblestone.encrypt(key, salt, fixed["context"].encode(), message)

    assert hashlib.sha256(sealed).hexdigest() == case["ciphertext_sha256"]
    assert cobblestone.ciphertext_length(len(message)) == len(sealed) == case["ciphertext_len"]
    assert cobblestone.decrypt(key, fixed["context"].encode(), sealed) == message


@pytest.mark.parametrize("case", VECTORS["shamir"])
def test_shares_come_out(case: dict[str, Any]) -> None:
    coefficients = [bytes.fromhex(text) for text in case["coefficients"]]

    shares = shamir.split(bytes.fromhex(case["secret"]), case["xs"], coefficients)

    assert [share.hex() for share in shares] == case["shares"]


def test_padded_lengths_come_out() -> None:
    assert [[length, padded_length(length)] for length, _ in VECTORS["padme"]] == VECTORS["padme"]


def test_labelled_hashes_come_out() -> None:
    for case in VECTORS["labelled"]:
        parts = [bytes.fromhex(part) for part in case["parts"]]
        assert labelled(case["label"], *parts).hex() == case["hash"]


def test_the_fixed_bid_is_accepted() -> None:
    payloads = {part: bytes.fromhex(text) for part, text in BID["payloads"].items()}
    arrived = {p: (len(body), hashlib.sha256(body).hexdigest()) for p, body in payloads.items()}

    problems = inspect_header(
        HEADER, BID["signature"], KEYSET, documents=HEADER.documents, payloads=arrived
    )

    assert (problems, inspect_keyset(KEYSET)) == ((), ())
    assert (bid_hash(HEADER), keyset_hash(KEYSET)) == (BID["bid_hash"], BID["keyset_hash"])


@pytest.mark.parametrize("part", ["price", "tech"])
def test_the_fixed_bid_opens(part: str) -> None:
    ctx, payload = context(HEADER, KEYSET, part), bytes.fromhex(BID["payloads"][part])
    slots = HEADER.parts[part].shares
    shares = [open_share(ctx, slot, key) for slot, key in zip(slots, LOT_KEYS, strict=True)]

    verdict = open_part(
        HEADER,
        KEYSET,
        part,
        {5: _bytes(shares[4]), 1: _bytes(shares[0]), 3: _bytes(shares[2])},
        payload,
    )

    assert ctx.hex() == BID["contexts"][part]
    assert context_object(HEADER, KEYSET, part) == BID["context_objects"][part]
    assert [_bytes(share).hex() for share in shares] == BID["shares"][part]
    assert verdict.content.hex() == BID["contents"][part]
    assert verdict.key == BID["recovery"]["keys"][part]
    assert open_with_key(HEADER, KEYSET, part, bytes.fromhex(verdict.key), payload) == verdict


def test_the_fixed_custodians_sign_the_same_words() -> None:
    question = Question(keyset=KEYSET, number=2, part="price", manifest="ee" * 32)
    receipts = [sign_receipt(HEADER, i, key) for i, key in enumerate(IDENTITIES, start=1)]
    drill = BID["drill"]

    opened = answer_drill(
        IDENTITIES[0], LOT_KEYS[0], KEYSET.procedure, "1", bytes.fromhex(drill["sealed"])
    )

    assert receipts == [msgspec.convert(one, ShareReceipt) for one in BID["receipts"]]
    assert not any(check_shares(HEADER, KEYSET, i, key) for i, key in enumerate(LOT_KEYS, start=1))
    released = make_release(question, [HEADER], LOT_KEYS[1], IDENTITIES[1])
    assert release_object(released) == BID["release"]
    assert opened == (drill["answer"]["opened"], drill["answer"]["sig"])
    assert drill_holds(KEYSET.custodians[0].id, bytes.fromhex(drill["challenge"]), *opened)


def test_the_fixed_withdrawal_holds() -> None:
    fixed = BID["withdrawal"]
    withdrawal = read_withdrawal(fixed["object"])

    assert withdrawal_hash(withdrawal) == fixed["hash"]
    assert withdrawal_holds(withdrawal, fixed["signature"], HEADER)


def test_headers_have_the_canonical_bytes_of_another_library() -> None:
    for value in (BID["header"], BID["keyset"], BID["withdrawal"]["object"]):
        assert canonical(value) == rfc8785.dumps(value)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    st.binary(min_size=32, max_size=32),
    st.lists(st.integers(1, 255), min_size=3, max_size=7, unique=True),
    st.binary(min_size=64, max_size=64),
)
def test_another_library_joins_our_shares(secret: bytes, xs: list[int], drawn: bytes) -> None:
    shares = shamir.split(secret, xs, [drawn[:32], drawn[32:]])

    assert bytes(pyshamir.combine([bytearray(share) for share in shares[-3:]])) == secret


def test_our_code_joins_another_librarys_shares() -> None:
    secret = bytes(range(32))

    shares = [bytes(share) for share in pyshamir.split(secret, 5, 3)]

    assert shamir.interpolate(shares[1:4], 0) == secret
    assert shamir.interpolate(shares[:3], shares[4][-1]) == shares[4][:-1]


def _bytes(share: object) -> bytes:
    assert isinstance(share, bytes)
    return share
