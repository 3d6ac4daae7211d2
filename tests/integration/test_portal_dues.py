"""Who owes what today: parties see all of it, a bidder its own, and strangers nothing."""

import pytest
from lxml import html
from tests.support.exchange_world import PRINCIPAL, ExchangeWorld
from tests.support.page_checks import faults
from tests.support.portal_world import PortalWorld

from poletai.exchange.actors import Actor
from poletai.exchange.read_models.dues import own_dues, procedure_dues
from poletai.exchange.read_models.standings import trade_of

WORKS = "cn.works.open-tender"
OWNER = Actor("principal", PRINCIPAL)
FIRMS = ("firm-0", "firm-1", "firm-2")


@pytest.fixture
def portal(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> PortalWorld:
    world = PortalWorld(exchange, monkeypatch)
    world.seat("owner", "principal", PRINCIPAL)
    world.seat("seller", "bidder", "firm-0")
    world.seat("stranger", "bidder", "firm-9")
    return world


def cancelled(exchange: ExchangeWorld) -> str:
    """Play a tender with securities up to its opening, and cancel its lot."""
    procedure = exchange.draft(WORKS)
    exchange.publish(procedure, security={"amount": "20000.00", "currency": "CNY"})
    exchange.sequence()
    exchange.wait(days=10)
    for firm in FIRMS:
        exchange.bid(procedure, firm, "1000000")
    exchange.sequence()
    exchange.close(procedure)
    exchange.moves(OWNER, procedure, "cancel-lot", lot="1", reason="资金计划调整")
    exchange.sequence()
    return procedure


def shown(portal: PortalWorld, path: str, who: str, language: str = "zh-hans") -> str:
    answer = portal.get(path, who, language)
    assert answer.status_code == 200
    assert faults(answer.content) == []
    return str(html.fromstring(answer.content.decode()).xpath("//main")[0].text_content())


def test_the_principal_owes_every_bidder_and_each_bidder_sees_its_own(portal: PortalWorld) -> None:
    procedure = cancelled(portal.exchange)
    page = f"/procedures/{procedure}/dues/"

    owner, seller = shown(portal, page, "owner"), shown(portal, page, "seller")

    assert owner.count("20,000.00") == 3
    assert seller.count("20,000.00") == 1
    assert "firm-0" in seller
    assert "20,000.00" not in shown(portal, page, "stranger")
    assert "Who owes what today" in shown(portal, page, "seller", "en")
    assert portal.get(page).status_code == 302


def test_what_is_settled_leaves_the_desk(portal: PortalWorld) -> None:
    exchange = portal.exchange
    procedure = cancelled(exchange)
    assert shown(portal, "/desk/", "owner").count("20,000.00") == 3

    bid = next(iter(exchange.standing(procedure).lots["1"].bids))
    money = {"amount": "20000.00", "currency": "CNY"}
    exchange.moves(OWNER, procedure, "return-security", lot="1", bid=bid, returned=money)

    assert shown(portal, "/desk/", "owner").count("20,000.00") == 2
    assert len(own_dues(exchange.house, OWNER)) == 2


def test_the_public_is_told_of_no_debt(portal: PortalWorld) -> None:
    trade = trade_of(portal.exchange.house, cancelled(portal.exchange))

    assert procedure_dues(portal.exchange.house, trade, None) == ()
    assert own_dues(portal.exchange.house, Actor("bidder", "firm-0")) == ()


def test_the_forms_of_a_security_are_ticked_before_the_notice(portal: PortalWorld) -> None:
    procedure = portal.exchange.draft(WORKS)
    address = f"/procedures/{procedure}/moves/set-security-terms/"
    form = html.fromstring(portal.get(address, "owner").content.decode())

    ticked = {"security-forms": ["transfer", "bank-guarantee"]}
    sent = portal.people["owner"].post(address, ticked)

    assert "bank-guarantee" in form.xpath("//input[@name='security-forms']/@value")
    assert sent.status_code == 302
    facts = portal.exchange.facts(procedure)
    assert facts["security-forms"] == ["transfer", "bank-guarantee"]
