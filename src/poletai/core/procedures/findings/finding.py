"""Findings: what a look through the opened bids of a lot turned up, and what the law asks then."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.definition import Values
from poletai.core.procedures.parties import Party, parties_of
from poletai.core.procedures.registers import Registers
from poletai.core.procedures.standing import BidStanding, LotStanding, Standing

# What can settle a finding: only that its bids are rejected; that, or a reasoned decision; that,
# or the bidder's confirmation; that, or an explanation accepted; nothing needs to.
ANSWERS = ("reject", "decide", "confirm", "explain", "note")

Evidence = tuple[Mapping[str, str], ...]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing found about some bids: what kind, by which article, on what evidence.

    `answer` is what the law asks of it, one of ANSWERS.
    """

    kind: str
    bids: tuple[str, ...]
    law: str
    answer: str
    evidence: Evidence

    @property
    def id(self) -> str:
        """The name it is answered under."""
        return f"{self.kind}:{'+'.join(self.bids)}"


@dataclass(frozen=True, slots=True)
class Case:
    """What findings are made from: a lot of a trade, the values that bind it, the registers."""

    standing: Standing
    lot: LotStanding
    values: Values
    registers: Registers
    category: str

    @property
    def opened(self) -> tuple[BidStanding, ...]:
        """Every bid that was opened, also those rejected since: what they broke stays broken."""
        bids = self.lot.bids.values()
        return tuple(bid for bid in bids if bid.facts.get("verdict") == "opened")

    @property
    def left(self) -> tuple[BidStanding, ...]:
        """The bids that are opened and not rejected."""
        return tuple(bid for bid in self.opened if bid.state == "opened")

    @property
    def parties(self) -> tuple[Party, ...]:
        """Everybody behind the opened bids."""
        return tuple(p for bid in self.opened for p in parties_of(bid, self.registers.bodies))

    @property
    def day(self) -> date:
        """The day of the deadline, where the trade is."""
        deadline = parse_instant(self.standing.facts["deadline"])
        return deadline.astimezone(self.values.calendar.zone).date()


Found = Iterable[tuple[tuple[str, ...], Evidence]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding by its name: `find` yields the bids concerned, with the evidence."""

    name: str
    find: Callable[[Case], Found]
    # The parameters it reckons with, which a definition that looks for it must have.
    needs: tuple[str, ...] = ()
