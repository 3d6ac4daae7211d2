"""Checking: what the demonstration says of itself is read back from its public side."""

import time
from collections.abc import Mapping
from decimal import Decimal

from rich.console import Console

from poletai.exchange.house import house
from poletai.exchange.read_models.logged import everything_logged
from poletai.exchange.read_models.standings import standing_of, trade_of
from poletai.ledger.checkpoint import read_checkpoint
from poletai.ledger.source import open_source
from poletai.replay.recompute import replay_trade
from poletai.site.demo.errors import DemoStuckError
from poletai.site.demo.stage import Stage

_PATIENCE = 60.0

# procedure id -> the prices its notice published
Published = Mapping[str, tuple[Decimal, ...]]


def await_logged(stage: Stage) -> None:
    """Wait until every event so far has its leaf under a checkpoint a quorum cosigned."""
    give_up = time.monotonic() + _PATIENCE
    while not everything_logged(_size(stage)):
        if time.monotonic() > give_up:
            raise DemoStuckError("log", "its witnesses did not cosign in a minute")
        time.sleep(0.1)


def check_procedures(console: Console, stage: Stage, published: Published) -> int:
    """Count the procedures whose opened prices or replayed awards are not those published."""
    source, differing = open_source(stage.address), 0
    for procedure, prices in published.items():
        found = opened_prices(procedure)
        again = replay_trade(source, procedure)
        if found == sorted(prices) and again.agrees and again.judged == again.events:
            continue
        differing += 1
        title = trade_of(house(), procedure).standing.facts["title"]
        console.print(f"{title}: published {sorted(prices)}, opened {found}, {again.difference}")
    return differing


def opened_prices(procedure: str) -> list[Decimal]:
    """Return the prices found in a procedure's opened bids, lowest first."""
    lots = standing_of(house(), procedure).lots.values()
    bids = [bid for lot in lots for bid in lot.bids.values() if "content" in bid.facts]
    return sorted(Decimal(bid.facts["content"]["price"]["price"]["amount"]) for bid in bids)


def _size(stage: Stage) -> int:
    note = stage.home / "log" / "checkpoint"
    return read_checkpoint(note.read_text()).size if note.exists() else 0
