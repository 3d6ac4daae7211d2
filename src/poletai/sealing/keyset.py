"""The keyset of a lot: which custodians hold a share, under which fresh keys, and how many open.

A custodian's id *is* its long-term Ed25519 public key in hex, and each lot key carries that key's
signature: a keyset can be checked by anyone, with no register of custodians to trust.
"""

from collections.abc import Sequence
from functools import lru_cache

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from poletai.core.basics.problem import Problem
from poletai.sealing.labels import object_hash, public_hex, sign, signature_holds

PARTS = ("price", "tech")


class CustodianKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One custodian's key for one lot: number, long-term key, X25519 key, signature over it."""

    i: int
    id: str
    pub: str
    sig: str


class Keyset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Any k of the n custodians open the parts of this lot's bids; fewer learn nothing."""

    t: str
    procedure: str
    lot: str
    k: int
    n: int
    parts: tuple[str, ...]
    custodians: tuple[CustodianKey, ...]


def make_keyset(
    procedure: str,
    lot: str,
    *,
    k: int,
    keys: Sequence[tuple[str, str, str]],
    parts: Sequence[str] = PARTS,
) -> Keyset:
    """Compose a keyset from (id, pub, sig) answers, numbered 1 to n in this order."""
    custodians = tuple(CustodianKey(i, *key) for i, key in enumerate(keys, start=1))
    return Keyset("poletai-keyset/v1", procedure, lot, k, len(custodians), tuple(parts), custodians)


def keyset_hash(keyset: Keyset) -> str:
    """Return H("keyset", J(keyset)) in hex."""
    return object_hash("keyset", msgspec.to_builtins(keyset)).hex()


def lot_key_hash(procedure: str, lot: str, custodian: str, public: str) -> bytes:
    """Return H("lot-key", J({id, lot, procedure, pub})), which a custodian signs."""
    return object_hash(
        "lot-key", {"id": custodian, "lot": lot, "procedure": procedure, "pub": public}
    )


def sign_lot_key(
    identity: Ed25519PrivateKey, procedure: str, lot: str, public: str
) -> tuple[str, str, str]:
    """Return (id, pub, sig): a custodian's answer to being asked for a key of this lot."""
    custodian = public_hex(identity)
    digest = lot_key_hash(procedure, lot, custodian, public)
    return custodian, public, sign(identity, "lot-key", digest)


# A lot's keyset comes with every bid for it; its n signatures need checking once.
@lru_cache(maxsize=256)
def inspect_keyset(keyset: Keyset) -> tuple[Problem, ...]:
    """Return everything wrong with a keyset: its numbers, its parts, its custodians' signatures."""
    return tuple(
        Problem(code=code, where=f"keyset.{where}", message=message)
        for fails, code, where, message in _keyset_checks(keyset)
        if fails
    )


def _keyset_checks(keyset: Keyset) -> tuple[tuple[bool, str, str, str], ...]:
    custodians = keyset.custodians
    numbers = [custodian.i for custodian in custodians]
    ids = {custodian.id for custodian in custodians}
    return (
        (keyset.t != "poletai-keyset/v1", "keyset-kind", "t", "must be poletai-keyset/v1"),
        (
            numbers != list(range(1, keyset.n + 1)) or len(ids) != keyset.n,
            "keyset-custodians",
            "custodians",
            f"must list {keyset.n} different custodians numbered 1 to {keyset.n}",
        ),
        (
            not 2 <= keyset.k <= keyset.n <= 255,  # noqa: PLR2004 - one custodian opens nothing
            "keyset-threshold",
            "k",
            f"needs 2 <= k <= n <= 255, not k = {keyset.k}, n = {keyset.n}",
        ),
        (
            not keyset.parts or len(set(keyset.parts)) != len(keyset.parts),
            "keyset-parts",
            "parts",
            "must name each part once, and at least one",
        ),
        (
            not all(_signed(keyset, custodian) for custodian in custodians),
            "keyset-signature",
            "custodians",
            "holds a lot key its custodian did not sign for this lot: ask that custodian again",
        ),
    )


def _signed(keyset: Keyset, custodian: CustodianKey) -> bool:
    digest = lot_key_hash(keyset.procedure, keyset.lot, custodian.id, custodian.pub)
    return signature_holds(custodian.id, "lot-key", digest, custodian.sig)
