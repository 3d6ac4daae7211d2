"""Bidders of a rehearsal: what each does when it looks at the room, by its strategy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from random import Random
from typing import Any

# A jump goes up to so many steps past the next amount.
_FURTHEST_JUMP = 8
_NEAR_THE_END = 10
_FURTHER = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """The room as one bidder sees it, with `left` seconds of its phase."""

    state: Mapping[str, Any]
    left: float

    def figure(self, name: str) -> Decimal | None:
        """Return an amount that is shown; None where it is not."""
        return Decimal(self.state[name]) if name in self.state else None

    @property
    def sign(self) -> int:
        """1 where the highest amount wins, -1 where the lowest does."""
        return -1 if self.state.get("wins") == "lowest" else 1


@dataclass(frozen=True, slots=True)
class Bidder:
    """Somebody in a rehearsal: a plate, what the lot is worth to it, how it goes about it.

    `worth` says what items are worth to it where there are several.
    """

    plate: str
    value: Decimal
    strategy: str
    rivals: int
    quantity: Decimal | None = None
    worth: Mapping[str, Decimal] = field(default_factory=dict)

    def within(self, amount: Decimal, sign: int) -> bool:
        """Say whether an amount leaves something to gain."""
        return (amount <= self.value) if sign > 0 else (amount >= self.value)


def truthful(bidder: Bidder, seen: Seen, _chance: Random) -> Decimal | None:
    """Bid the next amount as long as it is worth it; where amounts are hidden, the value."""
    least = seen.figure("least")
    if least is None:
        return bidder.value
    return least if bidder.within(least, seen.sign) else None


def shading(bidder: Bidder, seen: Seen, chance: Random) -> Decimal | None:
    """Where each pays its own hidden bid, bid the part of the value that theory says to bid."""
    if seen.figure("least") is not None:
        return truthful(bidder, seen, chance)
    part = Decimal(bidder.rivals) / Decimal(bidder.rivals + 1)
    shaded = bidder.value * part if seen.sign > 0 else bidder.value / part
    return _cents(shaded, seen.sign)


def sniper(bidder: Bidder, seen: Seen, chance: Random) -> Decimal | None:
    """Say nothing until the last seconds."""
    return truthful(bidder, seen, chance) if seen.left <= _NEAR_THE_END else None


def jumping(bidder: Bidder, seen: Seen, chance: Random) -> Decimal | None:
    """Go several steps past the next amount, to frighten the others off."""
    least, step = seen.figure("least"), seen.figure("step")
    if least is None or step is None:
        return truthful(bidder, seen, chance)
    jumped = least + seen.sign * step * chance.randint(0, _FURTHEST_JUMP)
    return jumped if bidder.within(jumped, seen.sign) else truthful(bidder, seen, chance)


def wavering(bidder: Bidder, seen: Seen, chance: Random) -> Decimal | None:
    """Bid the next amount every other time."""
    return truthful(bidder, seen, chance) if chance.random() < 1 / 2 else None


STRATEGIES: Mapping[str, Callable[[Bidder, Seen, Random], Decimal | None]] = {
    "truthful": truthful,
    "shading": shading,
    "sniper": sniper,
    "jumping": jumping,
    "wavering": wavering,
}


def said_by(bidder: Bidder, seen: Seen, chance: Random) -> dict[str, Any] | None:
    """Return what a bidder says now, without its seq; None where it keeps silent."""
    says = seen.state.get("says", ())
    for kind in ("enter", "confirm", "exit", "accept", "offer", "bid"):
        if kind in says:
            return _SAYS[kind](bidder, seen, chance)
    return None


def _leaves(bidder: Bidder, seen: Seen, _chance: Random) -> dict[str, Any] | None:
    """Leave a running clock once its price is worth no more."""
    price = seen.figure("price")
    beyond = price is not None and not bidder.within(price, seen.sign)
    return {"kind": "exit"} if beyond else None


def _accepts(bidder: Bidder, seen: Seen, chance: Random) -> dict[str, Any] | None:
    """Take a falling price once it is at what the bidder would have bid hidden."""
    price = seen.figure("price")
    limit = STRATEGIES[bidder.strategy](bidder, _hidden(seen), chance)
    if price is None or limit is None or price > limit:
        return None
    return {"kind": "accept", "amount": f"{price:f}"}


def _hidden(seen: Seen) -> Seen:
    """Return the room as if amounts were hidden: what a bidder would then bid, it accepts."""
    kept = {name: seen.state[name] for name in seen.state if name not in {"least", "price"}}
    return replace(seen, state=kept)


def _bids(bidder: Bidder, seen: Seen, chance: Random) -> dict[str, Any] | None:
    if bidder.worth:
        return _bids_on_items(bidder, seen)
    if seen.state.get("standing") == "leads":
        return None
    if seen.state["phase"] == "sealed":
        return None if "own" in seen.state else _said(bidder, _hidden(seen), chance)
    if "dimension" in seen.state:
        return _bids_further(bidder, seen)
    return _said(bidder, seen, chance)


def _bids_further(bidder: Bidder, seen: Seen) -> dict[str, Any] | None:
    """Once the price is capped, bid on what follows, the further the more the value is above it."""
    least, step, price = (seen.figure(name) for name in ("least", "step", "price"))
    if least is None or step is None or price is None:
        return None
    steps = 1 + int(_FURTHER * (bidder.value / price - 1))
    said = {"kind": "bid", "amount": f"{least:f}", "dimension": seen.state["dimension"]}
    return said if least <= step * steps else None


def _said(bidder: Bidder, seen: Seen, chance: Random) -> dict[str, Any] | None:
    amount = STRATEGIES[bidder.strategy](bidder, seen, chance)
    if amount is None:
        return None
    quantity = {} if bidder.quantity is None else {"quantity": f"{bidder.quantity:f}"}
    return {"kind": "bid", "amount": f"{amount:f}", **quantity}


def _bids_on_items(bidder: Bidder, seen: Seen) -> dict[str, Any] | None:
    """Bid once for all the items that are worth something, or in rounds for the next of them."""
    rows = seen.state.get("rows", ())
    if seen.state["phase"] == "sealed":
        package = {"items": tuple(sorted(bidder.worth)), "amount": f"{bidder.value:f}"}
        return None if any("items" in row for row in rows) else {"kind": "bid", **package}
    able = (row for row in rows if "least" in row and "own" not in row)
    for row in able:
        if bidder.worth.get(row["item"], Decimal(0)) >= Decimal(row["least"]):
            return {"kind": "bid", "amount": row["least"], "items": (row["item"],)}
    return None


def _offers(bidder: Bidder, seen: Seen, _chance: Random) -> dict[str, Any] | None:
    """Offer something to come down from, once."""
    if "own" in seen.state:
        return None
    offered = _cents(bidder.value * Decimal("1.25"), seen.sign)
    return {"kind": "offer", "amount": f"{offered:f}"}


def _cents(amount: Decimal, sign: int) -> Decimal:
    rounding = ROUND_FLOOR if sign > 0 else ROUND_CEILING
    return amount.quantize(Decimal("0.01"), rounding=rounding)


_SAYS: Mapping[str, Callable[[Bidder, Seen, Random], dict[str, Any] | None]] = {
    "enter": lambda *_: {"kind": "enter"},
    "confirm": lambda *_: {"kind": "confirm"},
    "exit": _leaves,
    "accept": _accepts,
    "offer": _offers,
    "bid": _bids,
}
