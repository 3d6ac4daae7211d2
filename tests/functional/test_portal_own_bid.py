"""A bidder replaces, withdraws and opens its own bid in the browser, with its recovery file."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.test_portal_bidder import press, sign_in_by_keyboard, visit
from tests.support.exchange_world import ExchangeWorld
from tests.support.portal_world import PortalWorld

from poletai.exchange.actors import Actor
from poletai.exchange.read_models.own_bids import own_bid
from poletai.exchange.services import close_lot
from poletai.sealing.recovery import write_recovery

WORKS = "cn.works.open-tender"
SELLER = Actor("bidder", "firm-9")


@pytest.fixture
def portal(portal: PortalWorld) -> PortalWorld:
    portal.enrol("seller", "bidder", "firm-9")
    return portal


def open_trade(exchange: ExchangeWorld) -> str:
    procedure = exchange.draft(WORKS)
    exchange.publish(procedure)
    exchange.sequence()
    exchange.wait(days=3)
    return procedure


def send_bid(page: Page, price: str, kept: Path) -> None:
    """Fill in, seal and send the bid of the page; its recovery file is kept."""
    page.get_by_label("投标报价（元）").fill(price)
    press(page.get_by_role("button", name="核对"))
    press(page.get_by_role("button", name="密封", exact=True))
    with page.expect_download() as recovery:
        press(page.get_by_text("保存恢复文件", exact=True))
    kept.write_bytes(Path(recovery.value.path()).read_bytes())
    press(page.get_by_role("button", name="递交密封投标"))
    expect(page.locator('[data-step="deposited"].is-done')).to_be_visible()


def test_a_bid_is_replaced_and_withdrawn_by_the_key_of_its_recovery_file(
    portal: PortalWorld, site: str, chromium: Browser, tmp_path: Path
) -> None:
    exchange = portal.exchange
    procedure = open_trade(exchange)
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    page = visit(chromium)
    sign_in_by_keyboard(page, site, "seller")
    address = f"{site}/procedures/{procedure}/lots/1/bid/"
    page.goto(address)
    send_bid(page, "980000.00", first)

    page.goto(address)
    page.get_by_label("被替换投标的恢复文件").set_input_files(first)
    send_bid(page, "970000.00", second)
    replaced = own_bid(exchange.house, SELLER, procedure, "1")
    assert replaced is not None
    assert replaced["seq"] == 2
    assert replaced["bid_hash"] == json.loads(second.read_text())["bid_hash"]

    page.goto(address)
    page.get_by_label("恢复文件", exact=True).set_input_files(first)
    press(page.get_by_role("button", name="撤回本投标"))
    expect(page.get_by_role("alert").first).to_contain_text("不符")
    page.get_by_label("恢复文件", exact=True).set_input_files(second)
    press(page.get_by_role("button", name="撤回本投标"))
    expect(page.get_by_text("投标已撤回")).to_be_visible()
    withdrawn = own_bid(exchange.house, SELLER, procedure, "1")
    assert withdrawn is not None
    assert withdrawn["withdrawn"]


def test_a_bidder_opens_its_own_bid_where_custodians_stay_silent(
    portal: PortalWorld, site: str, chromium: Browser, tmp_path: Path
) -> None:
    exchange = portal.exchange
    procedure = open_trade(exchange)
    for firm in ("firm-7", "firm-8", "firm-9"):
        exchange.bid(procedure, firm, "900000.00")
    exchange.sequence()
    exchange.custodians = exchange.custodians[:2]
    exchange.pass_deadline(procedure)
    exchange.must(close_lot.list_bids(exchange.house, procedure, "1"))
    exchange.sequence()
    kept = tmp_path / "recovery.json"
    kept.write_bytes(write_recovery(exchange.sealed["firm-9"].recovery))

    page = visit(chromium, 390)
    sign_in_by_keyboard(page, site, "seller")
    page.goto(f"{site}/procedures/{procedure}/")
    page.get_by_role("link", name="公布本投标密钥").first.click()
    page.get_by_label("恢复文件", exact=True).set_input_files(kept)
    with page.expect_response("**/bid/key") as answered:
        press(page.get_by_role("button", name="公布本投标的密钥"))

    assert answered.value.status == 201
    exchange.wait(hours=25)
    exchange.must(close_lot.open_lot(exchange.house, procedure, "1"))
    bids = exchange.standing(procedure).lots["1"].bids.values()
    assert {bid.facts["bidder"] for bid in bids if bid.state == "opened"} == {"firm-9"}
