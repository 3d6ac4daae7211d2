"""Shapes of draws: quotas, candidates and exclusions, contributions and what opened them."""

from typing import Annotated

import msgspec

from poletai.core.procedures.shapes import Hash, Key, Words

ShareHex = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{66}$")]
Sealed = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{162}$")]
# A specialty by its code, such as A080101: it is a key of the specification, which is ASCII.
Group = Annotated[str, msgspec.Meta(pattern="^[0-9A-Za-z][0-9A-Za-z.-]{0,63}$")]
Place = Annotated[int, msgspec.Meta(ge=1, le=255)]


class _Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class QuotaShape(_Shape, frozen=True, kw_only=True):
    """How many seats a specialty has."""

    group: Group
    seats: Place


class ExclusionTypedShape(_Shape, frozen=True, kw_only=True):
    """Whom a draw leaves out, an expert or a body by its id, and why."""

    who: Words
    reason: Words


class CandidateShape(_Shape, frozen=True, kw_only=True):
    """Who may be drawn: a blinded id, the specialties, the blinded organisation."""

    candidate: Hash
    groups: list[Group]
    organisation: Hash


class ExcludedShape(_Shape, frozen=True, kw_only=True):
    """A blinded expert or body a draw leaves out, and why."""

    excluded: Hash
    reason: Words


class DrawShareShape(_Shape, frozen=True, kw_only=True):
    """One sealed share of a contribution: to which custodian, at which x, committed to."""

    i: Place
    x: Place
    commit: Hash
    sealed: Sealed


class ContributionShape(_Shape, frozen=True, kw_only=True):
    """A contribution to a seed: the commitment, and its shares sealed to a keyset."""

    contributor: Annotated[int, msgspec.Meta(ge=0, le=255)]
    commit: Hash
    keyset: Hash
    shares: list[DrawShareShape]


class GivenShareShape(_Shape, frozen=True, kw_only=True):
    """A share given out in clear, of which contribution and which custodian's."""

    contributor: Annotated[int, msgspec.Meta(ge=0, le=255)]
    i: Place
    share: ShareHex


class DrawOpeningShape(_Shape, frozen=True, kw_only=True):
    """What the shares of a contribution gave: 32 bytes, or the fault that leaves it out."""

    contributor: Annotated[int, msgspec.Meta(ge=0, le=255)]
    verdict: Key
    contribution: Hash | None = None


class UnblindingShape(_Shape, frozen=True, kw_only=True):
    """Who a blinded candidate is: the salt that blinded a member's id."""

    candidate: Hash
    id: Words
    salt: Hash
