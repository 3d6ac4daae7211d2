"""A two-envelope trade through a whole exchange: a price is open when it is due, or never."""

import re
from typing import Any

import pytest
from tests.support.api_world import ApiWorld
from tests.support.exchange_world import PRINCIPAL, ExchangeWorld
from tests.support.portal_world import PortalWorld
from tests.support.two_envelopes import (
    OWNER,
    PLANS,
    bid_of,
    evaluator,
    judge,
    lot_of,
    open_prices,
    open_technical,
    refusals,
)

from poletai.exchange.actors import Actor
from poletai.exchange.errors import CustodianError
from poletai.exchange.services import close_lot
from poletai.exchange.trades import raw_connection
from poletai.ledger.source import open_source
from poletai.ledger.store import read
from poletai.ledger.verify import verify_log
from poletai.replay.recompute import replay_trade

REGULATOR = Actor("regulator", "city-bureau")


@pytest.fixture
def technical(exchange: ExchangeWorld) -> str:
    """A trade whose four technical parts are open, before a committee."""
    return open_technical(exchange)


def publish(exchange: ExchangeWorld, procedure: str, firm: str, bid: str) -> None:
    """Have a firm publish the key of a price: the one it kept when sealing its bid."""
    key = exchange.sealed[firm].recovery.keys["price"]
    keys = [{"bid": bid, "part": "price", "key": key}]
    exchange.moves(Actor("bidder", firm), procedure, "publish-price-key", lot="1", keys=keys)


def stored_data(exchange: ExchangeWorld, procedure: str, name: str) -> list[Any]:
    stored = read(raw_connection(), exchange.house.store, procedure)
    return [event.data for event in stored if event.name == name]


def test_only_technical_parts_are_open_and_nobody_is_named(
    exchange: ExchangeWorld, technical: str
) -> None:
    lot = lot_of(exchange, technical)

    assert lot.state == "technical"
    assert all(list(bid.facts["content"]) == ["tech"] for bid in lot.bids.values())
    assert {bid.facts["bidder"] for bid in lot.bids.values()} == {""}
    assert lot.facts["releases"].keys() == {"tech"}


def test_a_whole_trade_in_two_envelopes(exchange: ExchangeWorld, technical: str) -> None:
    judge(exchange, technical)
    open_prices(exchange, technical)
    exchange.moves(evaluator("e1"), technical, "rank-bids", lot="1")
    report = [{"title": "评标报告", "sha256": "cd" * 32, "len": 10}]
    exchange.moves(evaluator("e1"), technical, "submit-report", lot="1", documents=report)
    exchange.moves(OWNER, technical, "publish-candidates", lot="1")
    exchange.wait(days=7)
    winner = lot_of(exchange, technical).facts["ranking"][0]["bid"]
    exchange.moves(OWNER, technical, "award", lot="1", bid=winner)
    exchange.sequence()

    lot = lot_of(exchange, technical)
    states = {firm: lot.bids[bid_of(exchange, firm)].state for firm in PLANS}
    assert states["firm-2"] == states["firm-3"] == "rejected"
    assert lot.facts["award"] == {
        "bid": bid_of(exchange, "firm-1"),
        "bidder": "firm-1",
        "price": {"amount": "950000", "currency": "CNY"},
    }
    assert verify_log(open_source(exchange.folder / "log"), exchange.policy).problems == ()
    again = replay_trade(exchange.source, technical)
    assert again.difference is None
    assert again.stopped == ""
    assert again.awards[0].award == lot.facts["award"]


def test_every_custodian_refuses_prices_before_the_technical_evaluation_ends(
    exchange: ExchangeWorld, technical: str
) -> None:
    assert refusals(exchange, technical, "price") == {"part-not-due"}


def test_custodians_wait_until_the_end_of_the_evaluation_is_in_the_log(
    exchange: ExchangeWorld, technical: str
) -> None:
    judge(exchange, technical, logged=False)
    early = refusals(exchange, technical, "price")
    with pytest.raises(CustodianError, match="part-not-due"):
        close_lot.gather_releases(exchange.house, technical, "1")
    exchange.sequence()

    assert early == {"part-not-due"}
    assert refusals(exchange, technical, "price") == {""}


def test_the_price_of_a_rejected_bid_stays_shut_for_ever(
    exchange: ExchangeWorld, technical: str
) -> None:
    judge(exchange, technical)
    open_prices(exchange, technical)

    lot = lot_of(exchange, technical)
    shut = {bid_of(exchange, firm) for firm in ("firm-2", "firm-3")}
    record = exchange.source(f"record/{technical}/").decode()
    released = {
        share["bid"]
        for event in stored_data(exchange, technical, "price-shares-released")
        for release in event["shares"]
        for share in release["shares"]
    }
    assert released == set(lot.bids) - shut
    assert all("price" not in lot.bids[bid].facts["content"] for bid in shut)
    assert {lot.bids[bid].facts["bidder"] for bid in shut} == {"firm-2", "firm-3"}
    assert "850000" not in record
    assert "900000" not in record
    assert "1000000" in record


def test_suspension_holds_up_the_prices(exchange: ExchangeWorld, technical: str) -> None:
    judge(exchange, technical)
    exchange.moves(REGULATOR, technical, "suspend-procedure", reason="inquiry")
    exchange.sequence()
    halted = refusals(exchange, technical, "price")
    exchange.moves(REGULATOR, technical, "resume-procedure", reason="done")
    exchange.sequence()

    assert halted == {"lot-halted"}
    assert refusals(exchange, technical, "price") == {""}


def test_a_bidder_opens_its_own_price_where_custodians_stay_silent(
    exchange: ExchangeWorld, technical: str
) -> None:
    judge(exchange, technical)
    own, dropped = bid_of(exchange, "firm-1"), bid_of(exchange, "firm-2")
    publish(exchange, technical, "firm-1", own)
    with pytest.raises(AssertionError, match="never-opened"):
        publish(exchange, technical, "firm-2", dropped)
    early = close_lot.open_lot(exchange.house, technical, "1")
    exchange.wait(hours=25)
    exchange.must(close_lot.open_lot(exchange.house, technical, "1"))
    exchange.sequence()

    assert early is None
    lot = lot_of(exchange, technical)
    assert lot.bids[own].state == "opened"
    assert lot.bids[own].facts["content"].keys() == {"tech", "price"}
    assert lot.bids[bid_of(exchange, "firm-0")].state == "unopenable"
    assert replay_trade(exchange.source, technical).agrees


def test_while_plans_are_judged_no_page_and_no_answer_names_a_bidder(
    exchange: ExchangeWorld, technical: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal, api = PortalWorld(exchange, monkeypatch), ApiWorld(exchange, monkeypatch)
    portal.seat("e1", "evaluator", PRINCIPAL)
    bearer = {"authorization": f"Bearer {api.token(PRINCIPAL, 'evaluator', 'e1')}"}
    page = f"/procedures/{technical}/"
    said = [
        *(portal.get(path, who) for path in (page, "/notices/") for who in ("", "e1")),
        *(portal.get(path, "e1") for path in ("/desk/", f"{page}moves/record-scores/?lot=1")),
        api.client.get(f"/api/procedures/{technical}", headers=bearer),
        api.client.get(f"/api/procedures/{technical}/ocds/release"),
    ]

    assert {answer.status_code for answer in said} == {200}
    marked = said[5].content.decode()
    assert all(f'"scores-{bid}-plan"' in marked for bid in lot_of(exchange, technical).bids)
    # Plans are shown as they are, and these say who wrote them; nothing else does.
    said_at_all = [re.sub(r"firm-\d builds it", "", a.content.decode()) for a in said]
    assert [text for text in said_at_all if "firm-" in text] == []
