"""Sealing a bid: the one place where a bid's keys, salts and shares are drawn, and then hidden."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from poletai.sealing import cobblestone, hpke, shamir
from poletai.sealing.envelope import wrap
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.header import (
    KIND,
    Header,
    SealedPart,
    ShareSlot,
    bid_hash,
    context,
    context_object,
    key_commitment,
    share_commitment,
    share_info,
)
from poletai.sealing.keyset import CustodianKey, Keyset, inspect_keyset, keyset_hash
from poletai.sealing.labels import public_hex, sign
from poletai.sealing.recovery import Recovery, make_recovery


class SealedBid(msgspec.Struct, frozen=True, kw_only=True):
    """What sealing yields: to send (header, signature, payloads by part), to keep (recovery)."""

    header: Header
    bid_hash: str
    signature: str
    payloads: dict[str, bytes]
    recovery: Recovery


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """Who bids, on which documents, under which bid; `seq` and `prev` say what it replaces."""

    bid_id: str
    bidder: str
    documents: str
    seq: int = 1
    prev: str = ""


def seal_bid(
    keyset: Keyset, errand: Errand, contents: Mapping[str, bytes], signer: Ed25519PrivateKey
) -> SealedBid:
    """Seal the contents of all parts to the custodians of a lot and sign the header.

    Raises BadSealingInputError when the keyset is not sound or a part is missing or unknown.
    """
    _require_sealable(keyset, contents)
    draft = _draft(keyset, errand, signer)
    keys = {part: secrets.token_bytes(cobblestone.KEY_SIZE) for part in keyset.parts}
    payloads = {part: _encrypt(draft, keyset, part, keys[part], contents[part]) for part in keys}
    parts = {part: _part(draft, keyset, part, keys[part], payloads[part]) for part in keys}
    header = msgspec.structs.replace(draft, parts=parts)
    digest = bid_hash(header)
    return SealedBid(
        header=header,
        bid_hash=digest,
        signature=sign(signer, "bid", bytes.fromhex(digest)),
        payloads=payloads,
        recovery=make_recovery(header, digest, keys, signer),
    )


def new_bid_id() -> str:
    """Draw the id of a bid: 16 random bytes in hex, which say nothing of lot or bidder."""
    return secrets.token_hex(16)


def _require_sealable(keyset: Keyset, contents: Mapping[str, bytes]) -> None:
    for problem in inspect_keyset(keyset):
        raise BadSealingInputError(problem.where, problem.message)
    if set(contents) != set(keyset.parts):
        where = "parts"
        message = f"this lot takes {sorted(keyset.parts)}, not {sorted(contents)}"
        raise BadSealingInputError(where, message)


def _draft(keyset: Keyset, errand: Errand, signer: Ed25519PrivateKey) -> Header:
    known: dict[str, Any] = msgspec.structs.asdict(errand)
    return Header(
        t=KIND,
        suite=hpke.SUITE_X25519,
        procedure=keyset.procedure,
        lot=keyset.lot,
        keyset=keyset_hash(keyset),
        bidder_key=public_hex(signer),
        parts={},
        **known,
    )


def _encrypt(header: Header, keyset: Keyset, part: str, key: bytes, content: bytes) -> bytes:
    plaintext = wrap(context_object(header, keyset, part), content)
    salt = secrets.token_bytes(cobblestone.SALT_SIZE)
    return cobblestone.encrypt(key, salt, context(header, keyset, part), plaintext)


def _part(header: Header, keyset: Keyset, part: str, key: bytes, payload: bytes) -> SealedPart:
    ctx = context(header, keyset, part)
    coefficients = [secrets.token_bytes(len(key)) for _ in range(keyset.k - 1)]
    shares = shamir.split(key, [custodian.i for custodian in keyset.custodians], coefficients)
    return SealedPart(
        key_commit=key_commitment(ctx, key),
        len=len(payload),
        sha256=hashlib.sha256(payload).hexdigest(),
        shares=tuple(
            _slot(ctx, custodian, share)
            for custodian, share in zip(keyset.custodians, shares, strict=True)
        ),
    )


def _slot(ctx: bytes, custodian: CustodianKey, share: bytes) -> ShareSlot:
    return ShareSlot(
        i=custodian.i,
        x=share[-1],
        commit=share_commitment(ctx, custodian.i, share),
        sealed=hpke.seal_to(custodian.pub, share_info(ctx, custodian.i), share).hex(),
    )
