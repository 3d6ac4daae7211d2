"""The pages of a lot's room: before it opens, while it runs, for the auctioneer, and afterwards."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from tests.support.crane_sold import CraneSale, bid_to_the_end, sale_of, worker_of
from tests.support.exchange_world import ExchangeWorld
from tests.support.live_lot import OWNER, SALT, admit, listed_live, money
from tests.support.page_checks import faults
from tests.support.portal_world import PortalWorld

from poletai.core.basics.instant import parse_instant
from poletai.exchange.models import LiveRoom

LANGUAGES = ("zh-hans", "en")


@pytest.fixture
def portal(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> PortalWorld:
    worker_of(exchange, monkeypatch)
    world = PortalWorld(exchange, monkeypatch)
    world.seat("centre", "operator", exchange.house.origin)
    return world


@pytest.fixture
def sale(portal: PortalWorld) -> CraneSale:
    return sale_of(portal.exchange)


def page(portal: PortalWorld, path: str, who: str = "", language: str = "en") -> str:
    """Return a page that is sound, as its reader sees it."""
    answer = portal.get(path, who, language)
    assert answer.status_code == 200, path
    assert faults(answer.content) == [], path
    return str(answer.content.decode())


def room(sale: CraneSale) -> str:
    return f"/procedures/{sale.procedure}/lots/1/room/"


def config(shown: str) -> dict[str, object]:
    block = shown.split('<script type="application/json">')[1].split("</script>", maxsplit=1)[0]
    return dict(json.loads(block))


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_it_opens_a_room_says_when(portal: PortalWorld, language: str) -> None:
    procedure = listed_live(portal.exchange)
    admit(portal.exchange, procedure, "firm-a")

    shown = page(portal, f"/procedures/{procedure}/lots/1/room/", language=language)

    assert ("尚未开启" if language == "zh-hans" else "not open yet") in shown
    assert "data-countdown" in page(portal, f"/procedures/{procedure}/", language=language)
    assert portal.get(f"/procedures/{procedure}/lots/1/room/replay/").status_code == 404
    assert portal.get(f"/procedures/{procedure}/lots/2/room/").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_running_room_is_for_its_bidders_to_bid_in_and_for_all_to_watch(
    portal: PortalWorld, sale: CraneSale, language: str
) -> None:
    portal.seat("seller", "bidder", "firm-a")
    portal.seat("stranger", "bidder", "firm-x")

    watched = page(portal, room(sale), language=language)
    bid_in = page(portal, room(sale), "seller", language)

    assert 'data-place="key"' in bid_in
    assert config(bid_in)["bidder"] is True
    assert config(watched)["bidder"] is False
    assert 'data-place="key"' not in watched
    assert config(page(portal, room(sale), "stranger"))["bidder"] is False
    assert f'href="{room(sale)}"' in page(portal, f"/procedures/{sale.procedure}/")


def test_the_auctioneer_gives_orders_with_reason_and_article(
    portal: PortalWorld, sale: CraneSale
) -> None:
    desk = room(sale) + "desk/"
    send = portal.people["centre"].post

    shown = page(portal, desk, "centre")
    bare = send(desk, {"do": "pause", "reason": " ", "law": "platform.rules#rooms"})
    given = {"do": "pause", "reason": "a storm", "law": "platform.rules#rooms"}
    taken = send(desk, given)

    assert "A bidder came in" in shown
    assert "firm-a" not in shown
    assert bare.status_code == 422
    assert faults(bare.content) == []
    assert taken.status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_order WHERE stream = %s", [sale.room.stream])
        ((body,),) = cursor.fetchall()
    order = json.loads(body) if isinstance(body, str) else body
    assert {name: order[name] for name in given} == given
    assert sale.procedure in page(portal, "/desk/rooms/", "centre")
    assert "主持人工作台" in page(portal, desk, "centre", "zh-hans")


def test_nobody_else_comes_to_the_auctioneers_desk(portal: PortalWorld, sale: CraneSale) -> None:
    portal.seat("seller", "bidder", "firm-a")

    assert portal.get(room(sale) + "desk/", "seller").status_code == 403
    assert portal.get("/desk/rooms/", "seller").status_code == 403
    assert portal.get(room(sale) + "desk/").status_code == 302


def test_a_room_that_is_over_is_replayed(portal: PortalWorld, sale: CraneSale) -> None:
    bid_to_the_end(sale)

    sent = portal.get(room(sale))
    shown = page(portal, room(sale) + "replay/")
    frames = portal.get(room(sale) + "replay/frames.json").json()["frames"]

    assert sent.url == room(sale) + "replay/"
    assert "The room replayed" in shown
    lines = [frame["line"] for frame in frames if "line" in frame]
    assert [line["amount"] for line in lines] == ["800000", "850000", "880000", "890000", "900000"]
    assert frames[-1]["state"]["over"] == "ended"
    assert frames[-1]["state"]["price"] == "900000"
    assert "room-paused" in {frame.get("event") for frame in frames}
    instants = [parse_instant(frame["at"]) for frame in frames]
    assert instants == sorted(instants)
    assert {frame["state"]["phase"] for frame in frames} >= {"waiting", "listing", "timed", "over"}
    assert "Settle the lot" in page(portal, room(sale) + "desk/", "centre")
    assert "Bidding ended" in page(portal, "/desk/rooms/", "centre")
    assert "replay/" in page(portal, f"/procedures/{sale.procedure}/")


def test_a_replay_stands_still_where_the_room_did(portal: PortalWorld, sale: CraneSale) -> None:
    bid_to_the_end(sale)

    frames = portal.get(room(sale) + "replay/frames.json").json()["frames"]

    paused = next(i for i, frame in enumerate(frames) if frame.get("event") == "room-paused")
    resumed = next(i for i, frame in enumerate(frames) if frame.get("event") == "room-resumed")
    before, after = (parse_instant(frames[i]["at"]) for i in (paused, resumed))
    assert after - before == timedelta(minutes=10)
    assert frames[paused]["state"]["clock"] == frames[resumed]["state"]["clock"]
    assert LiveRoom.objects.count() == 1


def test_a_lot_is_settled_from_its_room_without_anybody_typing_the_record(
    portal: PortalWorld, sale: CraneSale
) -> None:
    bid_to_the_end(sale)
    sealed = {"reserve": money("850000.00"), "reserve-salt": SALT}
    sale.world.moves(OWNER, sale.procedure, "open-reserve", lot="1", **sealed)
    desk = page(portal, room(sale) + "desk/", "centre")
    path = f"/procedures/{sale.procedure}/moves/settle-auction/"
    assert f"{path}?lot=1" in desk

    form = page(portal, f"{path}?lot=1", "centre")
    answer = portal.people["centre"].post(path, {"lot": "1"})

    assert "as the public log has it" in form
    assert 'name="record' not in form
    assert answer.status_code == 302, answer.content.decode()
    settled = sale.world.standing(sale.procedure).lots["1"].facts["settlement"]
    assert settled["winners"][0]["bidder"] == "firm-a"
