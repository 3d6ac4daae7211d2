"""A two-envelope trade through a whole exchange: a price is open when it is due, or never."""

from typing import Any

import pytest
from django.db import transaction
from tests.support.exchange_world import (
    EVALUATORS,
    PRINCIPAL,
    ExchangeWorld,
    committee,
    notice_fields,
)

from poletai.core.basics.problem import Refusal
from poletai.exchange.actors import Actor
from poletai.exchange.errors import CustodianError
from poletai.exchange.services import close_lot
from poletai.exchange.trades import raw_connection
from poletai.ledger.envelope import NewEvent
from poletai.ledger.source import open_source
from poletai.ledger.store import append, read
from poletai.ledger.verify import verify_log
from poletai.replay.recompute import replay_trade

KIND = "cn.works.two-envelope"
OWNER = Actor("principal", PRINCIPAL)
REGULATOR = Actor("regulator", "city-bureau")
TERMS = {
    "method": "pass-marks",
    "price_weight": "60",
    "criteria": [
        {"name": "plan", "title": "方案", "weight": "40", "high": "100", "pass_mark": "60"}
    ],
}
PLANS = {"firm-0": "80", "firm-1": "75", "firm-2": "50", "firm-3": "90"}


def evaluator(seat: str) -> Actor:
    return Actor("evaluator", PRINCIPAL, seat)


def bid_of(exchange: ExchangeWorld, firm: str) -> str:
    return exchange.sealed[firm].header.bid_id


def publish(exchange: ExchangeWorld, procedure: str, firm: str, bid: str) -> None:
    """Have a firm publish the key of a price: the one it kept when sealing its bid."""
    key = exchange.sealed[firm].recovery.keys["price"]
    keys = [{"bid": bid, "part": "price", "key": key}]
    exchange.moves(Actor("bidder", firm), procedure, "publish-price-key", lot="1", keys=keys)


def stored_data(exchange: ExchangeWorld, procedure: str, name: str) -> list[Any]:
    stored = read(raw_connection(), exchange.house.store, procedure)
    return [event.data for event in stored if event.name == name]


def lot_of(exchange: ExchangeWorld, procedure: str) -> Any:
    return exchange.standing(procedure).lots["1"]


@pytest.fixture
def technical(exchange: ExchangeWorld) -> str:
    """A trade whose four technical parts are open, before a committee."""
    procedure = exchange.draft(KIND)
    exchange.publish(procedure, **notice_fields(exchange.now) | {"terms": TERMS})
    exchange.sequence()
    exchange.wait(days=10)
    for number, price in enumerate(("1000000", "950000", "900000", "850000")):
        exchange.bid(procedure, f"firm-{number}", price)
    exchange.sequence()
    exchange.close(procedure)
    exchange.moves(OWNER, procedure, "appoint-committee", committee=committee())
    exchange.sequence()
    return procedure


def judge(exchange: ExchangeWorld, procedure: str, *, logged: bool = True) -> None:
    """Mark every plan, reject firm-3, and end the technical evaluation."""
    chair = evaluator("e1")
    grounds = [{"law": "cn.tendering-regulation#51", "finding": "no licence"}]
    rejected = bid_of(exchange, "firm-3")
    exchange.moves(chair, procedure, "reject-bid", lot="1", bid=rejected, grounds=grounds)
    left = {bid_of(exchange, firm): plan for firm, plan in PLANS.items() if firm != "firm-3"}
    for seat in EVALUATORS:
        scores = {bid: {"plan": plan} for bid, plan in left.items()}
        exchange.moves(evaluator(seat), procedure, "record-scores", lot="1", scores=scores)
    exchange.moves(chair, procedure, "end-technical", lot="1")
    if logged:
        exchange.sequence()


def open_prices(exchange: ExchangeWorld, procedure: str) -> None:
    exchange.must(close_lot.gather_releases(exchange.house, procedure, "1"))
    exchange.must(close_lot.open_lot(exchange.house, procedure, "1"))
    exchange.sequence()


def test_only_technical_parts_are_open_and_nobody_is_named(
    exchange: ExchangeWorld, technical: str
) -> None:
    lot = lot_of(exchange, technical)

    assert lot.state == "technical"
    assert all(list(bid.facts["content"]) == ["tech"] for bid in lot.bids.values())
    assert {bid.facts["bidder"] for bid in lot.bids.values()} == {""}
    assert lot.facts["releases"].keys() == {"tech"}


def refusals(exchange: ExchangeWorld, procedure: str, part: str) -> set[str]:
    """Ask every custodian for its shares of a part; the codes they refuse with, or nothing."""
    answers = [custodian.desk.release(procedure, "1", part) for custodian in exchange.custodians]
    return {answer.code if isinstance(answer, Refusal) else "" for answer in answers}


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


def log_anyway(
    exchange: ExchangeWorld, procedure: str, name: str, role: str, data: dict[str, Any]
) -> None:
    """Write an event past every rule, as an operator who controls the database could."""
    by = {"role": role, "id": exchange.house.origin}
    event = NewEvent(procedure, "procedure", name, exchange.now, by, {"lot": "1", **data})
    with transaction.atomic():
        append(raw_connection(), exchange.house.store, [event])
    exchange.sequence()


def opening(bid: str, part: str = "price") -> dict[str, Any]:
    content = {"price": {"amount": "1.00", "currency": "CNY"}}
    found = {part: {"key": "ab" * 32, "sha256": "cd" * 32, "content": content}}
    return {"bid": bid, "verdict": "opened", "bidder": "firm", "parts": found}


def found(exchange: ExchangeWorld, procedure: str) -> str:
    """Replay what a stranger sees, while marks and committee are still withheld."""
    report = replay_trade(exchange.source, procedure)
    assert "withheld" in report.stopped
    return "" if report.difference is None else report.difference.what


def test_a_price_opened_early_is_found_though_much_is_withheld(
    exchange: ExchangeWorld, technical: str
) -> None:
    before = found(exchange, technical)
    openings = [opening(bid) for bid in lot_of(exchange, technical).bids]

    log_anyway(exchange, technical, "prices-opened", "operator", {"openings": openings})

    assert before == ""
    assert found(exchange, technical) == "prices-opened was forbidden"


def test_price_shares_released_as_technical_ones_are_found(
    exchange: ExchangeWorld, technical: str
) -> None:
    release = {"part": "price", "custodian": 1, "shares": []}

    log_anyway(exchange, technical, "shares-released", "custodian", {"shares": [release]})

    assert found(exchange, technical) == "shares-released was forbidden"


def test_a_rejected_bid_whose_price_is_opened_is_found(
    exchange: ExchangeWorld, technical: str
) -> None:
    judge(exchange, technical)
    data = {"openings": [opening(bid_of(exchange, "firm-3"))]}

    log_anyway(exchange, technical, "prices-opened", "operator", data)

    assert found(exchange, technical) == "prices-opened: bids"


def test_a_technical_part_opened_with_the_prices_is_found(
    exchange: ExchangeWorld, technical: str
) -> None:
    judge(exchange, technical)
    data = {"openings": [opening(bid_of(exchange, "firm-0"), "tech")]}

    log_anyway(exchange, technical, "prices-opened", "operator", data)

    assert found(exchange, technical) == "prices-opened: parts"
