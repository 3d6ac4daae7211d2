"""Values drawn: one of the values published for each name, and the order bids are drawn in."""

from collections.abc import Mapping

import msgspec

from poletai.core.basics.canonical import canonical, digest
from poletai.core.draws.chance import score, uniform_int
from poletai.core.draws.spec import PREFIX

KIND = "poletai-draw-values/v1"
ORDER = "order"


class ValuesSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draw of one published value by name, and of the order of `bids` where there are any."""

    t: str
    tender: str
    lot: str
    algorithm: str
    values: dict[str, tuple[str, ...]]
    bids: tuple[str, ...] = ()


def values_hash(spec: ValuesSpec) -> bytes:
    """Return H'("draw", J(spec)), 32 bytes."""
    return digest(PREFIX, "draw", canonical(msgspec.to_builtins(spec)))


def draw_values(spec: ValuesSpec, seed: bytes) -> Mapping[str, str | list[str]]:
    """Return what is drawn: for a name the value at a uniform number, for bids their order.

    A name's number is drawn under the name itself, so no draw tells anything of another.
    """
    drawn: dict[str, str | list[str]] = {
        name: published[uniform_int(seed, name, len(published))]
        for name, published in sorted(spec.values.items())
    }
    if spec.bids:
        drawn[ORDER] = sorted(spec.bids, key=lambda bid: (score(seed, ORDER, bid), bid))
    return drawn
