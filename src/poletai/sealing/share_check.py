"""Share checks: a custodian opens its shares of a bid on arrival and signs that they are right."""

from collections.abc import Sequence

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from poletai.core.basics.problem import Problem
from poletai.sealing import hpke
from poletai.sealing.acceptance import SHARE_SIZE
from poletai.sealing.errors import UnreadableError
from poletai.sealing.header import (
    Header,
    ShareSlot,
    bid_hash,
    context,
    share_commitment,
    share_info,
)
from poletai.sealing.keyset import Keyset
from poletai.sealing.labels import labelled, sign, signature_holds

KIND = "poletai-share-ok/v1"


class ShareReceipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Custodian i's signed word that it can open its shares of the bid with this bid_hash."""

    t: str
    bid_hash: str
    i: int
    sig: str


class ShareFault(msgspec.Struct, frozen=True):
    """Why a share is of no use: "open" (HPKE refuses) or "commit" (not what was committed to)."""

    fault: str


def open_share(ctx: bytes, slot: ShareSlot, secret: X25519PrivateKey) -> bytes | ShareFault:
    """Open one sealed share and compare it with its commitment and its x."""
    try:
        share = hpke.open_from(secret, share_info(ctx, slot.i), bytes.fromhex(slot.sealed))
    except UnreadableError:
        return ShareFault("open")
    if not share_matches(ctx, slot, share):
        return ShareFault("commit")
    return share


def share_matches(ctx: bytes, slot: ShareSlot, share: bytes) -> bool:
    """Tell whether these bytes are the share the header committed to."""
    shaped = len(share) == SHARE_SIZE and share[-1] == slot.x
    return shaped and share_commitment(ctx, slot.i, share) == slot.commit


def check_shares(
    header: Header, keyset: Keyset, number: int, secret: X25519PrivateKey
) -> tuple[Problem, ...]:
    """Return what custodian `number` finds wrong with its shares; empty when all parts open."""
    return tuple(
        Problem(
            code=f"share-{opened.fault}",
            where=f"header.parts.{name}.shares.{number}",
            message="this share cannot be used at the opening: seal the bid anew",
        )
        for name, part in header.parts.items()
        if isinstance(
            opened := open_share(context(header, keyset, name), part.shares[number - 1], secret),
            ShareFault,
        )
    )


def sign_receipt(header: Header, number: int, identity: Ed25519PrivateKey) -> ShareReceipt:
    """Sign the receipt for a bid whose shares were checked."""
    digest = bid_hash(header)
    return ShareReceipt(KIND, digest, number, sign(identity, "share-ok", _hash(digest, number)))


def receipt_holds(receipt: ShareReceipt, keyset: Keyset, digest: str) -> bool:
    """Tell whether a receipt is for this bid_hash and signed by that custodian of the keyset."""
    if (receipt.t, receipt.bid_hash) != (KIND, digest) or not 1 <= receipt.i <= keyset.n:
        return False
    custodian = keyset.custodians[receipt.i - 1]
    message = _hash(digest, receipt.i)
    return signature_holds(custodian.id, "share-ok", message, receipt.sig)


def inspect_receipts(
    receipts: Sequence[ShareReceipt], keyset: Keyset, digest: str, *, colluding: int = 1
) -> tuple[Problem, ...]:
    """Return why a bid is not openable yet: it takes r >= k + f receipts of different custodians.

    With f = `colluding` custodians on the bidder's side, k honest ones are then left to open it.
    """
    good = {receipt.i for receipt in receipts if receipt_holds(receipt, keyset, digest)}
    needed = receipts_needed(keyset, colluding)
    if len(good) >= needed:
        return ()
    message = f"{len(good)} of the {needed} custodians needed say that they can open this bid"
    return (Problem(code="not-openable", where="receipts", message=message),)


def receipts_needed(keyset: Keyset, colluding: int = 1) -> int:
    """Return how many custodians have to say that they can open a bid: k + f, all at most."""
    return min(keyset.k + colluding, keyset.n)


def _hash(digest: str, number: int) -> bytes:
    return labelled("share-ok", bytes.fromhex(digest), bytes([number]))
