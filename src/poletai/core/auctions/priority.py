"""Priority rights: holders who may take the lead at an equal price, by bidding it or when asked."""

from typing import Annotated, Literal

import msgspec

from poletai.core.auctions.terms import Seconds

Rank = Annotated[int, msgspec.Meta(ge=1)]


class Priority(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who holds a priority right, in which order, and how it is used.

    `same-price`: a holder may bid what is bid already. `in-room`: holders are asked after the
    leading bid and have `seconds` to exercise. Of two holders the lower rank goes first, of equal
    ranks the one who led first.
    """

    model: Literal["same-price", "in-room"] = "same-price"
    holders: dict[str, Rank]
    seconds: Seconds = 0

    def outranks(self, bidder: str, leader: str) -> bool:
        """Say whether a bidder's right goes before the leader's at the same price."""
        own, other = self.holders.get(bidder), self.holders.get(leader)
        return own is not None and (other is None or own < other)

    def asked(self, leader: str) -> bool:
        """Say whether some holder may still exercise against this leader when asked."""
        return self.model == "in-room" and any(self.outranks(h, leader) for h in self.holders)
