"""Nothing ties a plate to its bidder before the settlement: no table, log or answer."""

from datetime import timedelta

import pytest
from tests.integration.test_exchange_secrecy import REGISTERS, dumped, forms
from tests.support.crane_sold import FIRMS, CraneSale, sale_of, worker_of
from tests.support.exchange_world import ExchangeWorld
from tests.support.live_lot import end_of

from poletai.exchange.services.make_move import tick

# Amounts nobody else's number looks like.
MAXIMUM, HIDDEN = "953217.41", "861482.09"


@pytest.fixture
def quiet(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> CraneSale:
    """A crane sold by one hidden quotation each."""
    worker_of(exchange, monkeypatch)
    sale = sale_of(exchange, {"mechanism": "sealed-first"})
    sale.bid("firm-a", HIDDEN)
    exchange.sequence()
    return sale


def everything(sale: CraneSale) -> dict[str, str]:
    """Return the tables of a dump, and what anybody may read: the record and the log's tiles."""
    world = sale.world
    files = [file.read_bytes() for file in (world.folder / "log").rglob("*") if file.is_file()]
    published = b"".join(files).decode("utf-8", "replace")
    record = world.source(f"record/{sale.procedure}/").decode()
    return {**dumped(world), "log": published, "record": record}


def test_who_has_which_plate_and_a_hidden_bid_stand_nowhere(quiet: CraneSale) -> None:
    found = everything(quiet)

    # What is public is found by the same search, within bytes too: it would find the rest.
    plate = quiet.plates["firm-a"]
    assert forms(plate)[1] in found["ledger_event"]
    assert plate in found["record"]
    for secret in (HIDDEN, *FIRMS):
        for name, text in found.items():
            if name not in REGISTERS:
                assert not [form for form in forms(secret) if form in text], (secret, name)


def test_a_maximum_stands_nowhere_even_after_the_settlement(
    exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker_of(exchange, monkeypatch)
    rules = {"proxy": True}
    sale = sale_of(exchange, {"mechanism": "ascending", "window": 300, "room": rules})
    sale.bid("firm-b", MAXIMUM, kind="maximum")
    sale.bid("firm-a", "820000")
    exchange.now = end_of(exchange, sale.procedure) + timedelta(minutes=6)
    tick(exchange.house, sale.procedure)
    sale.room.end(exchange.now)
    sale.settle()
    exchange.sequence()

    found = everything(sale)

    assert sale.plates["firm-b"] in found["record"]
    for name, text in found.items():
        assert not [form for form in forms(MAXIMUM) if form in text], name
