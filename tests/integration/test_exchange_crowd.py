"""Many bidders at once, and bids too early, too late and twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec
from django.db import connection
from tests.support.exchange_world import PRINCIPAL, ExchangeWorld

from poletai.core.basics.problem import Refusal
from poletai.exchange.actors import Actor
from poletai.exchange.models import Procedure
from poletai.exchange.services.deposit_bid import Deposit, deposit_bid
from poletai.sealing.header import header_object
from poletai.sealing.seal import SealedBid

WORKS = "cn.works.open-tender"
BIDDERS = 32


def open_tender(exchange: ExchangeWorld) -> str:
    procedure = exchange.draft(WORKS)
    exchange.publish(procedure)
    exchange.wait(days=1)
    return procedure


def sent_apart(exchange: ExchangeWorld, sealed: SealedBid) -> Deposit | Refusal:
    """Send a bid from a thread of its own, with a connection of its own."""
    try:
        return exchange.send(sealed)
    finally:
        connection.close()


def test_thirty_two_bidders_at_once_never_wait_for_one_another(exchange: ExchangeWorld) -> None:
    procedure = open_tender(exchange)
    sealed = [exchange.seal(procedure, f"firm-{i}", str(900_000 + i)) for i in range(BIDDERS)]

    with ThreadPoolExecutor(BIDDERS) as crowd:
        answers = list(crowd.map(lambda bid: sent_apart(exchange, bid), sealed))
    exchange.sequence()
    exchange.close(procedure)

    assert [answer for answer in answers if not isinstance(answer, Deposit)] == []
    assert len(exchange.standing(procedure).lots["1"].bids) == BIDDERS


def test_one_bidder_sending_twice_at_once_is_answered_alike(exchange: ExchangeWorld) -> None:
    procedure = open_tender(exchange)
    sealed = exchange.seal(procedure, "firm-1", "900000")

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda _: sent_apart(exchange, sealed), range(8)))

    assert {answer.bid_hash for answer in answers if isinstance(answer, Deposit)} == {
        sealed.bid_hash
    }
    assert all(isinstance(answer, Deposit) for answer in answers)


def test_two_different_first_bids_of_one_bidder_leave_one(exchange: ExchangeWorld) -> None:
    procedure = open_tender(exchange)
    sealed = [exchange.seal(procedure, "firm-1", price) for price in ("900000", "910000")]

    with ThreadPoolExecutor(2) as crowd:
        answers = list(crowd.map(lambda bid: sent_apart(exchange, bid), sealed))

    assert sorted(isinstance(answer, Deposit) for answer in answers) == [False, True]


def test_a_bid_is_in_time_at_the_deadline_and_late_after_it(exchange: ExchangeWorld) -> None:
    procedure = open_tender(exchange)
    sealed = [exchange.seal(procedure, f"firm-{i}", "900000") for i in range(2)]
    for bid in sealed:
        for payload in bid.payloads.values():
            exchange.house.payloads.put(payload)
    deadline = Procedure.objects.get(id=procedure).deadline
    assert deadline is not None

    def arriving(bid: SealedBid, late: timedelta) -> Deposit | Refusal:
        actor = Actor("bidder", bid.header.bidder)
        header = header_object(bid.header)
        return deposit_bid(exchange.house, actor, header, bid.signature, arrived=deadline + late)

    in_time = arriving(sealed[0], timedelta())
    too_late = arriving(sealed[1], timedelta(microseconds=1))

    assert isinstance(in_time, Deposit)
    assert isinstance(too_late, Refusal)
    assert too_late.code == "requires:not-after"


def test_a_bid_before_the_notice_has_no_lot_to_go_to(exchange: ExchangeWorld) -> None:
    sealed = exchange.seal(open_tender(exchange), "firm-1", "900000")
    early = msgspec.structs.replace(sealed.header, procedure=exchange.draft(WORKS))

    answer = deposit_bid(
        exchange.house, Actor("bidder", "firm-1"), header_object(early), sealed.signature
    )

    assert isinstance(answer, Refusal)
    assert answer.code == "no-such-subject"


def test_a_principal_never_bids_for_its_own_procedure(exchange: ExchangeWorld) -> None:
    procedure = open_tender(exchange)
    sealed = exchange.seal(procedure, PRINCIPAL, "900000")

    answer = exchange.send(sealed)

    assert isinstance(answer, Refusal)
    assert answer.code == "not-your-procedure"
