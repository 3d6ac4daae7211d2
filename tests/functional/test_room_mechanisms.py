"""Every mechanism can be bid in on the room's page: what it takes is asked for, and is taken."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.test_room_page import at, entered, key, place, settled
from tests.support.rehearsed_room import RehearsedRoom

from poletai.core.auctions import mechanism_names

SOON, LATER = {"hours": 1}, {"hours": 2}


def terms(mechanism: str, **more: Any) -> dict[str, Any]:
    return {"mechanism": mechanism, **more}


def auctions() -> dict[str, dict[str, Any]]:
    """Return terms of every mechanism, begun just now."""
    return {
        "ascending": terms("ascending", start="1000", step="50", listing_until=at(**SOON)),
        "texas": terms(
            "texas", start="1000", step="100", begins=at(seconds=-20), hard_stop=at(**LATER)
        ),
        "one-way": terms(
            "one-way",
            start="40",
            step="0.1",
            opens=at(seconds=-5),
            closes=at(**SOON),
            quantity="800",
        ),
        "sealed-first": terms("sealed-first", start="100", closes=at(**SOON)),
        "sealed-second": terms("sealed-second", start="100", closes=at(**SOON)),
        "sealed-uniform": terms("sealed-uniform", start="40", quantity="800", closes=at(**SOON)),
        "sealed-discriminatory": terms(
            "sealed-discriminatory", start="40", quantity="100", closes=at(**SOON)
        ),
        "dutch": terms("dutch", start="1000", begins=at(seconds=-40)),
        "japanese": terms(
            "japanese", start="100", step="10", most="900", begins=at(seconds=20), interval=60
        ),
        "reverse-rounds": terms("reverse-rounds", step="10", begins=at(**SOON)),
        "reverse-open": terms("reverse-open", start="1000", step="10", closes=at(**SOON)),
        "weighted": terms(
            "weighted",
            start="1000",
            step="10",
            closes=at(**SOON),
            price_weight="0.6",
            plans={"07": "90", "03": "70"},
        ),
        "combinatorial": terms("combinatorial", items=["north", "south"], closes=at(**SOON)),
        "simultaneous-rounds": terms(
            "simultaneous-rounds",
            items=["north", "south"],
            starts={"north": "100"},
            item_start="50",
            step="10",
            begins=at(seconds=-5),
            round=600,
        ),
    }


def test_every_mechanism_is_tried() -> None:
    assert set(auctions()) == set(mechanism_names())


def fill(page: Page, mechanism: str) -> None:
    """Type what the page asks for beside the amount it offers."""
    if mechanism in ("reverse-rounds", "combinatorial"):
        page.get_by_label("您的报价").fill("900")
    if place(page, "quantity").is_visible():
        place(page, "quantity").fill("20")
    if mechanism == "combinatorial":
        page.get_by_role("checkbox", name="south").check()


@pytest.mark.parametrize("mechanism", sorted(mechanism_names()))
def test_what_the_page_offers_is_taken(chromium: Browser, mechanism: str) -> None:
    room = RehearsedRoom(auctions()[mechanism], unit="t")
    room.enter("03")
    complaints = list[str]()
    page = entered(room, chromium, width=390)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    settled(page)
    fill(page, mechanism)

    if mechanism == "simultaneous-rounds":
        page.get_by_role("button", name="对 north 报 100").click()
    else:
        key(page).press("Enter")

    expect(place(page, "answer-text")).to_contain_text("已接受")
    assert room.refused == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert complaints == []


def test_a_quotation_that_is_hidden_is_shown_to_its_bidder_alone(chromium: Browser) -> None:
    room = RehearsedRoom(auctions()["sealed-first"])
    page, other = entered(room, chromium), entered(room, chromium, plate="03")
    settled(page)

    key(page).press("Enter")

    expect(page.get_by_text("您的报价已提交", exact=True)).to_be_visible()
    expect(place(page, "own")).to_have_text("100")
    expect(other.get_by_text("您尚未报价", exact=True)).to_be_visible()
    assert "100" not in place(other, "history").inner_text()
    page.get_by_role("button", name="撤回报价").click()
    page.get_by_role("dialog").get_by_role("button", name="确认发出").click()
    expect(page.get_by_text("您尚未报价", exact=True)).to_be_visible()


def test_a_falling_price_is_taken_at_what_is_shown(chromium: Browser) -> None:
    room = RehearsedRoom(auctions()["dutch"])
    page = entered(room, chromium)
    expect(key(page)).to_contain_text("接受此价")
    settled(page)

    key(page).press("Enter")

    expect(page.get_by_text("您领先", exact=True)).to_be_visible()
    assert room.lines[-1]["kind"] == "accept"
    assert room.lines[-1]["amount"] == "1000.00"


def test_who_leaves_a_rising_clock_is_asked_once_more(chromium: Browser) -> None:
    room = RehearsedRoom({**auctions()["japanese"], "begins": at(seconds=3), "interval": 60})
    for plate in ("03", "05"):
        room.enter(plate)
        room.bid(plate, "", "enter")
    page = entered(room, chromium)
    key(page).press("Enter")
    expect(place(page, "answer-text")).to_contain_text("已接受：入场")
    for _ in range(12):
        page.wait_for_timeout(500)
        room.show()
    expect(key(page)).to_contain_text("在此价退出")

    key(page).press("Enter")
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("退出后不能再回来")
    asked.get_by_role("button", name="确认发出").press("Enter")

    expect(page.get_by_text("您已退出", exact=True)).to_be_visible()


def test_whose_turn_it_is_alone_may_bid(chromium: Browser) -> None:
    auction = {
        **auctions()["reverse-rounds"],
        "begins": at(seconds=1),
        "first_pause": 0,
        "turn": 60,
    }
    room = RehearsedRoom(auction)
    for plate, amount in (("03", "900"), ("07", "950")):
        room.enter(plate)
        room.bid(plate, amount, "offer")
    worse, better = entered(room, chromium), entered(room, chromium, plate="03")
    worse.wait_for_timeout(1500)
    room.show()

    expect(key(worse)).to_contain_text("940")
    expect(key(better)).to_be_disabled()
    expect(place(better, "why")).to_contain_text("现在轮到其他竞买人")
    expect(place(better, "place")).to_contain_text("轮到 07 号")


def test_a_maximum_bids_for_its_bidder_and_is_shown_to_nobody(chromium: Browser) -> None:
    room = RehearsedRoom(auctions()["ascending"], {"proxy": True})
    room.enter("03")
    page, watcher = entered(room, chromium), entered(room, chromium, plate="")
    page.get_by_text("让系统自动代报").click()
    page.get_by_label("您的最高限价").fill("1500")
    page.get_by_role("button", name="设定最高限价").press("Enter")
    expect(place(page, "answer-text")).to_contain_text("已接受：最高限价 1,500")

    room.bid("03", "1100")

    expect(watcher.locator(".room-history li").first).to_contain_text("自动代报")
    expect(page.get_by_text("您领先", exact=True)).to_be_visible()
    assert "1,500" not in watcher.locator("main").inner_text()
