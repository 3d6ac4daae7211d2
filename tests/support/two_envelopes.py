"""A tender in two envelopes as tests play it: technical parts open, judged, then the prices."""

from typing import Any

from tests.support.exchange_world import (
    EVALUATORS,
    PRINCIPAL,
    ExchangeWorld,
    committee,
    notice_fields,
)

from poletai.core.basics.problem import Refusal
from poletai.exchange.actors import Actor
from poletai.exchange.services import close_lot

KIND = "cn.works.two-envelope"
OWNER = Actor("principal", PRINCIPAL)
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


def lot_of(exchange: ExchangeWorld, procedure: str) -> Any:
    return exchange.standing(procedure).lots["1"]


def open_technical(exchange: ExchangeWorld) -> str:
    """Play to where four technical parts are open, before a committee."""
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


def refusals(exchange: ExchangeWorld, procedure: str, part: str) -> set[str]:
    """Ask every custodian for its shares of a part; the codes they refuse with, or nothing."""
    answers = [custodian.desk.release(procedure, "1", part) for custodian in exchange.custodians]
    return {answer.code if isinstance(answer, Refusal) else "" for answer in answers}
