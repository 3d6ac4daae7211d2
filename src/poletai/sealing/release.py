"""Releases: the signed object in which a custodian gives out its shares of a closed lot."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from poletai.core.basics.problem import Problem
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.header import Header, context
from poletai.sealing.keyset import Keyset
from poletai.sealing.labels import json_object, object_hash, sign, signature_holds
from poletai.sealing.share_check import ShareFault, open_share

KIND = "release"


class ReleasedShare(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A custodian's share of one bid in hex, or the fault it found instead."""

    bid: str
    share: str = ""
    fault: str = ""


class Release(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One custodian's shares of one part of all live bids, signed by its long-term key."""

    t: str
    procedure: str
    lot: str
    manifest: str
    custodian: int
    part: str
    shares: tuple[ReleasedShare, ...]
    sig: str


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a release answers: which part of which lot, under which manifest (leaf hash, hex)."""

    keyset: Keyset
    number: int
    part: str
    manifest: str


def make_release(
    question: Question,
    headers: Sequence[Header],
    secret: X25519PrivateKey,
    identity: Ed25519PrivateKey,
) -> Release:
    """Open this custodian's shares of all given bids and sign the answer.

    Judges nothing: `release_checks.judge_release` comes before this, always.
    """
    unsigned = Release(
        t=KIND,
        procedure=question.keyset.procedure,
        lot=question.keyset.lot,
        manifest=question.manifest,
        custodian=question.number,
        part=question.part,
        shares=tuple(_released(question, header, secret) for header in headers),
        sig="",
    )
    signature = sign(identity, "release", _hash(unsigned))
    return msgspec.structs.replace(unsigned, sig=signature)


def release_object(release: Release) -> dict[str, Any]:
    """Return a release as the JSON object that is logged."""
    return json_object(release)


def read_release(value: Any) -> Release:
    """Read a release from its JSON object; raises BadSealingInputError naming the field."""
    try:
        return msgspec.convert(value, Release)
    except msgspec.ValidationError as problem:
        where = "release"
        raise BadSealingInputError(where, str(problem)) from problem


def inspect_release(release: Release, keyset: Keyset, manifest: str) -> tuple[Problem, ...]:
    """Return why a release does not count: another lot, another manifest, no custodian's word."""
    about = (release.t, release.procedure, release.lot, release.manifest)
    if about != (KIND, keyset.procedure, keyset.lot, manifest) or release.part not in keyset.parts:
        return (_problem("release-elsewhere", "is for another lot, part or manifest"),)
    if not 1 <= release.custodian <= keyset.n or not _signed(release, keyset):
        return (_problem("release-unsigned", "is not signed by that custodian of the keyset"),)
    return ()


def shares_of(releases: Sequence[Release], part: str, bid: str) -> Mapping[int, bytes]:
    """Collect one bid's released shares of a part, by custodian; faults are left out."""
    return {
        release.custodian: bytes.fromhex(released.share)
        for release in releases
        if release.part == part
        for released in release.shares
        if released.bid == bid and released.share
    }


def _released(question: Question, header: Header, secret: X25519PrivateKey) -> ReleasedShare:
    ctx = context(header, question.keyset, question.part)
    slot = header.parts[question.part].shares[question.number - 1]
    match open_share(ctx, slot, secret):
        case ShareFault(fault=fault):
            return ReleasedShare(bid=header.bid_id, fault=fault)
        case share:
            return ReleasedShare(bid=header.bid_id, share=share.hex())


def _signed(release: Release, keyset: Keyset) -> bool:
    custodian = keyset.custodians[release.custodian - 1]
    return signature_holds(custodian.id, "release", _hash(release), release.sig)


def _hash(release: Release) -> bytes:
    unsigned = {name: value for name, value in release_object(release).items() if name != "sig"}
    return object_hash("release", unsigned)


def _problem(code: str, message: str) -> Problem:
    return Problem(code=code, where="release", message=message)
