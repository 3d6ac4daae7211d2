"""Much at once: 32 bidders on a cold site, workers that share what is due, and one that is late."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from bench.clients import request, send
from django.db import connection
from tests.support.exchange_world import PRINCIPAL, ExchangeWorld
from tests.support.live_exchange import LiveExchange, live_exchange, sealed_offers

from poletai.core.basics.instant import parse_instant
from poletai.core.basics.problem import Refusal
from poletai.exchange import bid_links, timers
from poletai.exchange.actors import Actor
from poletai.exchange.errors import NotTakenError
from poletai.exchange.models import BidLink, Procedure
from poletai.exchange.services.deposit_bid import Deposit
from poletai.exchange.trades import load_trade, raw_connection, remember
from poletai.ledger.store import read
from poletai.ledger.stored import StoredEvent

WORKS = "cn.works.open-tender"
BIDDERS = 32


@pytest.fixture
def live() -> Iterator[LiveExchange]:
    with tempfile.TemporaryDirectory(prefix="poletai-crowd-", ignore_cleanup_errors=True) as made:
        home = Path(made)
        home.chmod(0o755)
        with live_exchange(home) as up:
            yield up


@pytest.fixture
def due(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """Six procedures whose deadline has passed unseen, and when it was."""
    monkeypatch.setattr(timers, "house", lambda: exchange.house)
    procedures = [exchange.draft(WORKS) for _ in range(6)]
    for procedure in procedures:
        exchange.publish(procedure)
    exchange.wait(days=22, seconds=6)
    return {
        row.id: row.deadline
        for row in Procedure.objects.filter(id__in=procedures)
        if row.deadline is not None
    }


def worked(_number: int) -> int:
    """Do what a worker does once, on a connection of its own."""
    try:
        return timers.due_moves()
    finally:
        connection.close()


def closings(exchange: ExchangeWorld, procedure: str) -> list[StoredEvent]:
    found = read(raw_connection(), exchange.house.store, procedure)
    return [event for event in found if event.envelope["by"]["role"] == "clock"]


@pytest.mark.slow
def test_a_cold_site_takes_32_bids_at_once(live: LiveExchange) -> None:
    offers = sealed_offers(live.open_market(BIDDERS))
    sent = [
        request("PUT", f"/api/payloads/{sha256(payload).hexdigest()}", offer.token, payload)
        for offer in offers
        for payload in offer.payloads
    ]
    # Nothing was asked of the site before but its policy: all its threads begin together.
    uploads = send(live.setting.web, sent, BIDDERS)
    bids = [request("POST", "/api/bids", offer.token, offer.body) for offer in offers]
    answers = send(live.setting.web, bids, BIDDERS)

    assert Counter(answer.status for answer in uploads) == {201: 2 * BIDDERS}
    assert Counter(answer.status for answer in answers) == {201: BIDDERS}
    assert not any(one.ended for one in live.up)


def test_workers_share_what_is_due_and_nothing_fires_twice(
    exchange: ExchangeWorld, due: dict[str, datetime]
) -> None:
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(worked, range(8)))

    assert len(due) == 6
    for procedure in due:
        names = Counter(event.name for event in closings(exchange, procedure))
        assert names
        assert max(names.values()) == 1


def test_a_late_worker_changes_nothing_but_latency(
    exchange: ExchangeWorld, due: dict[str, datetime]
) -> None:
    exchange.wait(hours=9)

    assert timers.due_moves() >= len(due)
    assert timers.due_moves() == 0
    for procedure, deadline in due.items():
        dated = {parse_instant(event.envelope["at"]) for event in closings(exchange, procedure)}
        assert dated == {deadline}
        assert deadline < exchange.now - timedelta(hours=9)


def test_a_bid_after_the_deadline_is_late_though_the_worker_is_later(
    exchange: ExchangeWorld, due: dict[str, datetime]
) -> None:
    procedure = next(iter(due))
    sealed = exchange.seal(procedure, "firm-late", "900000")

    answer = exchange.send(sealed)

    assert getattr(answer, "law", None) == "cn.tendering-law#28"
    assert Procedure.objects.get(id=procedure).phase == "open"


def test_a_bid_judged_by_what_no_longer_holds_is_judged_again(exchange: ExchangeWorld) -> None:
    procedure = exchange.draft(WORKS)
    exchange.publish(procedure)
    sealed = exchange.seal(procedure, "firm-1", "900000")
    before = load_trade(exchange.house, Procedure.objects.get(id=procedure))
    owner = Actor("principal", PRINCIPAL)
    exchange.moves(owner, procedure, "cancel-procedure", reason="资金未落实")
    # As in another process of the site, which has not seen the procedure end.
    remember(before)

    answer = exchange.send(sealed)

    assert isinstance(answer, Refusal)
    assert not BidLink.objects.exists()
    assert read(raw_connection(), exchange.house.store, sealed.header.bid_id) == []


def test_a_first_bid_waits_no_longer_than_the_patience_for_a_change(
    exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty = bid_links.HELD_AND_LINKED.replace("'5s'", "'50ms'")
    monkeypatch.setattr(bid_links, "HELD_AND_LINKED", hasty)
    procedure = exchange.draft(WORKS)
    exchange.publish(procedure)
    sealed = exchange.seal(procedure, "firm-1", "900000")

    with psycopg.connect(exchange.dsn) as other:
        held = "SELECT 1 FROM exchange_procedure WHERE id = %s FOR UPDATE"
        other.execute(held, [procedure])
        with pytest.raises(NotTakenError):
            exchange.send(sealed)

    assert isinstance(exchange.send(sealed), Deposit)
