"""The bidding room in a real browser: one key to bid, what is said of it, and what a loss shows."""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.page_checks import faults
from tests.support.rehearsed_room import RehearsedRoom


def at(**span: float) -> str:
    return (datetime.now(UTC) + timedelta(**span)).isoformat()


def ascending(**changed: Any) -> dict[str, Any]:
    """A timed phase that has just begun: 1,000.00 and steps of 50, four minutes after every bid."""
    terms = {"start": "1000.00", "step": "50.00", "listing_until": at(seconds=-5), "window": 240}
    more = {"first_window": 300, "entry": "anyone", "timed_needs": 0}
    return {"mechanism": "ascending", **terms, **more, **changed}


@pytest.fixture
def room() -> RehearsedRoom:
    found = RehearsedRoom(ascending())
    found.enter("03")
    return found


def entered(room: RehearsedRoom, chromium: Browser, plate: str = "07", width: int = 1280) -> Page:
    context = chromium.new_context(viewport={"width": width, "height": 844}, locale="zh-CN")
    page = room.visit(context, plate)
    expect(page.locator('[data-when="link"][data-is="live"]')).to_be_visible()
    return page


def key(page: Page) -> Any:
    return page.locator('[data-place="key"]')


def place(page: Page, name: str) -> Any:
    return page.locator(f'[data-place="{name}"]')


def settled(page: Page) -> None:
    """Wait until a press means what is shown, not what was shown just before."""
    page.wait_for_timeout(300)


def test_the_key_bids_the_next_allowed_price(room: RehearsedRoom, chromium: Browser) -> None:
    page = entered(room, chromium)
    expect(key(page)).to_contain_text("1,000.00")
    settled(page)

    key(page).press("Enter")

    expect(page.get_by_text("您领先", exact=True)).to_be_visible()
    expect(place(page, "answer-text")).to_have_text("已接受：报价 1,000.00")
    expect(place(page, "price")).to_have_text("1,000.00")
    expect(key(page)).to_be_disabled()
    assert [line["amount"] for line in room.lines] == ["1000.00"]


def test_who_is_outbid_sees_and_hears_it_and_bids_on_with_the_space_bar(
    room: RehearsedRoom, chromium: Browser
) -> None:
    page = entered(room, chromium)
    settled(page)
    key(page).press("Enter")
    expect(page.get_by_text("您领先", exact=True)).to_be_visible()

    room.bid("03", "1050.00")
    expect(page.get_by_text("您已被超过", exact=True)).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("您已被超过，当前价 1,050.00")
    settled(page)
    page.keyboard.press("Space")

    expect(page.get_by_text("您领先", exact=True)).to_be_visible()
    assert [(line["plate"], line["amount"]) for line in room.lines][-1] == ("07", "1100.00")


def test_a_press_never_bids_more_than_could_be_seen(room: RehearsedRoom, chromium: Browser) -> None:
    page = entered(room, chromium)
    key(page).focus()
    settled(page)
    place(page, "amount").evaluate("""() => {
      // The price changes on the page, and in the same breath the key is pressed.
      const key = document.querySelector('[data-place="key-amount"]');
      new MutationObserver(() => document.querySelector('[data-place="key"]').click())
        .observe(key, {childList: true, characterData: true, subtree: true});
    }""")

    room.bid("03", "1000.00")

    expect(place(page, "hint")).to_contain_text("1,000.00 已不符合要求")
    assert [line["plate"] for line in room.lines] == ["03"]


def test_a_jump_is_asked_once_more(room: RehearsedRoom, chromium: Browser) -> None:
    page = entered(room, chromium)
    page.get_by_label("您的报价").fill("5,000")
    key(page).click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("您将报价 5,000 元，而下一个可报价仅为 1,000.00")
    asked.get_by_role("button", name="不，返回").click()
    assert room.lines == []

    key(page).click()
    asked.get_by_role("button", name="确认发出").press("Enter")

    expect(place(page, "price")).to_have_text("5,000")


def test_a_refusal_says_why(room: RehearsedRoom, chromium: Browser) -> None:
    page = entered(room, chromium)
    page.get_by_label("您的报价").fill("1010")
    key(page).click()

    expect(place(page, "answer-text")).to_have_text("未接受：报价 1,010。金额不在阶梯上。")
    assert room.refused == ["auction.off-step"]


def test_a_lost_connection_shows_at_once_and_comes_back(
    room: RehearsedRoom, chromium: Browser
) -> None:
    page = entered(room, chromium)

    room.die()
    expect(page.get_by_text("连接已断。", exact=True)).to_be_visible(timeout=1000)
    expect(key(page)).to_be_disabled()
    expect(page.get_by_role("alert")).to_contain_text("连接已断")
    room.come_back()

    expect(page.get_by_text("连接已断。", exact=True)).to_be_hidden()
    expect(place(page, "still")).to_contain_text("所失时间将顺延")
    expect(key(page)).to_be_disabled()
    room.shift += timedelta(seconds=11)
    room.show()
    expect(key(page)).to_be_enabled()


@pytest.mark.parametrize(
    ("fate", "told", "taken"), [("mute", "断线之前已被接受", 1), ("deaf", "未接受，断线在先", 0)]
)
def test_a_bid_without_an_answer_is_resolved_after_coming_back(
    room: RehearsedRoom, chromium: Browser, fate: str, told: str, taken: int
) -> None:
    page = entered(room, chromium)
    settled(page)
    room.fate, room.down = fate, True

    key(page).press("Enter")
    expect(place(page, "answer-text")).to_have_text("尚未确认：报价 1,000.00")
    expect(key(page)).to_be_disabled()
    room.come_back()

    expect(place(page, "answer-text")).to_contain_text(told)
    assert len(room.lines) == taken


def test_a_reload_forgets_neither_the_key_nor_what_waits_for_its_answer(
    room: RehearsedRoom, chromium: Browser
) -> None:
    page = entered(room, chromium)
    settled(page)
    room.fate, room.down = "mute", True
    key(page).press("Enter")
    expect(place(page, "answer-text")).to_contain_text("尚未确认")

    page.reload()
    room.come_back()

    expect(place(page, "answer-text")).to_contain_text("断线之前已被接受")
    expect(page.get_by_text("您领先", exact=True)).to_be_visible()
    joined = [event for event in room.events if event.name == "bidder-joined"]
    assert [event.data["plate"] for event in joined] == ["03", "07"]


def test_announcements_of_a_flood_are_few(room: RehearsedRoom, chromium: Browser) -> None:
    page = entered(room, chromium, plate="")
    page.evaluate("""() => {
      window.told = [];
      const place = document.querySelector('[data-place="calm"]');
      new MutationObserver(() => window.told.push(place.textContent)).observe(
        place, {childList: true, characterData: true, subtree: true});
    }""")
    room.enter("12")
    for i in range(40):
        room.bid("03" if i % 2 else "12", f"{1000 + 50 * i}.00")
        page.wait_for_timeout(50)
    page.wait_for_timeout(3000)

    told = page.evaluate("window.told")
    assert 1 <= len(told) <= 4
    assert "2,950.00" in told[-1]


def test_the_clock_shows_an_extension_and_a_pause(room: RehearsedRoom, chromium: Browser) -> None:
    page = entered(room, chromium)
    expect(place(page, "left")).to_have_text(re.compile(r"^4:\d\d$"))
    room.shift += timedelta(minutes=4)
    room.bid("03", "1000.00")
    page.wait_for_timeout(2500)
    expect(place(page, "extended")).to_contain_text("延时 +3:")

    room.pause()
    expect(page.get_by_text("竞价时钟已停：主持人暂停了竞价。", exact=True)).to_be_visible()
    before = place(page, "left").inner_text()
    page.wait_for_timeout(1500)
    assert place(page, "left").inner_text() == before
    expect(key(page)).to_be_disabled()


def test_whoever_watches_sees_all_of_it_and_no_key(room: RehearsedRoom, chromium: Browser) -> None:
    page = entered(room, chromium, plate="")
    room.bid("03", "1000.00")

    expect(place(page, "price")).to_have_text("1,000.00")
    expect(page.locator(".room-history li")).to_have_count(1)
    expect(key(page)).to_have_count(0)
    room.end()
    expect(page.locator('[data-when="room"][data-is="ended"]')).to_be_visible()


@pytest.mark.parametrize("width", [360, 390, 1280])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_room_fits_every_width_and_says_everything_in_the_readers_language(
    room: RehearsedRoom, chromium: Browser, width: int, language: str, tmp_path: Path
) -> None:
    # As the documentation's pictures show it: POLETAI_PICTURES=docs/pictures makes them anew.
    pictures = Path(os.environ.get("POLETAI_PICTURES", tmp_path))
    complaints = list[str]()
    context = chromium.new_context(viewport={"width": width, "height": 844})
    page = room.visit(context, "07", language)
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for i in range(4):
        room.bid("03" if i % 2 else "12", f"{1000 + i * 50}.00") if i else room.enter("12")
    expect(page.locator(".room-history li")).to_have_count(3)
    expect(place(page, "course")).to_be_visible()
    if language != "en" and width != 360:
        page.screenshot(path=pictures / f"room-{width}.png")

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert faults(room.html("07", language).encode()) == []
    words = page.locator("main").inner_text()
    if language == "en":
        assert not re.search("[一-鿿]", words)
    else:
        assert not re.findall(r"\b(?!ms\b)[a-z]{2,}\b", words)
    assert complaints == []


def test_on_a_phone_the_key_stays_under_the_thumb(room: RehearsedRoom, chromium: Browser) -> None:
    page = entered(room, chromium, width=390)
    for where in (0, 400, 4000):
        page.evaluate(f"scrollTo(0, {where})")
        box = key(page).bounding_box()
        assert box is not None
        assert box["y"] > 844 / 2 - 100
        assert box["y"] + box["height"] <= 844
        assert box["height"] >= 48
