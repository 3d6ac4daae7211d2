"""Rooms: where the price of one lot is found live, as its events have left it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec

NEVER = ""
ENDED, TERMINATED = "ended", "terminated"


class Rules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a room is kept, besides the terms of its auction.

    `proof`: what shows that a bid is its bidder's: a `signature` of the session's key in the log,
    or the `session`'s secret alone. `proxy`: maxima are taken. `grace`: so many seconds the clock
    stands still after an interruption. `rate`, `burst`: inputs a second, and at once, of a plate.
    """

    proof: Literal["signature", "session"] = "signature"
    proxy: bool = False
    grace: Annotated[int, msgspec.Meta(ge=0, le=3600)] = 10
    rate: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = 5
    burst: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = 20


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a bidder says, as it comes: figures are texts, so that what was signed can be shown.

    `seq` grows with everything a plate says; `sig` and `mac` are base64.
    """

    seq: Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
    kind: str = "bid"
    amount: str | None = None
    quantity: str | None = None
    dimension: str = ""
    items: tuple[str, ...] = ()
    sig: str = ""
    mac: str = ""


class RoomEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened in a room; `at` is the exchange's time, not the auction clock's."""

    name: str
    at: datetime
    by: dict[str, str]
    data: dict[str, Any]
    private: dict[str, Any] | None = None
    confidential: bool = False


class Still(msgspec.Struct, frozen=True):
    """A span in which the auction clock stands still; without an end until the room goes on."""

    since: datetime
    until: datetime | None = None
    why: str = "pause"


class Maximum(msgspec.Struct, frozen=True):
    """Up to where the room bids for a plate, and which maximum of the room it was."""

    amount: Decimal
    nth: int


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """Where a room stands: terms, the mechanism's state, the clock, the plates.

    `stood` is how long the clock stood still in spans that are over; `seats` has the session key
    of every plate in hex, `tickets` how long the ticket it came with was good, in seconds since
    1970, `seqs` the last `seq` taken; `number` counts the inputs taken; `over` is empty while it
    goes on.
    """

    id: str
    procedure: str
    lot: str
    auction: dict[str, Any]
    mechanism: str
    terms: Any
    rules: Rules
    state: Any
    at: datetime
    length: int = 1
    epoch: int = 0
    stood: timedelta = timedelta()
    still: Still | None = None
    seats: dict[str, str] = {}
    tickets: dict[str, int] = {}
    seqs: dict[str, int] = {}
    number: int = 0
    maxima: dict[str, Maximum] = {}
    over: str = NEVER


class Taken(msgspec.Struct, frozen=True):
    """What was taken: the events it makes, and the room after them."""

    events: tuple[RoomEvent, ...]
    room: Room
