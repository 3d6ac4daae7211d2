"""One whole trade through the services: from the draft to the published contract."""

from tests.support.exchange_world import EVALUATORS, PRINCIPAL, ExchangeWorld, committee

from poletai.exchange.actors import Actor
from poletai.ledger.source import open_source
from poletai.ledger.verify import verify_log
from poletai.replay.recompute import replay_trade

WORKS = "cn.works.open-tender"
OWNER = Actor("principal", PRINCIPAL)


def evaluator(seat: str) -> Actor:
    return Actor("evaluator", PRINCIPAL, seat)


def play_to_opening(
    exchange: ExchangeWorld, prices: tuple[str, ...] = ("1000000", "950000", "1100000")
) -> str:
    procedure = exchange.draft(WORKS)
    exchange.publish(procedure)
    exchange.sequence()
    exchange.wait(days=10)
    for number, price in enumerate(prices):
        exchange.bid(procedure, f"firm-{number}", price)
    exchange.sequence()
    exchange.close(procedure)
    return procedure


def test_a_works_tender_goes_from_draft_to_contract(exchange: ExchangeWorld) -> None:
    procedure = play_to_opening(exchange)
    exchange.wait(hours=2)

    exchange.moves(OWNER, procedure, "appoint-committee", committee=committee())
    for seat in EVALUATORS:
        exchange.moves(
            evaluator(seat),
            procedure,
            "record-scores",
            lot="1",
            scores={bid: {} for bid in exchange.standing(procedure).lots["1"].bids},
        )
    exchange.moves(evaluator("e1"), procedure, "rank-bids", lot="1")
    report = [{"title": "评标报告", "sha256": "cd" * 32, "len": 10}]
    exchange.moves(evaluator("e1"), procedure, "submit-report", lot="1", documents=report)
    exchange.wait(days=1)
    exchange.moves(OWNER, procedure, "publish-candidates", lot="1")
    exchange.sequence()
    exchange.wait(days=7)
    lot = exchange.standing(procedure).lots["1"]
    winner = lot.facts["ranking"][0]["bid"]
    exchange.moves(OWNER, procedure, "award", lot="1", bid=winner)
    exchange.moves(OWNER, procedure, "issue-award-notice", lot="1", documents=report)
    exchange.moves(
        OWNER,
        procedure,
        "sign-contract",
        lot="1",
        amount={"amount": "950000", "currency": "CNY"},
        documents=report,
    )
    exchange.moves(OWNER, procedure, "publish-contract", lot="1", documents=report)
    exchange.sequence()

    standing = exchange.standing(procedure)
    assert standing.state == "completed"
    assert standing.lots["1"].facts["award"]["bidder"] == "firm-1"
    log = verify_log(open_source(exchange.folder / "log"), exchange.policy)
    assert log.problems == ()

    again = replay_trade(exchange.source, procedure)
    assert again.difference is None
    assert again.stopped == ""
    assert again.awards[0].award == standing.lots["1"].facts["award"]
