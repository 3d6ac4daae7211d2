"""Acceptance: everything checked of a header before a bid counts as deposited, as problems."""

import string
from collections.abc import Iterator, Mapping, Sequence

from poletai.core.basics.problem import Problem
from poletai.sealing import cobblestone, hpke
from poletai.sealing.header import KIND, Header, SealedPart, bid_hash
from poletai.sealing.keyset import Keyset, keyset_hash
from poletai.sealing.labels import signature_holds

SHARE_SIZE = cobblestone.KEY_SIZE + 1

_HASH_DIGITS = 64
_SIGNATURE_DIGITS = 128
_ID_DIGITS = 32
_SEALED_DIGITS = 2 * (SHARE_SIZE + hpke.OVERHEAD)
_HEX = frozenset(string.hexdigits.lower())


def inspect_bid(header: Header, signature: str, keyset: Keyset) -> tuple[Problem, ...]:
    """Return what is wrong with a header by itself: kind, lot, shares, hex, signature."""
    return (
        *_inspect_claims(header, keyset),
        *_inspect_parts(header, keyset),
        *_inspect_hex(header, signature),
        *_inspect_signature(header, signature),
    )


def inspect_header(
    header: Header,
    signature: str,
    keyset: Keyset,
    *,
    documents: str,
    payloads: Mapping[str, tuple[int, str]],
    last: Header | None = None,
) -> tuple[Problem, ...]:
    """Return everything that forbids taking this bid for deposited; empty when nothing does.

    `documents` is the hash in force, `payloads` the length and sha256 (hex) of each part as it
    arrived, `last` the header this one claims to replace.
    """
    return (
        *inspect_bid(header, signature, keyset),
        *_inspect_documents(header, documents),
        *_inspect_payloads(header, payloads),
        *inspect_sequence(header, last),
    )


def inspect_sequence(header: Header, last: Header | None) -> tuple[Problem, ...]:
    """Return what is wrong with a header as the successor of `last`, or as a first bid."""
    if last is None:
        expected = (1, "", header.bid_id, header.bidder, header.bidder_key)
    else:
        expected = (last.seq + 1, bid_hash(last), last.bid_id, last.bidder, last.bidder_key)
    found = (header.seq, header.prev, header.bid_id, header.bidder, header.bidder_key)
    names = ("seq", "prev", "bid_id", "bidder", "bidder_key")
    return tuple(
        Problem(
            code="sequence",
            where=f"header.{name}",
            message=f"must be {wanted!r} here, not {given!r}: a bid is replaced by its own bidder",
        )
        for name, wanted, given in zip(names, expected, found, strict=True)
        if wanted != given
    )


def _inspect_claims(header: Header, keyset: Keyset) -> Iterator[Problem]:
    if header.t != KIND:
        yield _problem("header-kind", "t", f"must be {KIND}, not {header.t}")
    if header.suite != hpke.SUITE_X25519:
        yield _problem("suite", "suite", f"suite {header.suite} is unknown; seal with suite 1")
    claims = (header.procedure, header.lot, header.keyset)
    if claims != (keyset.procedure, keyset.lot, keyset_hash(keyset)):
        message = "is for another procedure, lot or keyset: read the lot again and seal anew"
        yield _problem("keyset", "keyset", message)
    if not header.bidder:
        yield _problem("bidder", "bidder", "must name the bidder")


def _inspect_parts(header: Header, keyset: Keyset) -> Iterator[Problem]:
    if set(header.parts) != set(keyset.parts):
        message = f"must be {sorted(keyset.parts)}, not {sorted(header.parts)}"
        yield _problem("parts", "parts", message)
    for name, part in header.parts.items():
        numbers = [slot.i for slot in part.shares]
        xs = [slot.x for slot in part.shares]
        if numbers != list(range(1, keyset.n + 1)) or not _distinct_xs(xs):
            message = f"must hold custodians 1 to {keyset.n} in order, each with its own x"
            yield _problem("share-table", f"parts.{name}.shares", message)


def _distinct_xs(xs: Sequence[int]) -> bool:
    return len(set(xs)) == len(xs) and all(1 <= x <= 255 for x in xs)  # noqa: PLR2004 - GF(2^8)


def _inspect_hex(header: Header, signature: str) -> Iterator[Problem]:
    if not _is_hex(header.bid_id, _ID_DIGITS):
        yield _problem("bid-id", "bid_id", f"must be {_ID_DIGITS} hex digits drawn at random")
    for where, text, digits in _hex_fields(header, signature):
        if not _is_hex(text, digits):
            yield _problem("hex", where, f"must be {digits} lower-case hex digits")


def _hex_fields(header: Header, signature: str) -> Iterator[tuple[str, str, int]]:
    yield "bidder_key", header.bidder_key, _HASH_DIGITS
    yield "documents", header.documents, _HASH_DIGITS
    yield "signature", signature, _SIGNATURE_DIGITS
    for name, part in header.parts.items():
        yield from _part_hex_fields(f"parts.{name}", part)


def _part_hex_fields(where: str, part: SealedPart) -> Iterator[tuple[str, str, int]]:
    yield f"{where}.key_commit", part.key_commit, _HASH_DIGITS
    yield f"{where}.sha256", part.sha256, _HASH_DIGITS
    for slot in part.shares:
        yield f"{where}.shares.{slot.i}.commit", slot.commit, _HASH_DIGITS
        yield f"{where}.shares.{slot.i}.sealed", slot.sealed, _SEALED_DIGITS


def _is_hex(text: str, digits: int) -> bool:
    return len(text) == digits and _HEX.issuperset(text)


def _inspect_signature(header: Header, signature: str) -> Iterator[Problem]:
    digest = bytes.fromhex(bid_hash(header))
    if not signature_holds(header.bidder_key, "bid", digest, signature):
        yield _problem("signature", "signature", "is not the bidder's signature of this header")


def _inspect_documents(header: Header, documents: str) -> Iterator[Problem]:
    if header.documents != documents:
        message = "were changed since this bid was sealed: read them again and seal anew"
        yield _problem("documents", "documents", message)


def _inspect_payloads(header: Header, payloads: Mapping[str, tuple[int, str]]) -> Iterator[Problem]:
    for name, part in header.parts.items():
        if payloads.get(name) != (part.len, part.sha256):
            message = (
                f"what arrived is not the {part.len} bytes the header commits to: upload again"
            )
            yield _problem("payload", f"parts.{name}", message)


def _problem(code: str, where: str, message: str) -> Problem:
    return Problem(code=code, where=f"header.{where}", message=message)
