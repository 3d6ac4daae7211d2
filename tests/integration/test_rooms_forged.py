"""What a stranger finds that an operator wrote into a room, or changed, and nobody said."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from tests.support.crane_sold import CraneSale, sale_of, worker_of
from tests.support.exchange_world import ExchangeWorld
from tests.support.live_lot import end_of
from tests.support.room_keeper import mono_of

from poletai.core.auctions import Refused
from poletai.core.basics.instant import format_instant
from poletai.core.rooms import RoomEvent, close, say
from poletai.exchange.actors import Actor
from poletai.replay.room_audit import verify_rooms
from poletai.replay.room_report import RoomReport

REGULATOR = Actor("regulator", "oversight-bureau")


@pytest.fixture
def sale(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> CraneSale:
    """A crane whose room is open, three firms in it."""
    worker_of(exchange, monkeypatch)
    return sale_of(exchange)


def found(sale: CraneSale) -> RoomReport:
    (report,) = verify_rooms(sale.world.source, sale.procedure, "1")
    return report


def bid_of(sale: CraneSale, firm: str, amount: str) -> RoomEvent:
    """Return the event of a bid the room would take now."""
    plate = sale.plates[firm]
    taken = say(
        sale.room.room,
        plate,
        sale.room.said(plate, amount),
        sale.world.now,
        mono_of(sale.world.now),
    )
    assert not isinstance(taken, Refused)
    return taken.events[0]


def changed(event: RoomEvent, **data: Any) -> RoomEvent:
    return msgspec.structs.replace(event, data={**event.data, **data})


def other_amount(sale: CraneSale) -> RoomEvent:
    return changed(bid_of(sale, "firm-b", "810000"), amount="820000")


def other_clock(sale: CraneSale) -> RoomEvent:
    event = bid_of(sale, "firm-b", "810000")
    return changed(event, clock=format_instant(event.at - timedelta(seconds=1)))


def other_plate(sale: CraneSale) -> RoomEvent:
    return changed(bid_of(sale, "firm-b", "810000"), plate=sale.plates["firm-c"])


def no_higher(sale: CraneSale) -> RoomEvent:
    return changed(bid_of(sale, "firm-b", "810000"), amount="800000")


def by_nobody(sale: CraneSale) -> RoomEvent:
    return changed(bid_of(sale, "firm-b", "810000"), proxy=True)


def ended_early(sale: CraneSale) -> RoomEvent:
    late = end_of(sale.world, sale.procedure) + timedelta(days=1)
    event = close(sale.room.room, late)
    assert event is not None
    data = {**event.data, "clock": format_instant(sale.world.now)}
    return msgspec.structs.replace(event, at=sale.world.now, data=data)


def an_outage_too_long(sale: CraneSale) -> RoomEvent:
    now, before = sale.world.now, sale.room.room.at
    told = {"since": format_instant(before), "runs": format_instant(now + timedelta(hours=1))}
    data = {"epoch": 9, "owner": "x", **told}
    return RoomEvent(name="room-taken", at=now, by={"role": "room", "id": "x"}, data=data)


def an_epoch_again(sale: CraneSale) -> RoomEvent:
    data = {"epoch": 1, "owner": "x"}
    return RoomEvent(
        name="room-taken", at=sale.world.now, by={"role": "room", "id": "x"}, data=data
    )


def of_room(sale: CraneSale, name: str, data: dict[str, Any], by: str = "room") -> RoomEvent:
    return RoomEvent(name=name, at=sale.world.now, by={"role": by, "id": "x"}, data=data)


def an_outage_before_the_last_bid(sale: CraneSale) -> RoomEvent:
    now, before = sale.world.now, sale.room.room.at - timedelta(minutes=1)
    runs = format_instant(now + timedelta(seconds=10))
    data = {"epoch": 9, "owner": "x", "since": format_instant(before), "runs": runs}
    return of_room(sale, "room-taken", data)


def an_outage_without_its_grace(sale: CraneSale) -> RoomEvent:
    now, before = format_instant(sale.world.now), format_instant(sale.room.room.at)
    return of_room(sale, "room-taken", {"epoch": 9, "owner": "x", "since": before, "runs": now})


def a_clock_run_back(sale: CraneSale) -> RoomEvent:
    return changed(bid_of(sale, "firm-b", "810000"), mono=mono_of(sale.world.now) - 60_000_000)


def said_by_the_operator(sale: CraneSale) -> RoomEvent:
    event = bid_of(sale, "firm-b", "810000")
    return msgspec.structs.replace(event, by={"role": "operator", "id": "x"})


def gone_on_at_once(sale: CraneSale) -> RoomEvent:
    sale.room.pause(sale.world.now)
    data = {"reason": "", "law": "", "runs": format_instant(sale.world.now)}
    return of_room(sale, "room-resumed", data, "operator")


def gone_on_unpaused(sale: CraneSale) -> RoomEvent:
    data = {"reason": "", "law": "", "runs": format_instant(sale.world.now)}
    return of_room(sale, "room-resumed", data, "operator")


def paused_twice(sale: CraneSale) -> RoomEvent:
    sale.room.pause(sale.world.now)
    return of_room(sale, "room-paused", {"reason": "", "law": ""}, "operator")


def a_key_that_is_none(sale: CraneSale) -> RoomEvent:
    return of_room(sale, "bidder-joined", {"plate": "99", "key": "ab"}, "bidder")


def a_nearer_end(sale: CraneSale) -> RoomEvent:
    auction = {**sale.room.room.auction, "window": 30}
    return of_room(sale, "room-amended", {"auction": auction}, "operator")


@pytest.mark.parametrize(
    ("forged", "what"),
    [
        (other_amount, "bid-taken.2.sig"),
        (other_clock, "bid-taken.2.clock"),
        (other_plate, "bid-taken.2.sig"),
        (no_higher, "bid-taken.2"),
        (by_nobody, "bid-taken.2.proxy"),
        (ended_early, "room-ended"),
        (an_outage_too_long, "room-taken.runs"),
        (an_outage_before_the_last_bid, "room-taken.since"),
        (an_outage_without_its_grace, "room-taken.runs"),
        (a_clock_run_back, "bid-taken.2.mono"),
        (said_by_the_operator, "bid-taken.2.by"),
        (gone_on_at_once, "room-resumed.runs"),
        (gone_on_unpaused, "room-resumed"),
        (paused_twice, "room-paused"),
        (a_key_that_is_none, "bidder-joined"),
        (a_nearer_end, "room-amended"),
        (an_epoch_again, "room-taken.epoch"),
    ],
)
def test_what_was_never_said_is_found(
    sale: CraneSale, forged: Callable[[CraneSale], RoomEvent], what: str
) -> None:
    sale.bid("firm-a", "800000")
    sale.room.forge(forged(sale))
    sale.world.sequence()

    report = found(sale)

    assert report.difference is not None
    assert report.difference.what == what


def test_nothing_is_heard_after_the_end(sale: CraneSale) -> None:
    sale.bid("firm-a", "800000")
    late = bid_of(sale, "firm-b", "810000")
    sale.world.now = end_of(sale.world, sale.procedure) + timedelta(minutes=6)
    sale.room.end(sale.world.now)
    sale.room.forge(msgspec.structs.replace(late, at=sale.world.now))
    sale.world.sequence()

    difference = found(sale).difference

    assert difference is not None
    assert difference.what == "bid-taken after the end"


def test_a_bid_written_in_afterwards_is_found_by_the_leaves_before_it(sale: CraneSale) -> None:
    said = sale.world.now
    late = bid_of(sale, "firm-b", "810000")
    sale.world.wait(hours=1)
    sale.world.moves(REGULATOR, sale.procedure, "suspend-procedure", reason="a flood")
    sale.room.forge(msgspec.structs.replace(late, at=said))
    sale.world.sequence()

    difference = found(sale).difference

    assert difference is not None
    assert difference.what == "bid-taken.at"


def test_how_far_the_clocks_went_apart_is_told(sale: CraneSale) -> None:
    sale.bid("firm-a", "800000")
    leap = changed(bid_of(sale, "firm-b", "810000"), mono=mono_of(sale.world.now) - 5_000_000)
    sale.room.forge(leap)
    sale.world.sequence()

    report = found(sale)

    assert (report.difference, report.drift) == (None, "0:00:05")


def with_maxima(exchange: ExchangeWorld) -> CraneSale:
    return sale_of(exchange, {"mechanism": "ascending", "window": 300, "room": {"proxy": True}})


def test_the_room_bids_for_nobody_who_left_no_maximum(
    exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker_of(exchange, monkeypatch)
    sale = with_maxima(exchange)
    sale.bid("firm-a", "800000")
    invented = bid_of(sale, "firm-b", "810000")
    by = {"role": "room", "id": "x"}
    sale.room.forge(msgspec.structs.replace(changed(invented, proxy=True, seq=0), by=by))
    exchange.sequence()

    difference = found(sale).difference

    assert difference is not None
    assert difference.what == "bid-taken.2.proxy"


def test_the_room_bids_in_answer_alone(
    exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker_of(exchange, monkeypatch)
    sale = with_maxima(exchange)
    sale.bid("firm-b", "820000", kind="maximum")
    sale.bid("firm-a", "830000")
    later = bid_of(sale, "firm-b", "840000")
    by = {"role": "room", "id": "x"}
    sale.room.forge(msgspec.structs.replace(changed(later, proxy=True, seq=0), by=by))
    exchange.sequence()

    difference = found(sale).difference

    assert difference is not None
    assert difference.what == "bid-taken.3.proxy"
