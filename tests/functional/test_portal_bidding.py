"""A bidder seals and deposits a bid in a real browser, under the strict content policy."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.template import engines
from django.utils.translation import override
from playwright.sync_api import Page, expect
from tests.support.bidding_desk import Desk
from tests.support.client import browser

PAGE = """{% extends "base.html" %}{% load static %}{% block title %}投标{% endblock %}
{% block content %}<section class="sealing" data-sealing>
<form data-offer class="card card-body mb-3">
<label class="form-label" for="price">投标报价 (元)</label>
<input class="form-control mb-3" id="price" name="price" data-part="price" required>
<label class="form-label" for="days">工期 (日历天)</label>
<input class="form-control mb-3" id="days" name="days" data-part="tech" required>
<label class="form-label" for="files">技术文件</label>
<input class="form-control" id="files" type="file" name="files" data-part="tech" multiple>
</form>{% include "_components/sealing.html" %}</section>{% endblock %}
{% block scripts %}
<script type="module" src="{% static 'poletai/bid.js' %}"></script>
{% endblock %}"""
DRAWINGS = bytes(range(256)) * 40_000


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    with override("zh-hans"):
        desk.page = engines["django"].from_string(PAGE).render({"config": desk.config})
    with browser() as chromium:
        opened = chromium.new_page(viewport={"width": 1280, "height": 900})
        complaints: list[str] = []
        opened.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.route("**/*", desk.answer)
        opened.goto("https://client.test/")
        yield opened
        assert [one for one in complaints if "503" not in one] == []


def fill(page: Page, folder: Path) -> None:
    drawings = folder / "施工组织设计.pdf"
    drawings.write_bytes(DRAWINGS)
    page.get_by_label("投标报价 (元)").fill("1280000.00")
    page.get_by_label("工期 (日历天)").fill("120")
    page.get_by_label("技术文件").set_input_files(drawings)


def test_a_bid_sealed_in_the_browser_opens_to_what_was_typed(
    page: Page, desk: Desk, tmp_path: Path
) -> None:
    fill(page, tmp_path)
    page.get_by_role("button", name="核对").click()
    expect(page.locator("[data-preview]")).to_contain_text("1280000.00")

    page.get_by_role("button", name="密封", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="保存恢复文件").or_(
            page.get_by_text("保存恢复文件")
        ).click()
    page.get_by_role("button", name="递交密封投标").click()
    expect(page.locator('[data-step="logged"].is-done')).to_be_visible(timeout=30_000)

    expect(page.locator('[data-step="openable"]')).to_contain_text("5 位保管人已确认")
    assert json.loads(desk.opened("price").content) == {"price": "1280000.00"}
    tech = desk.opened("tech").content
    assert tech.endswith(DRAWINGS)
    assert '"days":"120"' in tech[:500].decode("utf-8", "ignore")
    recovery = json.loads(Path(download.value.path()).read_text())
    assert recovery["keys"]["price"] == desk.opened("price").key


def test_an_upload_that_broke_goes_on_with_the_part_that_is_missing(
    page: Page, desk: Desk, tmp_path: Path
) -> None:
    fill(page, tmp_path)
    for name in ("核对", "密封"):
        page.get_by_role("button", name=name, exact=True).click()
    page.get_by_text("保存恢复文件").click()
    page.get_by_role("button", name="递交密封投标").click()
    expect(page.locator('[data-step="logged"].is-done')).to_be_visible(timeout=30_000)

    indexes = [put.rsplit("/", 1)[1] for put in desk.puts]
    assert indexes == ["0", "0", "1", "1"]


def test_nothing_can_be_sent_before_the_recovery_file_is_saved(
    page: Page, desk: Desk, tmp_path: Path
) -> None:
    fill(page, tmp_path)
    for name in ("核对", "密封"):
        page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_text("保存恢复文件")).to_be_visible()

    expect(page.get_by_role("button", name="递交密封投标")).to_be_disabled()
    assert desk.header is None


def test_what_changes_after_the_review_is_reviewed_again(page: Page, tmp_path: Path) -> None:
    fill(page, tmp_path)
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_role("button", name="密封", exact=True)).to_be_enabled()

    page.get_by_label("投标报价 (元)").fill("99")

    expect(page.get_by_role("button", name="密封", exact=True)).to_be_disabled()


def test_an_operator_that_acknowledges_another_bid_is_reported(
    page: Page, desk: Desk, tmp_path: Path
) -> None:
    desk.operator = Ed25519PrivateKey.generate()
    fill(page, tmp_path)
    for name in ("核对", "密封"):
        page.get_by_role("button", name=name, exact=True).click()
    page.get_by_text("保存恢复文件").click()
    page.get_by_role("button", name="递交密封投标").click()

    expect(page.get_by_role("alert")).to_contain_text("收讫确认与本投标不符")
