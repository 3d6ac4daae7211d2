"""What a stranger's replay finds: a false opening, a forbidden award, a record that was changed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from tests.support.exchange_world import PRINCIPAL, ExchangeWorld, committee

from poletai.core.basics.canonical import canonical, parse
from poletai.exchange.actors import Actor
from poletai.exchange.openings import open_bids
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.services import close_lot
from poletai.exchange.trades import raw_connection
from poletai.ledger.envelope import NewEvent
from poletai.ledger.errors import ProofError
from poletai.ledger.source import Source
from poletai.ledger.store import append, read
from poletai.replay.recompute import replay_trade
from poletai.replay.report import RecordError

WORKS = "cn.works.open-tender"


@pytest.fixture
def listed(exchange: ExchangeWorld) -> str:
    """A procedure whose three bids are listed and whose shares are out, but not yet opened."""
    procedure = exchange.draft(WORKS)
    exchange.publish(procedure)
    exchange.sequence()
    exchange.wait(days=10)
    for number, price in enumerate(("900000.00", "880000.00", "910000.00")):
        exchange.bid(procedure, f"firm-{number}", price)
    exchange.sequence()
    exchange.pass_deadline(procedure)
    exchange.must(close_lot.list_bids(exchange.house, procedure, "1"))
    exchange.sequence()
    exchange.must(close_lot.gather_releases(exchange.house, procedure, "1"))
    return procedure


def log_anyway(
    exchange: ExchangeWorld, procedure: str, name: str, role: str, data: dict[str, Any]
) -> None:
    """Write an event past every rule, as an operator who controls the database could."""
    by = {"role": role, "id": exchange.house.origin}
    event = NewEvent(procedure, "procedure", name, exchange.now, by, data)
    with transaction.atomic():
        append(raw_connection(), exchange.house.store, [event])
    exchange.sequence()


def changed(exchange: ExchangeWorld, change: Callable[[dict[str, Any]], object]) -> Source:
    """Serve the record with one thing changed in it."""

    def source(path: str) -> bytes:
        if not path.startswith("record/"):
            return exchange.source(path)
        record = parse(exchange.source(path))
        change(record)
        return canonical(record)

    return source


def true_openings(exchange: ExchangeWorld, procedure: str) -> list[Any]:
    trade = trade_of(exchange.house, procedure)
    stored = read(raw_connection(), exchange.house.store, procedure)
    return open_bids(exchange.house, trade, trade.standing.lots["1"], stored)


def test_an_opening_with_another_price_is_found(exchange: ExchangeWorld, listed: str) -> None:
    openings = true_openings(exchange, listed)
    openings[0]["parts"]["price"]["content"] = {"price": {"amount": "1.00", "currency": "CNY"}}

    log_anyway(exchange, listed, "bids-opened", "operator", {"lot": "1", "openings": openings})

    again = replay_trade(exchange.source, listed)
    assert again.difference is not None
    assert again.difference.what == "bids-opened.openings"


def test_a_bid_left_shut_on_purpose_is_found(exchange: ExchangeWorld, listed: str) -> None:
    openings = true_openings(exchange, listed)
    openings[1] = {"bid": openings[1]["bid"], "verdict": "unopenable", "bidder": "firm-1"}

    log_anyway(exchange, listed, "bids-opened", "operator", {"lot": "1", "openings": openings})

    assert not replay_trade(exchange.source, listed).agrees


def test_an_award_nobody_was_permitted_is_found(exchange: ExchangeWorld, listed: str) -> None:
    bid = exchange.sealed["firm-2"].header.bid_id
    award = {"lot": "1", "bid": bid, "bidder": "firm-2"}

    log_anyway(exchange, listed, "lot-awarded", "principal", award)

    again = replay_trade(exchange.source, listed)
    assert again.difference is not None
    assert again.difference.what == "lot-awarded was forbidden"


def test_an_event_left_out_of_the_record_is_found(exchange: ExchangeWorld, listed: str) -> None:
    source = changed(exchange, lambda record: record["events"].pop(2))

    with pytest.raises(RecordError, match="is missing"):
        replay_trade(source, listed)


def test_an_event_changed_in_the_record_is_not_in_the_log(
    exchange: ExchangeWorld, listed: str
) -> None:
    def later(record: dict[str, Any]) -> None:
        record["events"][-1]["envelope"]["at"] = "2026-03-30T00:00:00Z"

    with pytest.raises(ProofError):
        replay_trade(changed(exchange, later), listed)


def test_a_private_part_changed_in_the_record_is_found(
    exchange: ExchangeWorld, listed: str
) -> None:
    def other(record: dict[str, Any]) -> None:
        entry = next(e for e in record["events"] if "private" in e)
        entry["private"] = {**entry["private"], "signature": "00"}

    with pytest.raises(RecordError, match="private part"):
        replay_trade(changed(exchange, other), listed)


def test_a_record_of_another_procedure_is_refused(exchange: ExchangeWorld, listed: str) -> None:
    def renamed(record: dict[str, Any]) -> None:
        record["procedure"] = "ab" * 16

    with pytest.raises(RecordError, match="is about"):
        replay_trade(changed(exchange, renamed), listed)


def test_a_draft_has_nothing_to_replay_yet(exchange: ExchangeWorld) -> None:
    procedure = exchange.draft(WORKS)
    exchange.sequence()

    with pytest.raises(RecordError, match="nothing to replay"):
        replay_trade(exchange.source, procedure)


def test_what_is_withheld_stops_the_replay_and_is_listed(
    exchange: ExchangeWorld, listed: str
) -> None:
    exchange.must(close_lot.open_lot(exchange.house, listed, "1"))
    exchange.moves(
        Actor("principal", PRINCIPAL), listed, "appoint-committee", committee=committee()
    )
    exchange.sequence()

    again = replay_trade(exchange.source, listed)

    assert again.agrees
    assert again.judged == again.events - 1
    assert "withheld" in again.stopped
    # What was found about the bids, and who judges them.
    assert [hidden["until"] for hidden in again.withheld] == ["evaluated", "awarded"]


def test_what_has_no_checkpoint_yet_is_left_to_the_next_replay(
    exchange: ExchangeWorld, listed: str
) -> None:
    before = replay_trade(exchange.source, listed)
    exchange.must(close_lot.open_lot(exchange.house, listed, "1"))

    now = replay_trade(exchange.source, listed)

    assert now.agrees
    assert now.events == before.events
