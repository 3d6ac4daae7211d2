"""The specification of a draw: everything fixed and logged before anybody knows the seed."""

import hashlib
from typing import Any

import msgspec

from poletai.core.basics.canonical import canonical, digest

PREFIX = "poletai-draw/v1/"


class Candidate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may be drawn: a blinded id, the groups it may sit for, its organisation."""

    id: str
    groups: tuple[str, ...]
    org: str


class Exclusion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who must not be drawn: candidates by id, and everybody of an organisation."""

    ids: tuple[str, ...]
    orgs: tuple[str, ...]


class DrawSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draw of `quotas` seats by group, at most `max_per_org` of one organisation."""

    t: str
    tender: str
    lot: str
    algorithm: str
    candidates: tuple[Candidate, ...]
    exclude: Exclusion
    quotas: dict[str, int]
    max_per_org: int
    alternates: int


def read_spec(value: Any) -> DrawSpec:
    """Read a specification from its JSON object; raises msgspec.ValidationError with the field."""
    return msgspec.convert(value, DrawSpec)


def draw_hash(spec: DrawSpec) -> bytes:
    """Return H'("draw", J(spec)), 32 bytes."""
    return digest(PREFIX, "draw", canonical(msgspec.to_builtins(spec)))


def commitment(spec: DrawSpec, contributor: int, contribution: bytes) -> bytes:
    """Return H'("commit", draw_hash, byte j, r_j), which contributor j logs before the close."""
    return commitment_under(draw_hash(spec), contributor, contribution)


def commitment_under(draw: bytes, contributor: int, contribution: bytes) -> bytes:
    """Return the commitment of contributor j to a draw known by its hash."""
    return digest(PREFIX, "commit", draw, bytes([contributor]), contribution)


def seed_of(spec: DrawSpec, contributions: tuple[bytes, ...]) -> bytes:
    """Return H'("seed", draw_hash, r_0, ..., r_m): unbiased if one contributor is honest."""
    return seed_under(draw_hash(spec), contributions)


def seed_under(draw: bytes, contributions: tuple[bytes, ...]) -> bytes:
    """Return the seed of a draw known by its hash."""
    return digest(PREFIX, "seed", draw, *contributions)


def blinded(salt: bytes, name: str) -> str:
    """Return SHA256(salt || name) in hex: who is meant, for those alone who know the salt."""
    return hashlib.sha256(salt + name.encode()).hexdigest()


def eligible(spec: DrawSpec) -> tuple[Candidate, ...]:
    """Return the candidates who are not excluded and could sit for a group of the quota."""
    return tuple(
        candidate
        for candidate in spec.candidates
        if candidate.id not in spec.exclude.ids
        and candidate.org not in spec.exclude.orgs
        and not spec.quotas.keys().isdisjoint(candidate.groups)
    )
