"""A bidder seals and deposits a bid in a real browser, under the strict content policy."""

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.template import engines
from django.utils.translation import override
from playwright.sync_api import Page, expect
from tests.support.bidding_desk import Desk
from tests.support.client import browser

from poletai.core.evaluation import Feature
from poletai.core.procedures.bidding.asked import Asked, Criterion
from poletai.core.procedures.bidding.check import part_problems
from poletai.portal.forms.bidding import price_entries, tech_entries

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
# What the page of a lot shows that asks for everything a person fills in by rows and by documents.
FORM = """{% extends "base.html" %}{% load static %}{% block title %}投标{% endblock %}
{% block content %}<section class="sealing form-column" data-sealing>
<form data-offer data-attach="tech" class="card card-body mb-3">
<div data-part="price">
{% for entry in price %}{% include "pages/_bid_entry.html" %}{% endfor %}</div>
<div data-part="tech">
{% for entry in tech %}{% include "pages/_bid_entry.html" %}{% endfor %}</div>
<template data-text="lead-is-no-member">牵头人必须是成员</template>
<template data-text="claims-apart">只能声明一项</template>
<template data-text="lines-differ">各分项合计 {sum}，报价为 {price}</template>
</form>{% include "_components/sealing.html" %}</section>{% endblock %}
{% block scripts %}
<script type="module" src="{% static 'poletai/bid.js' %}"></script>
{% endblock %}"""
ASKED = Asked(
    keys=("features", "brand", "model", "claims", "declares", "sheet", "consortium"),
    required=("features",),
    claims=("small-consortium", "small-enterprise"),
    stated=True,
    features=(Feature("warranty", "质保期", (Decimal("0"), Decimal("0.02"))),),
    criteria=(Criterion("plan", "施工方案"), Criterion("team", "人员")),
)
TITLES = {"small-consortium": "含小微企业的联合体", "small-enterprise": "小微企业"}
STATEMENT, AGREEMENT = b"%PDF statement", b"%PDF agreement"
DRAWINGS = bytes(range(256)) * 40_000


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    yield from opened_page(desk, PAGE)


@pytest.fixture
def whole_page(desk: Desk) -> Iterator[Page]:
    yield from opened_page(desk, FORM)


def opened_page(desk: Desk, template: str) -> Iterator[Page]:
    with override("zh-hans"):
        shown = {"price": price_entries(ASKED, {}, TITLES), "tech": tech_entries(ASKED)}
        desk.page = engines["django"].from_string(template).render({"config": desk.config, **shown})
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


# All that a bid may carry, entered by a person.


def enter_offer(page: Page, folder: Path) -> None:
    for name, content in {"声明函.pdf": STATEMENT, "协议.pdf": AGREEMENT}.items():
        (folder / name).write_bytes(content)
    page.get_by_label("投标报价（元）").fill("1000.00")
    page.get_by_label("核心产品品牌").fill("莲花")
    page.get_by_label("质保期").select_option("0.02")
    page.get_by_role("checkbox", name="含小微企业的联合体").check()
    page.get_by_label("相应的声明函").and_(page.locator(":enabled")).set_input_files(
        folder / "声明函.pdf"
    )


def enter_consortium(page: Page, folder: Path, lead: str) -> None:
    page.locator("#bid_consortium").press("Enter")
    page.get_by_label("牵头人").fill(lead)
    for body, share in (("firm-a", "0.60"), ("firm-b", "0.40"), ("firm-c", "0")):
        page.get_by_role("button", name="添加：成员").press("Enter")
        page.keyboard.type(body)
        row = page.locator('[data-row="members"]').last
        row.get_by_label("工作份额").fill(share)
    page.get_by_role("group", name="成员 2").get_by_role("button").press("Enter")
    page.get_by_label("联合体协议（各方签署）").set_input_files(folder / "协议.pdf")


def enter_sheet(page: Page) -> None:
    page.locator("#bid_sheet").click()
    page.get_by_label("分项报价合计").fill("1000.00")
    page.get_by_role("button", name="添加：分项").click()
    for label, text in (("分项名称", "水泵"), ("单价", "500.00"), ("数量", "1.5")):
        page.get_by_role("group", name="分项 1").get_by_label(label, exact=False).fill(text)


def press_through(page: Page) -> None:
    for name in ("核对", "密封"):
        page.get_by_role("button", name=name, exact=True).click()
    page.get_by_text("保存恢复文件").click()
    page.get_by_role("button", name="递交密封投标").click()
    expect(page.locator('[data-step="logged"].is-done')).to_be_visible(timeout=30_000)


def as_sealed(title: str, content: bytes) -> dict[str, Any]:
    sha256 = hashlib.sha256(content).hexdigest()
    return {"title": title, "sha256": sha256, "len": len(content), "media": "application/pdf"}


def test_a_consortium_and_a_claim_entered_by_a_person_are_in_the_opened_bid(
    whole_page: Page, desk: Desk, tmp_path: Path
) -> None:
    enter_offer(whole_page, tmp_path)
    enter_consortium(whole_page, tmp_path, "firm-a")
    enter_sheet(whole_page)
    whole_page.locator("#bid_answers").click()
    whole_page.get_by_role("group", name="施工方案").get_by_label("响应说明").fill("分三期施工")
    whole_page.get_by_role("button", name="核对").click()
    expect(whole_page.locator("[data-preview]")).to_contain_text(
        "各分项合计 750.00，报价为 1000.00"
    )
    expect(whole_page.locator("[data-preview]")).to_contain_text("成员 2 · 本平台单位编号")

    press_through(whole_page)

    price = json.loads(desk.opened("price").content)
    assert price == {
        "price": {"amount": "1000.00", "currency": "CNY"},
        "brand": "莲花",
        "features": {"warranty": "0.02"},
        "declares": ["small-consortium"],
        "claims": [{"name": "small-consortium", "statement": as_sealed("声明函.pdf", STATEMENT)}],
        "consortium": {
            "lead": "firm-a",
            "members": [
                {"organisation": "firm-a", "share": "0.60"},
                {"organisation": "firm-c", "share": "0"},
            ],
            "agreement": as_sealed("协议.pdf", AGREEMENT),
        },
        "sheet": {
            "detail": "1000.00",
            "lines": [{"name": "水泵", "unit_price": "500.00", "quantity": "1.5"}],
        },
    }
    assert part_problems("price", price, ASKED) == ()
    tech = desk.opened("tech").content
    said = json.loads(tech[4 : 4 + int.from_bytes(tech[:4])])
    assert said["data"] == {"answers": [{"criterion": "plan", "statement": "分三期施工"}]}
    assert part_problems("tech", said["data"]) == ()
    assert tech.endswith(STATEMENT + AGREEMENT)


def test_what_contradicts_itself_is_not_sealed(whole_page: Page, tmp_path: Path) -> None:
    enter_offer(whole_page, tmp_path)
    enter_consortium(whole_page, tmp_path, "firm-z")

    whole_page.get_by_role("button", name="核对").click()
    expect(whole_page.get_by_role("alert")).to_contain_text("牵头人必须是成员")
    whole_page.get_by_label("牵头人").fill("firm-c")
    whole_page.get_by_role("checkbox", name="小微企业", exact=True).check()
    whole_page.get_by_label("相应的声明函").and_(
        whole_page.locator(":enabled")
    ).last.set_input_files(tmp_path / "声明函.pdf")
    whole_page.get_by_role("button", name="核对").click()

    expect(whole_page.get_by_role("alert")).to_contain_text("只能声明一项")
    expect(whole_page.get_by_role("button", name="密封", exact=True)).to_be_disabled()


def test_a_claim_is_not_sealed_without_its_statement(whole_page: Page) -> None:
    whole_page.get_by_label("投标报价（元）").fill("1000.00")
    whole_page.get_by_label("质保期").select_option("0")
    whole_page.get_by_role("checkbox", name="小微企业", exact=True).check()

    whole_page.get_by_role("button", name="核对").click()

    expect(whole_page.locator("[data-preview]")).to_be_hidden()
    whole_page.get_by_role("checkbox", name="小微企业", exact=True).uncheck()
    whole_page.get_by_role("button", name="核对").click()
    expect(whole_page.locator("[data-preview]")).to_contain_text("质保期")
