"""Objections and complaints: they stand in their own streams, stop what they must, and replay."""

from tests.support.exchange_world import PRINCIPAL, ExchangeWorld

from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Refusal
from poletai.core.procedures.standing import RemedyStanding
from poletai.exchange.actors import Actor
from poletai.exchange.read_models.record import public_record
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.remedies import remedies_of, remedies_view
from poletai.exchange.services.make_move import Moved
from poletai.exchange.services.request_move import Request, request_move
from poletai.ledger.source import open_source
from poletai.ledger.verify import verify_log
from poletai.replay.recompute import replay_trade

WORKS = "cn.works.open-tender"
OWNER = Actor("principal", PRINCIPAL)
OBJECTOR = Actor("bidder", "firm-0")


def announced(exchange: ExchangeWorld) -> str:
    procedure = exchange.draft(WORKS)
    exchange.publish(procedure)
    exchange.organisation("firm-0")
    exchange.sequence()
    exchange.wait(days=1)
    return procedure


def object_to_documents(exchange: ExchangeWorld, procedure: str) -> Moved | Refusal:
    known = format_instant(exchange.now)
    fields = {"points": ["资格条件过高"], "known-at": known}
    return request_move(exchange.house, OBJECTOR, procedure, Request("object-to-documents", fields))


def the_remedy(exchange: ExchangeWorld, procedure: str) -> RemedyStanding:
    trade = trade_of(exchange.house, procedure)
    return remedies_of(exchange.house, trade.definition, procedure)[0]


def test_an_objection_stands_in_a_stream_of_its_own(
    exchange: ExchangeWorld,
) -> None:
    procedure = announced(exchange)
    before = exchange.standing(procedure).length

    raised = object_to_documents(exchange, procedure)
    assert isinstance(raised, Moved), raised
    remedy = the_remedy(exchange, procedure)
    assert remedy.state == "raised"
    answer = Request("answer-objection", {"answer": "条件依法设定"}, remedy=remedy.remedy)
    answered = request_move(exchange.house, OWNER, procedure, answer)

    assert isinstance(answered, Moved), answered
    assert the_remedy(exchange, procedure).state == "answered"
    assert exchange.standing(procedure).length >= before
    exchange.sequence()
    again = replay_trade(exchange.source, procedure)
    assert again.difference is None
    assert verify_log(open_source(exchange.folder / "log"), exchange.policy).ok


def test_only_the_parties_read_who_objected_and_why(exchange: ExchangeWorld) -> None:
    procedure = announced(exchange)
    assert isinstance(object_to_documents(exchange, procedure), Moved)
    exchange.sequence()
    trade = trade_of(exchange.house, procedure)

    stranger = remedies_view(exchange.house, trade, None)[0]
    own = remedies_view(exchange.house, trade, OBJECTOR)[0]

    assert "party" not in stranger
    assert "points" not in stranger
    assert own["party"] == "firm-0"
    owner = remedies_view(exchange.house, trade, OWNER)[0]
    elsewhere = remedies_view(exchange.house, trade, Actor("principal", "other-bureau"))[0]
    assert owner["party"] == "firm-0"
    assert "party" not in elsewhere
    public = str(public_record(exchange.house, procedure))
    assert "firm-0" not in public
    assert "资格条件过高" not in public


def test_an_answer_to_nothing_is_refused(exchange: ExchangeWorld) -> None:
    procedure = announced(exchange)

    answer = Request("answer-objection", {"answer": "无"}, remedy="ab" * 16)
    refused = request_move(exchange.house, OWNER, procedure, answer)

    assert isinstance(refused, Refusal)


def test_a_regulator_suspends_and_the_trade_waits(exchange: ExchangeWorld) -> None:
    procedure = announced(exchange)
    regulator = Actor("regulator", "oversight")
    fields = {"reason": "接到投诉，情况紧急"}
    stopped = request_move(
        exchange.house, regulator, procedure, Request("suspend-procedure", fields)
    )
    assert isinstance(stopped, Moved), stopped

    question = exchange.move(OBJECTOR, procedure, "amend-notice")
    assert isinstance(question, Refusal)
    reason = {"reason": "已处理"}
    resumed = request_move(
        exchange.house, regulator, procedure, Request("resume-procedure", reason)
    )

    assert isinstance(resumed, Moved), resumed
    exchange.sequence()
    assert replay_trade(exchange.source, procedure).difference is None
