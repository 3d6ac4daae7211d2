"""Pages of an auction: announced, settled from its record and awarded on forms alone."""

import json
from datetime import timedelta

import pytest
from tests.support.exchange_world import PRINCIPAL, ExchangeWorld
from tests.support.page_checks import faults
from tests.support.portal_world import PortalWorld

from poletai.core.basics.instant import format_instant, parse_instant
from poletai.exchange.actors import Actor
from poletai.exchange.services.make_move import tick
from poletai.sealing.reserve import seal_reserve

ASSET = "cn.equity.asset-transfer"


@pytest.fixture
def portal(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> PortalWorld:
    world = PortalWorld(exchange, monkeypatch)
    world.seat("owner", "principal", PRINCIPAL)
    world.seat("centre", "operator", exchange.house.origin)
    return world


def page(portal: PortalWorld, path: str, who: str = "", language: str = "en") -> str:
    """Return a page that is sound, as its reader sees it."""
    answer = portal.get(path, who, language)
    assert answer.status_code == 200, path
    assert faults(answer.content) == [], path
    text: str = answer.content.decode()
    return text


def notice(world: ExchangeWorld, **changed: str) -> dict[str, str]:
    day = world.now + timedelta(days=1)
    local = "%Y-%m-%dT%H:%M"
    return {
        "listing-from": day.strftime(local),
        "listing-until": (day + timedelta(days=41)).strftime(local),
        "applications-until": (day + timedelta(days=40)).strftime(local),
        "auction-mechanism": "ascending",
        "auction-terms": "window = 300\nhard_stop = 2026-12-01T09:00:00+08:00",
        "lots-rows": "1",
        "lots-0-lot": "1",
        "lots-0-title": "A crane",
        "lots-0-value": "800000",
        "lots-0-start": "800000",
        "lots-0-step": "10000",
        "lots-0-appraisal": "800000",
        "security": "20000",
        **changed,
    }


def announced(portal: PortalWorld, **changed: str) -> str:
    """A crane is announced on the form, and two firms are admitted."""
    world = portal.exchange
    procedure = world.draft(ASSET)
    world.wait(hours=1)
    documents = {"title": "Terms", "sha256": "0" * 64, "len": 1, "media": "text/plain"}
    fields = {**notice(world, **changed), "documents-kept": json.dumps(documents)}
    path = f"/procedures/{procedure}/moves/publish-notice/"
    answer = portal.people["owner"].post(path, fields)
    assert answer.status_code == 302, answer.content.decode()
    for firm in ("firm-a", "firm-b"):
        world.organisation(firm)
        world.moves(Actor("bidder", firm), procedure, "apply")
        paid = {"amount": "20000.00", "currency": "CNY"}
        operator = Actor("operator", world.house.origin)
        world.moves(operator, procedure, "admit-applicant", applicant=firm, paid=paid)
    return procedure


def test_terms_that_cannot_be_read_are_said_so(portal: PortalWorld) -> None:
    world = portal.exchange
    procedure = world.draft(ASSET)
    world.wait(hours=1)
    path = f"/procedures/{procedure}/moves/publish-notice/"

    form, chinese = page(portal, path, "owner"), page(portal, path, "owner", "zh-hans")
    typed = notice(world) | {"auction-terms": "window = "}
    wrong = portal.people["owner"].post(path, typed)

    assert "Terms of the mechanism" in form
    assert "竞价方式参数" in chinese
    assert "无法读取" in wrong.content.decode()
    assert world.standing(procedure).state == "draft"


def test_the_form_of_a_notice_names_the_rule_sets_of_its_kind(portal: PortalWorld) -> None:
    procedure = portal.exchange.draft("cn.land.listing")
    portal.exchange.wait(hours=1)
    path = f"/procedures/{procedure}/moves/publish-notice/"

    english, chinese = page(portal, path, "owner"), page(portal, path, "owner", "zh-hans")

    assert "rule-set = &quot;shantou&quot; (Shantou" in english
    assert "rule-set = &quot;seconds-240&quot; (二百四十秒" in chinese


def test_a_sale_is_announced_and_settled_on_forms(portal: PortalWorld) -> None:
    procedure, world = announced(portal), portal.exchange
    facts = world.facts(procedure)
    until = parse_instant(facts["listing-until"])
    world.now = until + timedelta(hours=1)
    assert tick(world.house, procedure)
    path = f"/procedures/{procedure}/moves/settle-auction/?lot=1"
    local = until - timedelta(hours=1) + timedelta(hours=8)
    lines = [("firm-a", "800000", local), ("firm-b", "810000", local + timedelta(minutes=1))]
    record = {"lot": "1", "record-rows": "2"}
    for i, (firm, amount, at) in enumerate(lines):
        cells = {"at": at.strftime("%Y-%m-%dT%H:%M"), "bidder": firm, "amount": amount}
        record |= {f"record-{i}-{cell}": typed for cell, typed in cells.items()}

    form = page(portal, path, "centre")
    answer = portal.people["centre"].post(path, record)

    assert facts["auction"]["hard_stop"] == "2026-12-01T01:00:00Z"
    assert "Record of the bidding" in form
    # Nothing was sealed for this lot, so nothing is to be opened.
    assert 'name="reserve' not in form
    assert answer.status_code == 302, answer.content.decode()
    lot = world.standing(procedure).lots["1"]
    assert lot.facts["settlement"]["winners"][0]["bidder"] == "firm-b"
    english = page(portal, f"/procedures/{procedure}/")
    assert "How the price was found" in english
    assert "810,000" in english
    assert "竞价过程" in page(portal, f"/procedures/{procedure}/", language="zh-hans")


def test_the_form_of_a_notice_seals_reserves_and_the_owner_opens_them_on_one_of_its_own(
    portal: PortalWorld,
) -> None:
    world, sealed = portal.exchange, seal_reserve("850000")
    procedure = announced(portal, **{"lots-0-reserve_hash": sealed.reserve_hash})
    assert world.standing(procedure).lots["1"].facts["reserve_hash"] == sealed.reserve_hash
    until = parse_instant(world.facts(procedure)["listing-until"])
    world.now = until + timedelta(hours=1)
    assert tick(world.house, procedure)
    path = f"/procedures/{procedure}/moves/settle-auction/?lot=1"
    at = (until + timedelta(hours=7)).strftime("%Y-%m-%dT%H:%M")
    line = {"record-0-at": at, "record-0-bidder": "firm-a", "record-0-amount": "850000"}
    record = {"lot": "1", "record-rows": "1", **line}

    opening = f"/procedures/{procedure}/moves/open-reserve/?lot=1"

    form = page(portal, opening, "owner")
    settle, open_ = portal.people["centre"].post, portal.people["owner"].post
    unopened = settle(path, record)
    other = open_(opening, {"lot": "1", "reserve": "850000.00", "reserve-salt": "5a" * 32})
    opened = open_(opening, {"lot": "1", "reserve": sealed.amount, "reserve-salt": sealed.salt})
    settled_by = settle(path, record)

    assert f'data-hash="{sealed.reserve_hash}"' in form
    assert "File of the reserve" in form
    assert 'name="reserve' not in page(portal, path, "centre")
    answers = (unopened, other, opened, settled_by)
    assert [answer.status_code for answer in answers] == [422, 422, 302, 302]
    settled = world.standing(procedure).lots["1"].facts["settlement"]
    assert (settled["outcome"], settled["winners"][0]["bidder"]) == ("sold", "firm-a")


@pytest.mark.parametrize(("definition", "seals"), [(ASSET, True), ("ua.land-lease", False)])
def test_reserves_are_sealed_only_where_a_move_opens_them(
    portal: PortalWorld, definition: str, seals: bool
) -> None:
    procedure = portal.exchange.draft(definition)

    form = page(portal, f"/procedures/{procedure}/moves/publish-notice/", "owner")

    assert ("data-seals-reserve" in form) == seals
    assert ('name="lots-0-reserve_hash"' in form) == seals


def test_a_bid_for_a_quantity_is_sealed_with_it(portal: PortalWorld) -> None:
    world = portal.exchange
    portal.seat("seller", "bidder", "firm-a")
    procedure = world.draft("cn.emission.allowances-uniform")
    world.wait(hours=1)
    money = {"amount": "40.00", "currency": "CNY"}
    lot = {"lot": "1", "title": "Allowances", "value": money, "start": money, "quantity": "800"}
    world.moves(
        Actor("principal", PRINCIPAL),
        procedure,
        "publish-notice",
        deadline=format_instant(world.now + timedelta(days=10)),
        lots=[{**lot, "unit": "t"}],
        auction={"mechanism": "sealed-uniform"},
        documents=[{"title": "Terms", "sha256": "0" * 64, "len": 1}],
    )
    world.sequence()

    form = page(portal, f"/procedures/{procedure}/lots/1/bid/", "seller")

    assert 'name="quantity"' in form
    assert "At most 800 t; the price above is that of one, from 40.00 yuan." in form


def test_nobody_seals_a_bid_for_a_lot_bid_for_in_a_room(portal: PortalWorld) -> None:
    procedure = announced(portal)
    portal.seat("seller", "bidder", "firm-a")

    assert "No bids are taken now" in page(portal, f"/procedures/{procedure}/lots/1/bid/", "seller")
