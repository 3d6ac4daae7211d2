"""Values of a rehearsal: what the lot is worth to each of its bidders, drawn around the start."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal
from random import Random
from typing import Any

from poletai.core.procedures.live_lots import parties_named
from poletai.core.rooms import Room, state_of
from poletai.live.rehearsal.bidders import STRATEGIES, Bidder
from poletai.live.rehearsal.errors import CannotRehearseError

_MOST_BIDDERS = 999
# Who buys values a lot at its start and up to as much again; who sells can do with down to half.
_ABOVE, _BELOW = Decimal("1.0"), Decimal("0.5")
_NO_START = Decimal(1000)
_MOST_ITEMS = 3


def bidders_of(
    room: Room, count: int, strategies: Sequence[str], chance: Random
) -> tuple[Bidder, ...]:
    """Draw bidders for a room, strategies taken in turn; raises CannotRehearseError."""
    terms, falls = room.terms, state_of(room, room.at).get("wins") == "lowest"
    if not 1 <= count <= _MOST_BIDDERS:
        message = f"{count} bidders: give 1 to {_MOST_BIDDERS}"
        raise CannotRehearseError(message)
    if wrong := [name for name in strategies if name not in STRATEGIES]:
        message = f"{wrong[0]!r} is no strategy: take of {', '.join(STRATEGIES)}"
        raise CannotRehearseError(message)
    named = [*parties_named(room.auction), *(f"{n + 1:02d}" for n in range(count))]
    return tuple(
        _bidder(terms, plate, strategies[n % len(strategies)], count, chance, falls=falls)
        for n, plate in enumerate(named[:count])
    )


def _bidder(
    terms: Any, plate: str, strategy: str, count: int, chance: Random, *, falls: bool
) -> Bidder:
    worth = _worth(terms, chance)
    return Bidder(
        plate=plate,
        value=sum(worth.values(), Decimal(0)) if worth else _value(terms, chance, falls=falls),
        strategy=strategy,
        rivals=max(1, count - 1),
        quantity=_quantity(terms, chance),
        worth=worth,
    )


def _worth(terms: Any, chance: Random) -> dict[str, Decimal]:
    """Draw which items, where there are several, are worth what: one at least, few of many."""
    items = getattr(terms, "items", ())
    if not items:
        return {}
    chosen = chance.sample(items, chance.randint(1, min(len(items), _MOST_ITEMS)))
    starts = getattr(terms, "starts", {})
    start = getattr(terms, "start", None)
    base = {item: starts.get(item) or start or _NO_START for item in chosen}
    return {item: _above(base[item], chance) for item in chosen}


def _value(terms: Any, chance: Random, *, falls: bool) -> Decimal:
    start = getattr(terms, "start", None) or _NO_START
    return _below(start, chance) if falls else _above(start, chance)


def _above(start: Decimal, chance: Random) -> Decimal:
    return _cents(start * (1 + _ABOVE * _drawn(chance)))


def _below(start: Decimal, chance: Random) -> Decimal:
    return _cents(start * (1 - _BELOW * _drawn(chance)))


def _drawn(chance: Random) -> Decimal:
    return Decimal(chance.randrange(10_000)) / 10_000


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), rounding=ROUND_FLOOR)


def _quantity(terms: Any, chance: Random) -> Decimal | None:
    """Draw how much a bidder wants where there is a quantity: up to half of it, in whole units."""
    whole = getattr(terms, "quantity", None)
    if whole is None:
        return None
    unit = getattr(terms, "unit", Decimal(1))
    units = max(1, int(whole / unit) // 2)
    return unit * Decimal(chance.randint(1, units))
