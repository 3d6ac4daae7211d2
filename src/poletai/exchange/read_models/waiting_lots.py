"""Waiting lots: those that custodians still have to release shares of, and who has answered."""

from collections.abc import Iterator
from dataclasses import dataclass

from poletai.exchange.house import House
from poletai.exchange.models import Procedure, Task
from poletai.exchange.openings import parts_here
from poletai.exchange.trades import Trade, load_trade

_RELEASE = "release"


@dataclass(frozen=True, slots=True)
class PartAnswers:
    """One part of a lot's bids and, custodian by custodian, whether its shares are there."""

    part: str
    answered: tuple[tuple[int, bool], ...]

    @property
    def given(self) -> int:
        """How many custodians have released their shares of this part."""
        return sum(1 for _number, there in self.answered if there)


@dataclass(frozen=True, slots=True)
class WaitingLot:
    """One lot under its closing list, waiting for `needed` of its custodians."""

    procedure: str
    title: str
    title_en: str
    lot: str
    needed: int
    parts: tuple[PartAnswers, ...]
    last_error: str


def waiting_lots(house: House) -> tuple[WaitingLot, ...]:
    """List the lots that wait for shares, the longest waiting first."""
    return tuple(_lots(house))


def _lots(house: House) -> Iterator[WaitingLot]:
    for task in Task.objects.filter(kind=_RELEASE).order_by("id"):
        row = Procedure.objects.get(id=task.procedure)
        yield _waiting(load_trade(house, row), row, task)


def _waiting(trade: Trade, row: Procedure, task: Task) -> WaitingLot:
    keyset = trade.standing.facts["keysets"][task.lot]
    releases = trade.standing.lots[task.lot].facts.get("releases", {})
    numbers = [custodian["i"] for custodian in keyset["custodians"]]
    parts = tuple(
        PartAnswers(part, tuple((n, n in releases.get(part, ())) for n in numbers))
        for part in parts_here(trade, task.lot, ("release-shares",))
    )
    return WaitingLot(
        row.id, row.title, row.title_en, task.lot, keyset["k"], parts, task.last_error
    )
