"""Draw releases: the signed object in which a custodian gives out its shares of a closed draw."""

from collections.abc import Sequence
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from poletai.core.basics.problem import Problem
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.keyset import Keyset
from poletai.sealing.labels import json_object, object_hash, sign, signature_holds

KIND = "draw-release"


class ReleasedDrawShare(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A custodian's share of one contribution in hex; "" where it opens to nothing that counts."""

    contributor: int
    share: str


class DrawRelease(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One custodian's shares of every contribution to a draw, signed by its long-term key."""

    t: str
    procedure: str
    lot: str
    draw_hash: str
    closing: str
    custodian: int
    shares: tuple[ReleasedDrawShare, ...]
    sig: str


def sign_draw_release(unsigned: DrawRelease, identity: Ed25519PrivateKey) -> DrawRelease:
    """Return the release with its custodian's signature."""
    return msgspec.structs.replace(unsigned, sig=sign(identity, KIND, _hash(unsigned)))


def draw_release_object(release: DrawRelease) -> dict[str, Any]:
    """Return a release as the JSON object that is logged."""
    return json_object(release)


def read_draw_release(value: Any) -> DrawRelease:
    """Read a release from its JSON object; raises BadSealingInputError naming the field."""
    try:
        return msgspec.convert(value, DrawRelease)
    except msgspec.ValidationError as problem:
        where = "release"
        raise BadSealingInputError(where, str(problem)) from problem


def inspect_draw_release(
    release: DrawRelease, keyset: Keyset, draw_hash: str, closing: str
) -> tuple[Problem, ...]:
    """Return why a release does not count: another draw or closing, no custodian's word."""
    about = (release.t, release.procedure, release.lot, release.draw_hash, release.closing)
    if about != (KIND, keyset.procedure, keyset.lot, draw_hash, closing):
        return (_problem("release-elsewhere", "is for another draw or closing"),)
    if not 1 <= release.custodian <= keyset.n or not _signed(release, keyset):
        return (_problem("release-unsigned", "is not signed by that custodian of the keyset"),)
    return ()


def draw_shares(releases: Sequence[DrawRelease], contributor: int) -> dict[int, list[str]]:
    """Collect the released shares of one contribution, by custodian."""
    found: dict[int, list[str]] = {}
    for release in releases:
        for one in release.shares:
            if one.contributor == contributor and one.share:
                found.setdefault(release.custodian, []).append(one.share)
    return found


def _signed(release: DrawRelease, keyset: Keyset) -> bool:
    custodian = keyset.custodians[release.custodian - 1]
    return signature_holds(custodian.id, KIND, _hash(release), release.sig)


def _hash(release: DrawRelease) -> bytes:
    unsigned = {n: value for n, value in draw_release_object(release).items() if n != "sig"}
    return object_hash(KIND, unsigned)


def _problem(code: str, message: str) -> Problem:
    return Problem(code=code, where="release", message=message)
