"""What a stranger finds in a room: everything as it was said, or the first thing that was not."""

from datetime import timedelta

import pytest
from tests.support.crane_sold import CraneSale, sale_of, sold, worker_of
from tests.support.exchange_world import ExchangeWorld
from tests.support.live_lot import end_of
from typer.testing import CliRunner

from poletai.cli.auction import app
from poletai.core.basics.instant import format_instant
from poletai.exchange.services.make_move import tick
from poletai.replay.report import RecordError
from poletai.replay.room_audit import verify_rooms
from poletai.replay.room_report import RoomReport


@pytest.fixture
def sale(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> CraneSale:
    """A crane whose room is open, three firms in it."""
    worker_of(exchange, monkeypatch)
    return sale_of(exchange)


def found(sale: CraneSale) -> RoomReport:
    (report,) = verify_rooms(sale.world.source, sale.procedure, "1")
    return report


def test_a_room_is_computed_again_to_its_settlement(sale: CraneSale) -> None:
    sold(sale)

    report = found(sale)

    assert (report.difference, report.stopped) == (None, "")
    assert (report.state, report.settlement) == ("ended", "as heard")
    assert report.judged == report.events
    assert [one.plate for one in report.heard] == [sale.plates[f"firm-{x}"] for x in "ababa"]
    assert all(one.signed for one in report.heard)
    assert report.bidders == {plate: firm for firm, plate in sale.plates.items()}
    assert report.stood == "0:10:10"
    assert [(w["bidder"], w["price"]) for w in report.winners] == [("firm-a", "900000")]
    closes = end_of(sale.world, sale.procedure) + timedelta(minutes=10, seconds=10)
    assert report.heard[0].closes < format_instant(closes) < report.heard[-1].closes


def test_a_room_that_stayed_below_the_reserve_is_computed_again_unsold(sale: CraneSale) -> None:
    sale.bid("firm-a", "800000")
    sale.world.now = end_of(sale.world, sale.procedure) + timedelta(minutes=6)
    tick(sale.world.house, sale.procedure)
    sale.room.end(sale.world.now)
    sale.settle()
    sale.world.sequence()

    report = found(sale)

    assert (report.difference, report.settlement, report.winners) == (None, "as heard", ())


def test_a_room_is_computed_again_while_it_goes_on(sale: CraneSale) -> None:
    sale.bid("firm-a", "800000")
    sale.world.sequence()

    report = found(sale)

    assert report.agrees
    assert (report.state, report.settlement, report.bidders) == ("open", "", {})


def test_hidden_bids_are_computed_again_once_they_are_shown(
    exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker_of(exchange, monkeypatch)
    sale = sale_of(exchange, {"mechanism": "sealed-first"})
    sale.bid("firm-a", "860000")
    sale.bid("firm-b", "870000")
    exchange.sequence()
    early = found(sale)
    exchange.now = end_of(exchange, sale.procedure) + timedelta(minutes=1)
    tick(exchange.house, sale.procedure)
    sale.room.end(exchange.now)
    sale.settle()
    exchange.sequence()

    report = found(sale)

    assert (early.agrees, early.heard) == (True, ())
    assert early.stopped.endswith("is withheld until opened")
    assert (report.agrees, report.settlement) == (True, "as heard")
    assert [one.said for one in report.heard] == ["bid 860000", "bid 870000"]


def test_a_lot_without_a_room_has_nothing_to_compute(sale: CraneSale) -> None:
    sale.world.sequence()

    with pytest.raises(RecordError, match="has no room"):
        verify_rooms(sale.world.source, sale.procedure, "2")


def test_the_command_prints_what_it_found(sale: CraneSale, monkeypatch: pytest.MonkeyPatch) -> None:
    sold(sale)
    monkeypatch.setattr("poletai.cli.recomputing.open_source", lambda _: sale.world.source)
    page = f"https://exchange.example/procedures/{sale.procedure}/"

    by_page = CliRunner().invoke(app, ["verify", page, "1"])
    by_name = CliRunner().invoke(
        app, ["verify", "https://exchange.example", f"{sale.procedure}/1", "--json"]
    )
    nowhere = CliRunner().invoke(app, ["verify", "https://exchange.example", "1"])
    missing = CliRunner().invoke(app, ["verify", page, "2"])

    assert by_page.exit_code == 0, by_page.output
    assert by_page.output.strip().endswith("agrees")
    assert "settled as heard" in by_page.output
    assert (by_name.exit_code, nowhere.exit_code, missing.exit_code) == (0, 2, 10)


def test_what_the_room_bids_for_somebody_is_computed_again_without_its_maximum(
    exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker_of(exchange, monkeypatch)
    rules = {"proxy": True}
    sale = sale_of(exchange, {"mechanism": "ascending", "window": 300, "room": rules})
    sale.bid("firm-b", "950000", kind="maximum")
    sale.bid("firm-a", "820000")
    exchange.now = end_of(exchange, sale.procedure) + timedelta(minutes=6)
    tick(exchange.house, sale.procedure)
    sale.room.end(exchange.now)
    sale.settle()
    exchange.sequence()

    report = found(sale)

    assert (report.difference, report.settlement, report.withheld) == (None, "as heard", 1)
    assert [(one.plate == sale.plates["firm-b"], one.proxy) for one in report.heard] == [
        (True, True),
        (False, False),
        (True, True),
    ]
