"""Opening: from released shares to a bid's content, or to the verdict why there is none.

Anyone can repeat it, and with any k shares that match their commitments the verdict is the same.
"""

import hashlib
from collections.abc import Mapping

import msgspec

from poletai.sealing import cobblestone, shamir
from poletai.sealing.envelope import unwrap
from poletai.sealing.errors import UnreadableError
from poletai.sealing.header import (
    Header,
    SealedPart,
    ShareSlot,
    context,
    context_object,
    key_commitment,
    share_commitment,
)
from poletai.sealing.keyset import Keyset
from poletai.sealing.share_check import share_matches

OPENED = "opened"
DEALER_FAULT = "dealer-fault"
UNOPENABLE = "unopenable"


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What opening a part found: its content and key (hex), or why it stays shut."""

    verdict: str
    reason: str = ""
    key: str = ""
    content: bytes = b""

    @property
    def sha256(self) -> str:
        """The hash of the content in hex, empty where nothing was opened."""
        return hashlib.sha256(self.content).hexdigest() if self.verdict == OPENED else ""


def open_part(
    header: Header, keyset: Keyset, part: str, shares: Mapping[int, bytes], payload: bytes
) -> Verdict:
    """Open one part of a bid with the shares its custodians released (number -> 33 bytes)."""
    sealed, ctx = header.parts[part], context(header, keyset, part)
    valid = [
        shares[slot.i]
        for slot in sealed.shares
        if slot.i in shares and share_matches(ctx, slot, shares[slot.i])
    ]
    if len(valid) < keyset.k:
        return Verdict(verdict=UNOPENABLE, reason="too-few-shares")
    if not _on_one_polynomial(ctx, sealed, valid[: keyset.k]):
        return Verdict(verdict=DEALER_FAULT, reason="shares-off-polynomial")
    key = shamir.interpolate(valid[: keyset.k], 0)
    if key_commitment(ctx, key) != sealed.key_commit:
        return Verdict(verdict=DEALER_FAULT, reason="key-commitment")
    return _decrypted(header, keyset, part, key, payload)


def open_with_key(header: Header, keyset: Keyset, part: str, key: bytes, payload: bytes) -> Verdict:
    """Open one part with the key its own bidder published, checked against `key_commit`."""
    if key_commitment(context(header, keyset, part), key) != header.parts[part].key_commit:
        return Verdict(verdict=UNOPENABLE, reason="too-few-shares")
    return _decrypted(header, keyset, part, key, payload)


def _on_one_polynomial(ctx: bytes, sealed: SealedPart, shares: list[bytes]) -> bool:
    # All n, not only the ones released: a dealer whose n shares disagree is found out by every
    # subset alike, so nobody can choose afterwards whether the bid opens, or to what.
    return all(_derives(ctx, slot, shares) for slot in sealed.shares)


def _derives(ctx: bytes, slot: ShareSlot, shares: list[bytes]) -> bool:
    share = shamir.interpolate(shares, slot.x) + bytes([slot.x])
    return share_commitment(ctx, slot.i, share) == slot.commit


def _decrypted(header: Header, keyset: Keyset, part: str, key: bytes, payload: bytes) -> Verdict:
    if hashlib.sha256(payload).hexdigest() != header.parts[part].sha256:
        return Verdict(verdict=UNOPENABLE, reason="payload-differs", key=key.hex())
    try:
        plaintext = cobblestone.decrypt(key, context(header, keyset, part), payload)
    except UnreadableError:
        return Verdict(verdict=DEALER_FAULT, reason="ciphertext", key=key.hex())
    try:
        content = unwrap(context_object(header, keyset, part), plaintext)
    except UnreadableError:
        return Verdict(verdict=DEALER_FAULT, reason="plaintext", key=key.hex())
    return Verdict(verdict=OPENED, key=key.hex(), content=content)
