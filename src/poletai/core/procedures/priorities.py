"""Rights to buy first outside the room: whom the result was told to, in order, and what they said.

Holders count in the order they were told of, the first before the second; whoever says nothing
until the end of its time has waived. A result published again is told again.
"""

from datetime import datetime

import msgspec

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.standing import LotStanding

TOLD, PUBLISHED, USED = "holders-told.at", "result-published.at", "priority-used.at"
HOLDERS, WAIVED, BUYER, UNTIL = "holders", "waived", "supplier", "priority-until"


class Telling(msgspec.Struct, frozen=True):
    """Who was told of a result, until when they may answer, who waived, who buys."""

    holders: tuple[str, ...]
    until: datetime
    waived: tuple[str, ...] = ()
    buyer: str | None = None

    def may_buy(self, party: str) -> bool:
        """Say whether a party's right goes before everything that was said so far."""
        if party not in self.holders or party in self.waived:
            return False
        return self.buyer is None or self.holders.index(party) < self.holders.index(self.buyer)

    def is_over(self, at: datetime) -> bool:
        """Say whether nobody who was told can buy any more, or before the one who does."""
        ahead = self.holders if self.buyer is None else self.holders[: self._place()]
        return at > self.until or all(holder in self.waived for holder in ahead)

    def _place(self) -> int:
        return self.holders.index(str(self.buyer))


def telling(lot: LotStanding) -> Telling | None:
    """Return what was told of the lot's last result; None where nothing was yet."""
    told, facts = _since(lot, TOLD), lot.facts
    published = _since(lot, PUBLISHED)
    if told is None or (published is not None and told < published):
        return None
    used = _since(lot, USED)
    buyer = facts[BUYER]["id"] if used is not None and used >= told else None
    holders = tuple(party["id"] for party in facts[HOLDERS])
    return Telling(holders, parse_instant(facts[UNTIL]), tuple(facts[WAIVED]), buyer)


def _since(lot: LotStanding, name: str) -> datetime | None:
    return parse_instant(lot.facts[name]) if name in lot.facts else None
