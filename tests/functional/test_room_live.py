"""A live room with its own process: ten browsers bid at once, and one sees its process die."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.functional.test_portal_bidder import press, sign_in_by_keyboard, visit
from tests.support.live_exchange import free_port
from tests.support.live_lot import admit, listed_live, opened
from tests.support.live_world import LiveWorld, kill
from tests.support.portal_world import PASSWORD, PortalWorld

from poletai.exchange.services import open_rooms
from poletai.site.processes import Running, stop

FIRMS = tuple(f"firm-{number}" for number in range(10))
AUCTION = {"mechanism": "ascending", "window": 300, "room": {"grace": 1}}
# Every answer a page has ever shown, whatever it shows now.
WATCH = """() => {
  window.shown = [];
  const place = document.querySelector('[data-place="answer-text"]');
  new MutationObserver(() => window.shown.push(place.textContent)).observe(
    place, {childList: true, characterData: true, subtree: true});
}"""
PRESS = """() => document.querySelector('[data-place="key"]').click()"""


@dataclass
class LiveSale:
    """A crane being sold live: its pages, its room, and the process that keeps it."""

    site: str
    procedure: str
    room: str
    world: LiveWorld
    port: int
    running: Running

    @property
    def address(self) -> str:
        return f"{self.site}/procedures/{self.procedure}/lots/1/room/"

    @property
    def taken(self) -> list[tuple[str, str]]:
        """What the log has of bids: plate and amount, in order."""
        events = self.world.events(self.room)
        bids = (event.data for event in events if event.name == "bid-taken")
        return [(bid["plate"], bid["amount"]) for bid in bids]


@pytest.fixture
def sale(
    portal: PortalWorld, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[LiveSale]:
    port, exchange = free_port(), portal.exchange
    monkeypatch.setattr(settings, "LIVE_URL", f"ws://127.0.0.1:{port}")
    for module in ("rooms", "callers"):
        monkeypatch.setattr(f"poletai.api.{module}.house", lambda: exchange.house)
    monkeypatch.setattr(open_rooms, "house", lambda: exchange.house)
    monkeypatch.setattr(open_rooms, "close_old_connections", lambda: None)
    portal.enrol("centre", "operator", exchange.house.origin)
    procedure = listed_live(exchange, AUCTION)
    for firm in FIRMS:
        admit(exchange, procedure, firm)
        portal.enrol(f"seller-{firm}", "bidder", firm)
    row = opened(exchange, procedure)
    exchange.wait(minutes=31)
    # The rooms' process lives at the time of this exchange, only that its clock goes on.
    ahead = (exchange.now - datetime.now(UTC)).total_seconds()
    (tmp_path / "clock").write_text(str(ahead))
    monkeypatch.setenv("POLETAI_CLOCK_OFFSET_FILE", str(tmp_path / "clock"))
    world = LiveWorld(exchange.dsn, exchange.folder, exchange.house.store)
    with portal.served() as site:
        sold = LiveSale(site, procedure, row.stream, world, port, world.start(port))
        yield sold
        stop(sold.running)


def entered(sale: LiveSale, context: BrowserContext, firm: str) -> Page:
    """Sign a bidder in, in a browser of its own, and enter the room."""
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{sale.site}/sign-in/?next={sale.address.removeprefix(sale.site)}")
    page.get_by_label("用户名").fill(f"seller-{firm}")
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/lots/1/room/")
    expect(page.locator('[data-when="link"][data-is="live"]')).to_be_visible()
    page.evaluate(WATCH)
    return page


def price(page: Page) -> str:
    return page.locator('[data-place="price"]').inner_text()


def plate(page: Page) -> str:
    return page.locator('[data-place="plate"]').inner_text()


def test_ten_browsers_bid_at_once_and_whatever_they_show_as_taken_is_in_the_log(
    sale: LiveSale, chromium: Browser
) -> None:
    pages = [entered(sale, chromium.new_context(locale="zh-CN"), firm) for firm in FIRMS]
    watcher = visit(chromium)
    watcher.goto(sale.address)
    for _ in range(6):
        pages[0].wait_for_timeout(350)
        for page in pages:
            page.evaluate(PRESS)
    for page in pages:
        answer = page.locator('[data-place="answer"]')
        expect(answer).not_to_have_attribute("data-how", "waiting")

    log = sale.taken
    best = f"{int(log[-1][1].split('.')[0]):,}.00"
    expect(watcher.locator('[data-place="price"]')).to_have_text(best)
    for page in pages:
        expect(page.locator('[data-place="price"]')).to_have_text(best)
        expect(page.locator(".room-history li")).to_have_count(len(log))
    assert len(log) >= 6
    shown = [
        (plate(page), text.removeprefix("已接受：报价 ").replace(",", ""))
        for page in pages
        for text in page.evaluate("window.shown")
        if text.startswith("已接受")
    ]
    assert sorted(shown) == sorted(log)
    leads = [page for page in pages if page.get_by_text("您领先", exact=True).is_visible()]
    assert [plate(page) for page in leads] == [log[-1][0]]


def test_a_bidder_sees_the_rooms_process_die_and_bids_on_with_the_next(
    sale: LiveSale, chromium: Browser
) -> None:
    page = entered(sale, chromium.new_context(locale="zh-CN"), FIRMS[0])
    rival = entered(sale, chromium.new_context(locale="zh-CN"), FIRMS[1])
    page.wait_for_timeout(300)
    page.evaluate(PRESS)
    expect(rival.locator('[data-place="price"]')).to_have_text("800,000.00")

    kill(sale.running)
    expect(rival.get_by_text("连接已断。", exact=True)).to_be_visible(timeout=2000)
    expect(rival.locator('[data-place="key"]')).to_be_disabled()
    sale.running = sale.world.start(sale.port, "again")

    expect(rival.get_by_text("连接已断。", exact=True)).to_be_hidden()
    expect(rival.locator('[data-place="price"]')).to_have_text("800,000.00")
    expect(rival.locator('[data-place="key"]')).to_be_enabled()
    rival.wait_for_timeout(300)
    rival.evaluate(PRESS)
    expect(page.get_by_text("您已被超过", exact=True)).to_be_visible()
    assert sale.taken == [(plate(page), "800000.00"), (plate(rival), "810000.00")]


def test_a_bid_is_made_by_keyboard_alone_and_told_to_who_does_not_see(
    sale: LiveSale, chromium: Browser
) -> None:
    page = visit(chromium, 390)
    sign_in_by_keyboard(page, sale.site, f"seller-{FIRMS[2]}")
    page.goto(f"{sale.site}/procedures/{sale.procedure}/")
    press(page.get_by_role("link", name="进入竞价厅"))
    key = page.get_by_role("button", name="报价 800,000.00 元")
    expect(key).to_be_enabled()

    for _ in range(40):
        page.keyboard.press("Tab")
        if key.evaluate("key => key === document.activeElement"):
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_have_text("已接受：报价 800,000.00")
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.get_by_role("region", name="出价区")).to_contain_text("您领先")
    expect(page.get_by_role("list", name="全部报价记录")).to_contain_text("800,000.00")
    assert key.count() == 0
    assert page.evaluate("document.activeElement.dataset.place") == "key"


def test_where_no_websocket_comes_through_bids_are_posted_and_events_are_read(
    sale: LiveSale, chromium: Browser
) -> None:
    context = chromium.new_context(locale="zh-CN")
    context.route_web_socket("**/*", lambda socket: socket.close())
    page = entered(sale, context, FIRMS[3])
    page.wait_for_timeout(300)

    page.locator('[data-place="key"]').press("Enter")

    expect(page.locator('[data-place="answer-text"]')).to_have_text("已接受：报价 800,000.00")
    expect(page.get_by_text("您领先", exact=True)).to_be_visible()
    assert sale.taken == [(plate(page), "800000.00")]


def test_the_auctioneer_pauses_the_room_and_every_bidder_sees_why(
    sale: LiveSale, chromium: Browser
) -> None:
    bidder = entered(sale, chromium.new_context(locale="zh-CN"), FIRMS[4])
    centre = visit(chromium)
    sign_in_by_keyboard(centre, sale.site, "centre")
    centre.goto(f"{sale.address}desk/")
    expect(centre.locator('[data-when="link"][data-is="live"]')).to_be_visible()

    centre.get_by_label("理由").fill("场外有异议")
    centre.get_by_label("条款").select_option("platform.rules#rooms")
    press(centre.get_by_role("button", name="暂停竞价"))
    expect(centre.get_by_text("指令已执行。")).to_be_visible()
    expect(bidder.locator('[data-place="still"]')).to_contain_text("主持人暂停了竞价")
    expect(bidder.locator('[data-place="key"]')).to_be_disabled()
    expect(centre.locator("#happenings")).to_contain_text("场外有异议")
    centre.get_by_label("理由").fill("异议已处理")
    centre.get_by_label("条款").select_option("platform.rules#rooms")
    press(centre.get_by_role("button", name="恢复竞价"))

    expect(bidder.locator('[data-place="key"]')).to_be_enabled()
