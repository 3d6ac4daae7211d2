"""Custodians who stay silent: bidders open their own bids, and a stranger agrees."""

from collections.abc import Iterable

from tests.support.exchange_world import MORNING, ExchangeWorld

from poletai.core.basics.problem import Refusal
from poletai.core.procedures.standing import BidStanding, Standing
from poletai.exchange.actors import Actor
from poletai.exchange.services import close_lot
from poletai.exchange.services.make_move import Moved
from poletai.replay.recompute import replay_trade

WORKS = "cn.works.open-tender"


def closed_with_two_custodians(exchange: ExchangeWorld) -> str:
    procedure = exchange.draft(WORKS)
    exchange.publish(procedure)
    exchange.sequence()
    exchange.wait(days=10)
    for number, price in enumerate(("900000.00", "880000.00", "910000.00")):
        exchange.bid(procedure, f"firm-{number}", price)
    exchange.sequence()
    exchange.custodians = exchange.custodians[:2]
    exchange.pass_deadline(procedure)
    exchange.must(close_lot.list_bids(exchange.house, procedure, "1"))
    exchange.sequence()
    exchange.must(close_lot.gather_releases(exchange.house, procedure, "1"))
    return procedure


def _bids(exchange: ExchangeWorld, procedure: str) -> Iterable[BidStanding]:
    standing: Standing = exchange.standing(procedure)
    return standing.lots["1"].bids.values()


def publish_keys(exchange: ExchangeWorld, procedure: str, firm: str) -> Moved:
    sealed = exchange.sealed[firm]
    keys = [
        {"bid": sealed.header.bid_id, "part": part, "key": key}
        for part, key in sealed.recovery.keys.items()
    ]
    return exchange.moves(Actor("bidder", firm), procedure, "publish-key", lot="1", keys=keys)


def test_two_custodians_open_nothing_before_their_time_is_over(exchange: ExchangeWorld) -> None:
    procedure = closed_with_two_custodians(exchange)

    assert close_lot.open_lot(exchange.house, procedure, "1") is None
    assert exchange.now > MORNING


def test_bidders_open_their_own_bids_when_custodians_stay_silent(exchange: ExchangeWorld) -> None:
    procedure = closed_with_two_custodians(exchange)
    publish_keys(exchange, procedure, "firm-0")
    publish_keys(exchange, procedure, "firm-1")
    exchange.wait(hours=25)

    answer = close_lot.open_lot(exchange.house, procedure, "1")
    exchange.sequence()

    assert not isinstance(answer, Refusal)
    bids = {b.facts["bidder"]: b.state for b in _bids(exchange, procedure)}
    assert bids == {"firm-0": "opened", "firm-1": "opened", "firm-2": "unopenable"}
    again = replay_trade(exchange.source, procedure)
    assert again.difference is None
    assert again.judged == again.events


def test_a_wrong_key_opens_nothing(exchange: ExchangeWorld) -> None:
    procedure = closed_with_two_custodians(exchange)
    bid = exchange.sealed["firm-0"].header.bid_id
    wrong = [{"bid": bid, "part": part, "key": "ab" * 32} for part in ("price", "tech")]
    exchange.moves(Actor("bidder", "firm-0"), procedure, "publish-key", lot="1", keys=wrong)
    exchange.wait(hours=25)

    exchange.must(close_lot.open_lot(exchange.house, procedure, "1"))

    states = {b.state for b in _bids(exchange, procedure)}
    assert states == {"unopenable"}
