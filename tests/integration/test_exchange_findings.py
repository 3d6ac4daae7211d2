"""Findings through the services: what a register says is found, shown, answered and replayed."""

from datetime import timedelta
from typing import Any

from tests.integration.test_exchange_trade import OWNER, evaluator, play_to_opening
from tests.support.exchange_world import ExchangeWorld, committee

from poletai.core.basics.canonical import parse
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Refusal
from poletai.exchange.actors import Actor
from poletai.exchange.read_models.next_moves import upcoming
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.services.import_register import import_register
from poletai.exchange.services.request_move import Request, request_move
from poletai.exchange.visibility import masked_standing
from poletai.replay.recompute import replay_trade

OPERATOR = Actor("operator", "centre")
CHAIR = evaluator("e1")


def opened(exchange: ExchangeWorld) -> str:
    procedure = play_to_opening(exchange)
    exchange.moves(OWNER, procedure, "appoint-committee", committee=committee())
    return procedure


def bid_of(exchange: ExchangeWorld, procedure: str, firm: str) -> str:
    bids = exchange.standing(procedure).lots["1"].bids.values()
    return next(str(bid.bid) for bid in bids if bid.facts["bidder"] == firm)


def ranked(exchange: ExchangeWorld, procedure: str) -> Any:
    return request_move(exchange.house, CHAIR, procedure, Request("rank-bids", {}, lot="1"))


def allowed(exchange: ExchangeWorld, procedure: str, firm: str) -> list[str]:
    trade = trade_of(exchange.house, procedure)
    told = upcoming(exchange.house, trade, Actor("bidder", firm))["allowed"]
    return [move["bid"] for move in told if move["move"] == "explain-price"]


def test_related_bidders_are_found_at_the_opening_and_decided_on_by_people(
    exchange: ExchangeWorld,
) -> None:
    register = {"source": "register", "recorded": "2026-03-01"}
    rows = [
        {"kind": "responsible-person", "one": firm, "other": "Wang", **register}
        for firm in ("firm-0", "firm-1")
    ]
    import_register(exchange.house, OPERATOR, "relations", rows)
    procedure = opened(exchange)

    (finding,) = exchange.standing(procedure).lots["1"].facts["findings"]
    refused = ranked(exchange, procedure)
    reason = "Two persons of one name: their documents differ."
    decision = {"finding-id": finding["id"], "finding-reason": reason}
    exchange.moves(CHAIR, procedure, "decide-finding", lot="1", **underscored(decision))

    assert finding["kind"] == "related-bidders"
    assert len(finding["bids"]) == 2
    assert isinstance(refused, Refusal)
    assert refused.law == "cn.tendering-regulation#34"
    assert not isinstance(ranked(exchange, procedure), Refusal)


def test_a_bidder_reads_what_is_doubted_in_its_own_bid_and_explains_it(
    exchange: ExchangeWorld,
) -> None:
    procedure = opened(exchange)
    bid = bid_of(exchange, procedure, "firm-1")
    doubt = {
        "explain-because": "committee-judgement",
        "explain-doubt": "Below what stone costs.",
        "explain-until": format_instant(exchange.now + timedelta(hours=1)),
    }
    asked = {"lot": "1", "bid": bid}
    exchange.moves(CHAIR, procedure, "request-explanation", **asked, **underscored(doubt))

    trade = trade_of(exchange.house, procedure)
    seen = [
        masked_standing(trade, Actor("bidder", firm)).lots["1"].bids[bid].facts
        for firm in ("firm-1", "firm-2")
    ]
    assert [facts.get("explain-doubt") for facts in seen] == ["Below what stone costs.", None]
    assert allowed(exchange, procedure, "firm-1") == [bid]
    assert allowed(exchange, procedure, "firm-2") == []
    assert isinstance(ranked(exchange, procedure), Refusal)

    bidder = Actor("bidder", "firm-1")
    said = {"price-explanation": "Our own quarry."}
    exchange.moves(bidder, procedure, "explain-price", **asked, **underscored(said))
    opinion = {"explanation-outcome": "accepted", "explanation-opinion": "The books bear it out."}
    exchange.moves(CHAIR, procedure, "judge-explanation", **asked, **underscored(opinion))
    assert not isinstance(ranked(exchange, procedure), Refusal)


def test_a_stranger_replays_what_was_found_once_candidates_are_published(
    exchange: ExchangeWorld,
) -> None:
    procedure = opened(exchange)
    ranked(exchange, procedure)
    report = [{"title": "评标报告", "sha256": "cd" * 32, "len": 10}]
    exchange.moves(CHAIR, procedure, "submit-report", lot="1", documents=report)
    exchange.moves(OWNER, procedure, "publish-candidates", lot="1")
    exchange.sequence()

    again = replay_trade(exchange.source, procedure)

    assert again.difference is None
    assert "bids-checked" in {event["name"] for event in events_of(exchange, procedure)}


def events_of(exchange: ExchangeWorld, procedure: str) -> list[dict[str, Any]]:

    record = parse(exchange.source(f"record/{procedure}/"))
    return [entry["envelope"] for entry in record["events"]]


def underscored(fields: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("-", "_"): value for name, value in fields.items()}
