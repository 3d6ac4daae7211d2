"""The recovery file: the keys a bidder keeps, with which it can open, replace and withdraw its bid.

Whoever holds this file can read the bid. It never leaves the bidder's machine; should fewer than k
custodians answer after the deadline, the bidder publishes the keys in it, and only those.
"""

from collections.abc import Mapping

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from poletai.core.basics.canonical import canonical, parse
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.header import Header

KIND = "poletai-recovery/v1"


class Recovery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Keys by part and the bidder's signing key, all in hex, for exactly one bid_hash."""

    t: str
    procedure: str
    lot: str
    bid_id: str
    seq: int
    bid_hash: str
    keys: dict[str, str]
    signing_key: str


def make_recovery(
    header: Header, digest: str, keys: Mapping[str, bytes], signer: Ed25519PrivateKey
) -> Recovery:
    """Compose the recovery file of a sealed bid."""
    return Recovery(
        t=KIND,
        procedure=header.procedure,
        lot=header.lot,
        bid_id=header.bid_id,
        seq=header.seq,
        bid_hash=digest,
        keys={part: key.hex() for part, key in keys.items()},
        signing_key=signer.private_bytes_raw().hex(),
    )


def write_recovery(recovery: Recovery) -> bytes:
    """Return a recovery file's bytes."""
    return canonical(msgspec.to_builtins(recovery)) + b"\n"


def read_recovery(data: bytes) -> Recovery:
    """Read a recovery file; raises BadSealingInputError for anything else."""
    where = "recovery file"
    try:
        recovery = msgspec.convert(parse(data), Recovery)
    except msgspec.DecodeError as problem:
        raise BadSealingInputError(where, str(problem)) from problem
    if recovery.t != KIND:
        raise BadSealingInputError(where, f"must be of kind {KIND}, not {recovery.t}")
    return recovery


def recovery_signer(recovery: Recovery) -> Ed25519PrivateKey:
    """Return the signing key of a recovery file; raises BadSealingInputError for a broken one."""
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(recovery.signing_key))
    except ValueError as problem:
        where = "recovery file"
        raise BadSealingInputError(where, "its signing_key is no Ed25519 key") from problem
