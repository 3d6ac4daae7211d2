"""A bidder signs in in a real browser, seals and sends a bid, and keeps a receipt that verifies."""

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.integration.test_exchange_trade import play_to_opening
from tests.support.exchange_world import ExchangeWorld
from tests.support.portal_world import PASSWORD, PortalWorld

from poletai.core.basics.canonical import canonical, digest
from poletai.exchange.models import BidLink, Organisation
from poletai.ledger.policy import parse_policy
from poletai.ledger.receipt import parse_receipt, verify_receipt
from poletai.ledger.store import read
from poletai.ledger.tree import hash_leaf

WORKS = "cn.works.open-tender"
# As the documentation's pictures show them: POLETAI_PICTURES=docs/pictures makes them anew.
NAMES = {
    "water-board": "辽江市水务局",
    "firm-0": "北辰建设有限公司",
    "firm-1": "长河水利有限公司",
    "firm-2": "瑞丰园林有限公司",
}


def visit(chromium: Browser, width: int = 1280) -> Page:
    page = chromium.new_page(viewport={"width": width, "height": 900}, locale="zh-CN")
    page.set_default_timeout(20_000)
    return page


def sign_in_by_keyboard(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/sign-in/")
    page.get_by_label("用户名").focus()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的工作台")


def press(what: Locator) -> None:
    """Press Enter on something once a person could: shown, and not disabled."""
    expect(what).to_be_visible()
    expect(what).to_be_enabled()
    what.press("Enter")


def test_a_bid_goes_from_the_keyboard_to_a_receipt_that_verifies(
    portal: PortalWorld, site: str, chromium: Browser
) -> None:
    exchange = portal.exchange
    portal.enrol("seller", "bidder", "firm-9")
    procedure = exchange.draft(WORKS)
    exchange.publish(procedure)
    exchange.sequence()
    exchange.wait(days=3)
    page = visit(chromium)

    sign_in_by_keyboard(page, site, "seller")
    page.goto(f"{site}/procedures/{procedure}/lots/1/bid/")
    page.get_by_label("投标报价（元）").fill("980000.00")
    press(page.get_by_role("button", name="核对"))
    expect(page.locator("[data-preview]")).to_contain_text("980000.00")
    press(page.get_by_role("button", name="密封", exact=True))
    with page.expect_download() as recovery:
        press(page.get_by_text("保存恢复文件", exact=True))
    press(page.get_by_role("button", name="递交密封投标"))
    expect(page.locator('[data-step="deposited"].is-done')).to_be_visible()
    portal.check_shares()
    exchange.sequence()
    expect(page.locator('[data-step="openable"].is-done')).to_be_visible()
    expect(page.locator('[data-step="logged"].is-done')).to_be_visible()
    with page.expect_download() as receipt:
        press(page.get_by_text("保存回执").last)

    assert json.loads(Path(recovery.value.path()).read_text())["keys"]
    proof = parse_receipt(Path(receipt.value.path()).read_text())
    policy = parse_policy((exchange.folder / "log" / "policy").read_text())
    verify_receipt(proof, deposited_leaf(exchange, proof.extra or b""), policy)


def deposited_leaf(exchange: ExchangeWorld, salt: bytes) -> bytes:
    """Return the leaf of the one bid there is, from its event and the receipt's salt."""
    from poletai.exchange.trades import raw_connection  # noqa: PLC0415 - its connection is ready now

    (event,) = read(raw_connection(), exchange.house.store, BidLink.objects.get().stream)
    told = digest("poletai-bid/v1/", "event", canonical(event.envelope))
    blinded = digest("poletai-bid/v1/", "leaf", salt, told).hex()
    return hash_leaf(canonical({"h": blinded, "t": "c", "v": 1}))


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_runs_off_its_side_or_breaks_the_content_policy(
    portal: PortalWorld, site: str, chromium: Browser, width: int, tmp_path: Path
) -> None:
    procedure = play_to_opening(portal.exchange)
    for body, name in NAMES.items():
        Organisation.objects.filter(id=body).update(name=name)
    pictures = Path(os.environ.get("POLETAI_PICTURES", tmp_path))
    page, complaints = visit(chromium, width), list[str]()
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    pages = {
        "home": "/",
        "notices": "/notices/",
        "procedure": f"/procedures/{procedure}/",
        "log": "/public-log/",
        "rules": f"/rulebook/{WORKS}/",
        "sign-in": "/sign-in/",
    }

    for name, path in pages.items():
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
        page.screenshot(path=pictures / f"{name}-{width}.png")
    assert complaints == []


def test_the_menu_and_the_notices_are_reached_by_keyboard_alone(
    portal: PortalWorld, site: str, chromium: Browser
) -> None:
    procedure = portal.exchange.draft(WORKS)
    portal.exchange.publish(procedure)
    portal.exchange.sequence()
    page = visit(chromium)
    page.goto(f"{site}/notices/")

    page.keyboard.press("Tab")
    expect(page.get_by_text("跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.href || ''").endswith(f"{procedure}/"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/procedures/{procedure}/")

    expect(page.get_by_role("heading", level=1)).to_have_text("城北泵站改造")
