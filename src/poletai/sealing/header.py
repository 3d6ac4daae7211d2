"""The header of a bid: everything about it but its content, committed to by one hash."""

from typing import Any

import msgspec

from poletai.core.basics.canonical import canonical
from poletai.core.basics.errors import NotCanonicalError
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.keyset import Keyset
from poletai.sealing.labels import json_object, labelled, object_hash

KIND = "poletai-bid/v1"


class ShareSlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One custodian's share of a part's key: its x, its commitment, and itself, sealed."""

    i: int
    x: int
    commit: str
    sealed: str


class SealedPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of a bid: commitment to its key, length and hash of its ciphertext, its shares."""

    key_commit: str
    len: int
    sha256: str
    shares: tuple[ShareSlot, ...]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sealed bid without its ciphertexts; `prev` is "" or the bid_hash of what it replaces."""

    t: str
    suite: int
    procedure: str
    lot: str
    keyset: str
    bid_id: str
    bidder: str
    bidder_key: str
    seq: int
    prev: str
    documents: str
    parts: dict[str, SealedPart]


def read_header(value: Any) -> Header:
    """Read a header from its JSON object; raises BadSealingInputError naming the field."""
    try:
        # What has no canonical bytes has no bid_hash either, and must not get any further.
        canonical(value)
        return msgspec.convert(value, Header)
    except (msgspec.ValidationError, NotCanonicalError) as problem:
        where = "header"
        raise BadSealingInputError(where, str(problem)) from problem


def header_object(header: Header) -> dict[str, Any]:
    """Return a header as the JSON object that is hashed, signed and published."""
    return json_object(header)


def bid_hash(header: Header) -> str:
    """Return H("bid", J(header)) in hex: the name of exactly this bid."""
    return object_hash("bid", header_object(header)).hex()


def context_object(header: Header, keyset: Keyset, part: str) -> dict[str, Any]:
    """Return what the ciphertext and every share of a part are bound to, as a JSON object."""
    return {
        "bid_id": header.bid_id,
        "bidder": header.bidder,
        "bidder_key": header.bidder_key,
        "documents": header.documents,
        "k": keyset.k,
        "keyset": header.keyset,
        "lot": header.lot,
        "n": keyset.n,
        "part": part,
        "procedure": header.procedure,
        "seq": header.seq,
        "suite": header.suite,
    }


def context(header: Header, keyset: Keyset, part: str) -> bytes:
    """Return ctx = H("ctx", J(context object)), 32 bytes."""
    return object_hash("ctx", context_object(header, keyset, part))


def key_commitment(ctx: bytes, key: bytes) -> str:
    """Return H("key", ctx, K) in hex."""
    return labelled("key", ctx, key).hex()


def share_commitment(ctx: bytes, number: int, share: bytes) -> str:
    """Return H("share", ctx, byte i, share) in hex."""
    return labelled("share", ctx, bytes([number]), share).hex()


def share_info(ctx: bytes, number: int) -> bytes:
    """Return the HPKE info of a share: "poletai-bid/v1/share" || 00 || ctx || byte i."""
    return b"poletai-bid/v1/share\x00" + ctx + bytes([number])
