"""A room replayed in a real browser: stepped, played and moved through, it shows what was seen."""

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.test_portal_bidder import press, visit
from tests.support.crane_sold import bid_to_the_end, sale_of, worker_of
from tests.support.portal_world import PortalWorld


@pytest.fixture
def replay(
    portal: PortalWorld, site: str, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> Page:
    worker_of(portal.exchange, monkeypatch)
    sale = sale_of(portal.exchange)
    bid_to_the_end(sale)
    page = visit(chromium, 390)
    page.goto(f"{site}/procedures/{sale.procedure}/lots/1/room/")
    expect(page.locator('[data-place="price"]')).to_have_text("900,000")
    return page


def price(page: Page) -> str:
    return page.locator('[data-place="price"]').inner_text()


def lines(page: Page) -> int:
    return page.locator(".room-history li").count()


def test_a_room_is_stepped_through_change_by_change(replay: Page) -> None:
    back, on = (replay.get_by_role("button", name=name) for name in ("后退一步", "前进一步"))
    expect(replay.locator('[data-place="happened"]')).to_have_text("竞价已结束")
    seen = [(price(replay), lines(replay))]
    while back.is_enabled() and len(seen) < 40:
        press(back)
        seen.append((price(replay), lines(replay)))
        if "第 1 次变化" in replay.locator('[data-place="place-in"]').inner_text():
            break

    assert list(dict.fromkeys(seen)) == [
        ("900,000", 5),
        ("890,000", 4),
        ("880,000", 3),
        ("850,000", 2),
        ("800,000", 1),
        ("800,000.00", 0),
    ]
    for _ in range(60):
        press(on)
    assert (price(replay), lines(replay)) == ("900,000", 5)


def test_a_room_is_played_from_its_beginning_to_its_end(replay: Page) -> None:
    replay.get_by_label("速度").select_option("100")

    press(replay.get_by_role("button", name="播放"))

    expect(replay.get_by_role("button", name="暂停")).to_be_visible()
    expect(replay.locator(".room-history li")).not_to_have_count(5)
    expect(replay.locator('[data-place="happened"]')).to_have_text("竞价已结束")
    expect(replay.get_by_role("button", name="播放")).to_be_visible()
    assert lines(replay) == 5


def test_the_slider_is_moved_by_keyboard_and_tells_the_instant(replay: Page) -> None:
    slider = replay.get_by_role("slider")

    slider.press("Home")
    expect(replay.locator(".room-history li")).to_have_count(0)
    assert "2026" in (slider.get_attribute("aria-valuetext") or "")
    slider.press("End")

    expect(replay.locator('[data-place="price"]')).to_have_text("900,000")
    assert replay.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
