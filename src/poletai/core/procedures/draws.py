"""Draws of a procedure: their specifications, seeds and results, from events alone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from poletai.core.draws.selection import draw
from poletai.core.draws.spec import (
    Candidate,
    DrawSpec,
    Exclusion,
    commitment_under,
    draw_hash,
    seed_under,
)
from poletai.core.draws.values import KIND as VALUES
from poletai.core.draws.values import ORDER, ValuesSpec, draw_values, values_hash

KIND = "poletai-draw/v1"
ALGORITHM = "poletai-draw-1"
OPENED, FAULTY = "opened", "dealer-fault"
# What terms publish to draw from, and what the drawn value is called.
PUBLISHED: Mapping[str, str] = {"weights": "weight", "lowerings": "lowering", "methods": "method"}

Spec = DrawSpec | ValuesSpec


def spec_of_people(procedure: str, data: Mapping[str, Any]) -> DrawSpec:
    """Return the specification an order of a committee's draw stands for."""
    left_out = tuple(one["excluded"] for one in data.get("excluded", ()))
    return DrawSpec(
        t=KIND,
        tender=procedure,
        lot=data.get("lot", ""),
        algorithm=ALGORITHM,
        candidates=tuple(
            Candidate(one["candidate"], tuple(one["groups"]), one["organisation"])
            for one in data["candidates"]
        ),
        # Blinded ids of people and of bodies do not meet: each is tried as both.
        exclude=Exclusion(left_out, left_out),
        quotas={one["group"]: one["seats"] for one in data["quotas"]},
        max_per_org=data["max-per-organisation"],
        alternates=data["alternates"],
    )


def spec_of_values(
    procedure: str, lot: str, terms: Mapping[str, Any], bids: Sequence[str]
) -> ValuesSpec:
    """Return the specification of drawing what the terms published, and the order of the bids."""
    benchmark = terms.get("benchmark") or {}
    values = {
        name: tuple(str(value) for value in benchmark[published])
        for published, name in PUBLISHED.items()
        if benchmark.get(published)
    }
    return ValuesSpec(VALUES, procedure, lot, ALGORITHM, values, tuple(sorted(bids)))


def read_spec(value: Any) -> Spec:
    """Read either kind of specification from its JSON object."""
    if value["t"] == VALUES:
        return msgspec.convert(value, ValuesSpec)
    return msgspec.convert(value, DrawSpec)


def hash_of(spec: Spec) -> bytes:
    """Return the hash a draw is known by."""
    return values_hash(spec) if isinstance(spec, ValuesSpec) else draw_hash(spec)


def result_of(spec: Spec, openings: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Compute a draw: its seed from the contributions that opened, and all that follows from it."""
    opened = [one["contribution"] for one in openings if one["verdict"] == OPENED]
    seed = seed_under(hash_of(spec), tuple(bytes.fromhex(text) for text in opened))
    if isinstance(spec, ValuesSpec):
        return {"seed": seed.hex(), "drawn": dict(draw_values(spec, seed))}
    drawn = draw(spec, seed)
    return {
        "seed": seed.hex(),
        "seats": {group: list(ids) for group, ids in drawn.seats.items()},
        "alternates": {group: list(ids) for group, ids in drawn.alternates.items()},
        "walk": drawn.label,
    }


def can_be_filled(spec: DrawSpec) -> bool:
    """Say whether the candidates suffice for every seat, whatever the seed."""
    return draw(spec, bytes(32)).filled


def committed(draw_hash: str, contributor: int, contribution: str) -> str:
    """Return the commitment, in hex, to a contribution given in hex."""
    made = commitment_under(bytes.fromhex(draw_hash), contributor, bytes.fromhex(contribution))
    return made.hex()


def candidates_drawn(result: Mapping[str, Any]) -> dict[str, str]:
    """Return the group each drawn candidate sits for."""
    return {one: group for group, ids in result["seats"].items() for one in ids}


def next_alternate(result: Mapping[str, Any], group: str, used: Iterable[str]) -> str | None:
    """Return the first alternate of a group who has not been called yet; fixed by the draw."""
    called = set(used)
    return next((one for one in result["alternates"][group] if one not in called), None)


__all__ = [
    "ALGORITHM",
    "FAULTY",
    "KIND",
    "OPENED",
    "ORDER",
    "PUBLISHED",
    "Spec",
    "can_be_filled",
    "candidates_drawn",
    "committed",
    "hash_of",
    "next_alternate",
    "read_spec",
    "result_of",
    "spec_of_people",
    "spec_of_values",
]
