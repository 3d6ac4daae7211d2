"""A stranger finds a price opened early, or never to be opened, though marks are withheld."""

from typing import Any

import pytest
from django.db import transaction
from tests.support.exchange_world import ExchangeWorld
from tests.support.two_envelopes import (
    bid_of,
    judge,
    lot_of,
    open_technical,
)

from poletai.exchange.trades import raw_connection
from poletai.ledger.envelope import NewEvent
from poletai.ledger.store import append
from poletai.replay.recompute import replay_trade


@pytest.fixture
def technical(exchange: ExchangeWorld) -> str:
    """A trade whose four technical parts are open, before a committee."""
    return open_technical(exchange)


def log_anyway(
    exchange: ExchangeWorld, procedure: str, name: str, role: str, data: dict[str, Any]
) -> None:
    """Write an event past every rule, as an operator who controls the database could."""
    by = {"role": role, "id": exchange.house.origin}
    event = NewEvent(procedure, "procedure", name, exchange.now, by, {"lot": "1", **data})
    with transaction.atomic():
        append(raw_connection(), exchange.house.store, [event])
    exchange.sequence()


def opening(bid: str, part: str = "price") -> dict[str, Any]:
    content = {"price": {"amount": "1.00", "currency": "CNY"}}
    found = {part: {"key": "ab" * 32, "sha256": "cd" * 32, "content": content}}
    return {"bid": bid, "verdict": "opened", "bidder": "firm", "parts": found}


def found(exchange: ExchangeWorld, procedure: str) -> str:
    """Replay what a stranger sees, while marks and committee are still withheld."""
    report = replay_trade(exchange.source, procedure)
    assert "withheld" in report.stopped
    return "" if report.difference is None else report.difference.what


def test_a_price_opened_early_is_found_though_much_is_withheld(
    exchange: ExchangeWorld, technical: str
) -> None:
    before = found(exchange, technical)
    openings = [opening(bid) for bid in lot_of(exchange, technical).bids]

    log_anyway(exchange, technical, "prices-opened", "operator", {"openings": openings})

    assert before == ""
    assert found(exchange, technical) == "prices-opened was forbidden"


def test_price_shares_released_as_technical_ones_are_found(
    exchange: ExchangeWorld, technical: str
) -> None:
    release = {"part": "price", "custodian": 1, "shares": []}

    log_anyway(exchange, technical, "shares-released", "custodian", {"shares": [release]})

    assert found(exchange, technical) == "shares-released was forbidden"


def test_a_rejected_bid_whose_price_is_opened_is_found(
    exchange: ExchangeWorld, technical: str
) -> None:
    judge(exchange, technical)
    data = {"openings": [opening(bid_of(exchange, "firm-3"))]}

    log_anyway(exchange, technical, "prices-opened", "operator", data)

    assert found(exchange, technical) == "prices-opened: bids"


def test_a_technical_part_opened_with_the_prices_is_found(
    exchange: ExchangeWorld, technical: str
) -> None:
    judge(exchange, technical)
    data = {"openings": [opening(bid_of(exchange, "firm-0"), "tech")]}

    log_anyway(exchange, technical, "prices-opened", "operator", data)

    assert found(exchange, technical) == "prices-opened: parts"
