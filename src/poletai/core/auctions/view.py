"""Views: what a room shows of a mechanism's state at an instant, to everyone or to one bidder."""

from datetime import datetime
from decimal import Decimal

import msgspec

from poletai.core.auctions.ordering import Wins


class View(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where an auction stands: its phase and its end, the price, and what may be said next.

    `closes` is the end of the phase as it stands, `ends` that of the auction. `least` is the next
    amount allowed (the most, where the lowest wins), of `bidder`'s view for that bidder; `says`
    the kinds of input taken now. Whom `leader`, `turn` and a row's `bidder` name is a bidder; the
    room shows plates. `own` is the bidder's last amount, `standing` one of leads, outbid, in, out;
    `rows` a table of a mechanism's own: one line a lot, a bid, a round or a turn.
    """

    phase: str
    closes: datetime | None = None
    ends: datetime | None = None
    price: Decimal | None = None
    leader: str = ""
    least: Decimal | None = None
    step: Decimal | None = None
    wins: Wins = "highest"
    says: tuple[str, ...] = ()
    turn: str = ""
    round: int = 0
    dimension: str = ""
    own: Decimal | None = None
    standing: str = ""
    rows: tuple[dict[str, str], ...] = ()
