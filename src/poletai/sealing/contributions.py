"""Contributions to a draw: 32 random bytes, committed to and shared among the custodians of a lot.

The code is that of a bid's key (any k of n shares give it, fewer tell nothing), under the labels
of `poletai-draw/v1`: no share of a bid opens as one of a draw, nor the other way round.
"""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from poletai.core.basics.canonical import canonical, digest
from poletai.core.draws.spec import PREFIX, commitment_under
from poletai.sealing import hpke, shamir
from poletai.sealing.errors import BadSealingInputError, UnreadableError
from poletai.sealing.keyset import CustodianKey, Keyset, keyset_hash

NUMBER_SIZE = 32
SHARE_SIZE = NUMBER_SIZE + 1
OPENED, DEALER_FAULT, UNOPENABLE = "opened", "dealer-fault", "unopenable"


class DrawShare(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sealed share: to which custodian, at which x, what it must be, the sealed bytes."""

    i: int
    x: int
    commit: str
    sealed: str


class Contribution(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Contribution j to a draw, as it is logged: its commitment, its keyset, its sealed shares."""

    contributor: int
    commit: str
    keyset: str
    shares: tuple[DrawShare, ...]


class Sealed(msgspec.Struct, frozen=True):
    """What sealing yields: to send (contribution), to keep (the number and all its shares)."""

    contribution: Contribution
    number: str
    shares: tuple[str, ...]


def seal_contribution(keyset: Keyset, draw_hash: str, contributor: int) -> Sealed:
    """Draw a number and seal it as contribution j to a draw; nobody can make it unopened again."""
    number = secrets.token_bytes(NUMBER_SIZE)
    ctx = contribution_context(keyset, draw_hash, contributor)
    coefficients = [secrets.token_bytes(NUMBER_SIZE) for _ in range(keyset.k - 1)]
    shares = shamir.split(number, [one.i for one in keyset.custodians], coefficients)
    pairs = zip(keyset.custodians, shares, strict=True)
    contribution = Contribution(
        contributor=contributor,
        commit=commitment_under(bytes.fromhex(draw_hash), contributor, number).hex(),
        keyset=keyset_hash(keyset),
        shares=tuple(_slot(ctx, custodian, share) for custodian, share in pairs),
    )
    return Sealed(contribution, number.hex(), tuple(share.hex() for share in shares))


def contribution_context(keyset: Keyset, draw_hash: str, contributor: int) -> bytes:
    """Return what every share of a contribution is bound to, 32 bytes."""
    bound = {
        "contributor": contributor,
        "draw": draw_hash,
        "k": keyset.k,
        "keyset": keyset_hash(keyset),
        "lot": keyset.lot,
        "n": keyset.n,
        "procedure": keyset.procedure,
        "suite": hpke.SUITE_X25519,
    }
    return digest(PREFIX, "ctx", canonical(bound))


def read_contribution(value: Any) -> Contribution:
    """Read a contribution from its JSON object; raises BadSealingInputError naming the field."""
    try:
        return msgspec.convert(value, Contribution)
    except msgspec.ValidationError as problem:
        where = "contribution"
        raise BadSealingInputError(where, str(problem)) from problem


def open_draw_share(
    keyset: Keyset,
    draw_hash: str,
    contribution: Contribution,
    number: int,
    secret: X25519PrivateKey,
) -> str | None:
    """Open custodian `number`'s share, in hex; None where it does not open, or to another."""
    ctx = contribution_context(keyset, draw_hash, contribution.contributor)
    slot = next((one for one in contribution.shares if one.i == number), None)
    if slot is None:
        return None
    try:
        share = hpke.open_from(secret, _info(ctx, number), bytes.fromhex(slot.sealed))
    except (UnreadableError, ValueError):
        return None
    return share.hex() if _matches(ctx, slot, share) else None


def open_contribution(
    keyset: Keyset, draw_hash: str, contribution: Contribution, shares: Mapping[int, Sequence[str]]
) -> tuple[str, str]:
    """Return the verdict on a contribution and its number in hex, "" where there is none.

    Whoever gave the shares, contributor or custodians, the verdict is the same: it was fixed when
    the commitments were logged. A contributor who made them wrongly cannot count by revealing.
    """
    ctx = contribution_context(keyset, draw_hash, contribution.contributor)
    if not _complete(keyset, contribution):
        return DEALER_FAULT, ""
    valid = [
        bytes.fromhex(share)
        for slot in contribution.shares
        for share in shares.get(slot.i, ())
        if _matches(ctx, slot, bytes.fromhex(share))
    ]
    chosen = list({share[-1]: share for share in valid}.values())[: keyset.k]
    if len(chosen) < keyset.k:
        return UNOPENABLE, ""
    if not all(_derives(ctx, slot, chosen) for slot in contribution.shares):
        return DEALER_FAULT, ""
    number = shamir.interpolate(chosen, 0)
    made = commitment_under(bytes.fromhex(draw_hash), contribution.contributor, number).hex()
    return (OPENED, number.hex()) if made == contribution.commit else (DEALER_FAULT, "")


def complete(keyset: Keyset, contribution: Contribution) -> bool:
    """Say whether a contribution has one share at its own x for each custodian of this keyset."""
    return contribution.keyset == keyset_hash(keyset) and _complete(keyset, contribution)


def _complete(keyset: Keyset, contribution: Contribution) -> bool:
    numbers = [slot.i for slot in contribution.shares]
    xs = {slot.x for slot in contribution.shares}
    return numbers == [one.i for one in keyset.custodians] and len(xs) == keyset.n


def _derives(ctx: bytes, slot: DrawShare, shares: list[bytes]) -> bool:
    share = shamir.interpolate(shares, slot.x) + bytes([slot.x])
    return _commit(ctx, slot.i, share) == slot.commit


def _matches(ctx: bytes, slot: DrawShare, share: bytes) -> bool:
    shaped = len(share) == SHARE_SIZE and share[-1] == slot.x
    return shaped and _commit(ctx, slot.i, share) == slot.commit


def _slot(ctx: bytes, custodian: CustodianKey, share: bytes) -> DrawShare:
    sealed = hpke.seal_to(custodian.pub, _info(ctx, custodian.i), share).hex()
    return DrawShare(custodian.i, share[-1], _commit(ctx, custodian.i, share), sealed)


def _commit(ctx: bytes, number: int, share: bytes) -> str:
    return digest(PREFIX, "share", ctx, bytes([number]), share).hex()


def _info(ctx: bytes, number: int) -> bytes:
    return PREFIX.encode() + b"share\x00" + ctx + bytes([number])
