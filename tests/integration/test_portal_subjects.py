"""Pages of applicants, rounds, named suppliers and frameworks: people really do all of it there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.support import trials
from tests.support.exchange_world import PRINCIPAL, ExchangeWorld
from tests.support.page_checks import faults
from tests.support.portal_world import PortalWorld
from tests.support.rounds import OWNER, announced, applied

MONEY = {"amount": "1000.00", "currency": "CNY"}


@pytest.fixture
def portal(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> PortalWorld:
    exchange.house = replace(exchange.house, library=trials.library())
    world = PortalWorld(exchange, monkeypatch)
    world.seat("owner", "principal", PRINCIPAL)
    world.seat("seller", "bidder", "firm-a")
    return world


def page(portal: PortalWorld, path: str, who: str = "", language: str = "en") -> str:
    """Return a page that is sound, as its reader sees it."""
    answer = portal.get(path, who, language)
    assert answer.status_code == 200, path
    assert faults(answer.content) == [], path
    text: str = answer.content.decode()
    return text


def send(portal: PortalWorld, who: str, path: str, **typed: Any) -> Any:
    fields = {name.replace("_", "-"): value for name, value in typed.items()}
    return portal.people[who].post(path, fields)


def test_a_firm_applies_and_is_admitted_on_pages(portal: PortalWorld) -> None:
    procedure = announced(portal.exchange)
    home = f"/procedures/{procedure}/"

    before = page(portal, home, "seller")
    form = page(portal, f"{home}moves/apply/", "seller")
    sent = send(portal, "seller", f"{home}moves/apply/")
    mine = page(portal, home, "seller")
    public = page(portal, home)
    owner = page(portal, home, "owner")
    admit = f"{home}moves/admit-applicant/"
    named = page(portal, f"{admit}?applicant=firm-a", "owner")
    admitted = send(portal, "owner", admit, applicant="firm-a")
    after = page(portal, home, "seller")

    assert "moves/apply/" in before
    assert "stays hidden" in form
    assert (sent.status_code, admitted.status_code) == (302, 302)
    assert "Applied" in mine
    assert "firm-a" not in public
    assert "moves/admit-applicant/?applicant=firm-a" in owner
    assert 'name="applicant" value="firm-a"' in named
    assert "Admitted" in after
    assert "moves/withdraw-application/?applicant=firm-a" in after
    assert "moves/apply/" not in after


def test_parties_are_invited_row_by_row(portal: PortalWorld) -> None:
    procedure = announced(portal.exchange)
    path = f"/procedures/{procedure}/moves/invite/"

    form = page(portal, path, "owner", "zh-hans")
    wrong = send(portal, "owner", path, invited_rows="3", **{"invited-0-id": "firm-a"})
    rows = {"invited-0-id": "firm-a", "invited-0-name": "Firm A"}
    rows |= {"invited-1-id": "unknown-1", "invited-1-name": "Firm Unknown"}
    sent = send(portal, "owner", path, invited_rows="3", **rows)

    assert "统一社会信用代码" in form
    assert wrong.status_code == 422
    assert sent.status_code == 302
    assert "Firm Unknown" in page(portal, f"/procedures/{procedure}/", "owner")
    assert "Firm Unknown" not in page(portal, f"/procedures/{procedure}/")


def test_a_further_round_is_announced_on_a_form(portal: PortalWorld) -> None:
    world = portal.exchange
    procedure = applied(world)
    world.bid(procedure, "firm-a", "900000")
    world.sequence()
    world.close(procedure)
    path = f"/procedures/{procedure}/moves/announce-round/"

    form = page(portal, path, "owner")
    lot = {"lots-0-lot": "2", "lots-0-title": "Final offers", "lots-0-value": "1200000"}
    until = (world.now + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M")
    sent = send(
        portal, "owner", path, deadline=until, lots_rows="1", **lot, **{"lots-0-continues": "1"}
    )
    shown = page(portal, f"/procedures/{procedure}/")

    assert "Continues lot" in form
    assert sent.status_code == 302
    assert world.standing(procedure).lots["2"].facts["continues"] == "1"
    assert "Continues lot" in shown
    assert "data-sealing" in page(portal, f"/procedures/{procedure}/lots/2/bid/", "seller")
    assert "data-sealing" not in page(portal, f"/procedures/{procedure}/lots/1/bid/", "seller")


def test_a_framework_runs_on_forms_from_names_to_orders(portal: PortalWorld) -> None:
    world = portal.exchange
    procedure = world.draft(trials.FRAMEWORK)
    lots = [{"lot": "1", "title": "Paper", "value": MONEY}]
    terms = {"method": "lowest-evaluated-price"}
    world.moves(OWNER, procedure, "publish-notice", lots=lots, terms=terms, total=MONEY)
    moves = f"/procedures/{procedure}/moves"

    def takes(move: str, **typed: str) -> str:
        form = page(portal, f"{moves}/{move}/?lot=1", "owner")
        sent = send(portal, "owner", f"{moves}/{move}/", lot="1", **typed)
        assert sent.status_code == 302, sent.content.decode()
        return form

    for number in range(1, 4):
        named = {"supplier-id": f"s-{number}", "supplier-name": f"Supplier {number}"}
        takes("nominate", price=f"{number}0.00", **named)
    takes("rank-bids")
    chosen = takes("conclude", **{"members-direct": "on", "members-direct-2": "on"})
    turn = takes("order-in-turn", member="direct", amount="5.00")
    quotes = {"quotes-direct": "9.00", "quotes-direct-2": "8.00"}
    takes("order-by-quotes", member="direct-2", amount="8.00", **quotes)
    world.sequence()
    shown = page(portal, f"/procedures/{procedure}/")

    assert "Supplier 3" in chosen
    assert "Supplier 3" not in turn
    facts = world.standing(procedure).lots["1"].facts
    assert facts["members"] == ["direct", "direct-2"]
    assert [order["member"] for order in facts["orders"]] == ["direct", "direct-2"]
    assert "Supplier 2" in shown
    assert "Orders" in shown


def test_the_rules_of_a_trade_show_its_applicants(portal: PortalWorld) -> None:
    shown = page(portal, f"/rulebook/{trials.RESTRICTED}/", language="zh-hans")

    assert "申请人" in shown
    assert "已申请" in shown
