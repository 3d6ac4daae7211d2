"""A reserve is sealed in the browser with the notice, and its owner opens it with the file."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.test_portal_bidder import press, sign_in_by_keyboard, visit
from tests.integration.test_portal_auctions import ASSET, notice
from tests.support.exchange_world import PRINCIPAL
from tests.support.portal_world import PortalWorld

from poletai.core.basics.instant import parse_instant
from poletai.exchange.actors import Actor
from poletai.exchange.services.make_move import tick
from poletai.sealing.reserve import read_reserve, seal_reserve, write_reserve

_WOULD_SEND = "() => [...new FormData(document.querySelector('main form')).values()].map(String)"


@pytest.fixture
def portal(portal: PortalWorld) -> PortalWorld:
    portal.enrol("owner", "principal", PRINCIPAL)
    portal.enrol("centre", "operator", portal.exchange.house.origin)
    return portal


def fill(page: Page, texts: dict[str, str]) -> None:
    for name, typed in texts.items():
        box = page.locator(f'[name="{name}"]')
        if name.endswith("mechanism"):
            box.select_option(typed)
        elif not name.endswith("-rows"):
            box.fill(typed)


def send(page: Page) -> None:
    for box in page.locator("input[data-confirms]").all():
        box.check()
    press(page.locator("form button.btn-act, form button[data-confirmed]").last)


def announced(portal: PortalWorld, site: str, chromium: Browser, kept: Path) -> str:
    """A crane is announced in the browser with a reserve of 850,000 yuan, its file kept."""
    world = portal.exchange
    procedure = world.draft(ASSET)
    world.wait(hours=1)
    page = visit(chromium)
    sign_in_by_keyboard(page, site, "owner")
    page.goto(f"{site}/procedures/{procedure}/moves/publish-notice/")
    fill(page, notice(world))
    page.locator("input[type=file][name=documents]").set_input_files(
        {"name": "terms.txt", "mimeType": "text/plain", "buffer": b"terms"}
    )
    amount = page.get_by_label("保留价（在本机封存）")
    amount.fill("850,000")
    assert not amount.evaluate("input => input.validity.valid")
    with page.expect_download() as download:
        press(page.get_by_role("button", name="封存并保存文件"))
    assert download.value.suggested_filename.startswith("reserve-1-")
    kept.write_bytes(Path(download.value.path()).read_bytes())
    about_to_go = page.evaluate(_WOULD_SEND)
    send(page)
    expect(page.locator(".alert-success")).to_be_visible()
    sealed = read_reserve(kept.read_bytes())
    assert sealed.reserve_hash in about_to_go
    assert not {sealed.salt, "850000", "850000.00", "850,000"} & set(about_to_go)
    assert world.standing(procedure).lots["1"].facts["reserve_hash"] == sealed.reserve_hash
    return procedure


def bid(portal: PortalWorld, procedure: str) -> dict[str, str]:
    """Two firms are admitted and bid; returns the record of the room as a form has it."""
    world = portal.exchange
    operator = Actor("operator", world.house.origin)
    paid = {"amount": "20000.00", "currency": "CNY"}
    until = parse_instant(world.facts(procedure)["listing-until"])
    record = {}
    for i, firm in enumerate(("firm-a", "firm-b")):
        world.organisation(firm)
        world.moves(Actor("bidder", firm), procedure, "apply")
        world.moves(operator, procedure, "admit-applicant", applicant=firm, paid=paid)
        at = until + timedelta(hours=7, minutes=i)
        record[f"record-{i}-at"] = at.strftime("%Y-%m-%dT%H:%M")
        record[f"record-{i}-bidder"] = firm
        record[f"record-{i}-amount"] = str(800000 + i * 60000)
    world.now = until + timedelta(hours=1)
    assert tick(world.house, procedure)
    return record


def test_a_reserve_is_sealed_and_opened_without_a_digit_typed_twice(
    portal: PortalWorld, site: str, chromium: Browser, tmp_path: Path
) -> None:
    kept, other = tmp_path / "reserve.json", tmp_path / "other.json"
    procedure = announced(portal, site, chromium, kept)
    record = bid(portal, procedure)
    other.write_bytes(write_reserve(seal_reserve("1")))
    page = visit(chromium, 390)
    sign_in_by_keyboard(page, site, "owner")
    page.goto(f"{site}/procedures/{procedure}/")
    page.get_by_role("link", name="开启保留价").first.click()
    page.get_by_label("保留价文件").set_input_files(other)
    expect(page.get_by_role("alert").first).to_contain_text("不符")
    page.get_by_label("保留价文件").set_input_files(kept)
    expect(page.locator('[name="reserve"]')).to_have_value("850000.00")
    send(page)
    expect(page.locator(".alert-success")).to_be_visible()
    centre = visit(chromium, 390)
    sign_in_by_keyboard(centre, site, "centre")
    centre.goto(f"{site}/procedures/{procedure}/")
    centre.get_by_role("link", name="竞价结算").first.click()
    press(centre.locator('button[name="more"][value="record"]'))
    fill(centre, record)
    send(centre)
    expect(centre.locator(".alert-success")).to_be_visible()

    lot = portal.exchange.standing(procedure).lots["1"]
    (winner,) = lot.facts["settlement"]["winners"]
    assert (winner["bidder"], winner["price"]) == ("firm-b", "860000")
