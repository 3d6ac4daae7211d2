"""Two rounds through the services: applied, admitted, bid, asked again, awarded and replayed."""

from dataclasses import replace
from typing import Any

import pytest
from tests.support import trials
from tests.support.exchange_world import ExchangeWorld
from tests.support.rounds import FIRMS, OWNER, applied, bidder, second_round

from poletai.core.basics.problem import Refusal
from poletai.exchange.actors import Actor
from poletai.exchange.models import Procedure
from poletai.exchange.read_models.changes import changes_after
from poletai.exchange.read_models.own_bids import own_bids
from poletai.exchange.read_models.procedure_page import procedure_view as page_of
from poletai.exchange.read_models.procedures import procedure_view
from poletai.exchange.read_models.record import public_record
from poletai.exchange.trades import load_trade
from poletai.exchange.visibility import visible_standing
from poletai.ledger.source import open_source
from poletai.ledger.verify import verify_log
from poletai.replay.recompute import replay_trade

REGULATOR = Actor("regulator", "bureau")


@pytest.fixture
def world(exchange: ExchangeWorld) -> ExchangeWorld:
    exchange.house = replace(exchange.house, library=trials.library())
    return exchange


def everything_public(world: ExchangeWorld, procedure: str) -> str:
    """Return all that somebody without a role can read of a procedure, as one text."""
    row = Procedure.objects.get(id=procedure)
    trade = load_trade(world.house, row)
    shown: list[Any] = [
        visible_standing(trade, None),
        procedure_view(world.house, procedure),
        public_record(world.house, procedure),
        str(changes_after(world.house, -1, 100)),
    ]
    page = page_of(world.house, procedure, ())
    told = [str((line.name, line.who, line.data)) for line in page.events]
    seen = str((page.trade.standing, page.next, page.parties, told))
    log = b"".join(p.read_bytes() for p in (world.folder / "log").rglob("*") if p.is_file())
    return f"{shown}{seen}{log!r}"


def test_who_applied_is_nobodys_business_before_bids_close(world: ExchangeWorld) -> None:
    procedure = applied(world)

    before = everything_public(world, procedure)
    trade = load_trade(world.house, Procedure.objects.get(id=procedure))
    own = visible_standing(trade, bidder("firm-a"))["applicants"]
    overseen = visible_standing(trade, REGULATOR)["applicants"]
    world.bid(procedure, "firm-a", "900000")
    world.sequence()
    world.pass_deadline(procedure)
    after = everything_public(world, procedure)

    assert not [firm for firm in FIRMS if firm in before]
    assert "No licence" not in before
    assert [(one["applicant"], one["state"]) for one in own] == [("firm-a", "admitted")]
    assert {one["applicant"] for one in overseen} == set(FIRMS)
    assert all(firm in after for firm in FIRMS)


def test_a_bidder_may_do_what_its_application_lets_it(world: ExchangeWorld) -> None:
    procedure = applied(world)

    def allowed(firm: str) -> set[tuple[str, str | None]]:
        view = procedure_view(world.house, procedure, bidder(firm))
        return {(one["move"], one.get("applicant")) for one in view["allowed"]}

    admitted, refused, stranger = allowed("firm-a"), allowed("firm-c"), allowed("firm-x")

    assert {("withdraw-application", "firm-a"), ("deposit-bid", None)} <= admitted
    assert "deposit-bid" not in {move for move, _ in refused}
    assert ("apply", None) in stranger
    assert "apply" not in {move for move, _ in admitted | refused}
    answer = world.send(world.seal(procedure, "firm-c", "1"))
    assert isinstance(answer, Refusal)
    assert answer.code == "requires:applicant-is"


def test_two_rounds_end_in_a_contract_that_anybody_can_replay(world: ExchangeWorld) -> None:
    procedure = applied(world)
    for firm, price in (("firm-a", "900000"), ("firm-b", "950000")):
        world.bid(procedure, firm, price)
    world.sequence()
    world.close(procedure)
    second_round(world, procedure, "1-final")
    world.bid(procedure, "firm-a", "880000", "1-final")
    best = world.bid(procedure, "firm-b", "870000", "1-final")
    world.sequence()
    world.pass_deadline(procedure)
    world.opened(procedure, "1-final")
    world.moves(OWNER, procedure, "award", lot="1-final", bid=best)
    amount = {"amount": "870000", "currency": "CNY"}
    world.moves(OWNER, procedure, "sign-contract", lot="1-final", amount=amount)
    world.sequence()

    standing = world.standing(procedure)
    award = standing.lots["1-final"].facts["award"]
    assert (standing.state, award["bidder"]) == ("completed", "firm-b")
    assert standing.lots["1"].state == "continued"
    assert {bid.state for bid in standing.lots["1"].bids.values()} == {"opened"}
    assert verify_log(open_source(world.folder / "log"), world.policy).problems == ()

    again = replay_trade(world.source, procedure)

    assert (again.difference, again.stopped) == (None, "")
    assert again.awards[1].award == award


def test_the_second_round_is_for_those_of_the_first(world: ExchangeWorld) -> None:
    procedure = applied(world)
    world.bid(procedure, "firm-a", "900000")
    world.sequence()
    world.close(procedure)
    second_round(world, procedure, "1-final")

    refused = world.send(world.seal(procedure, "firm-b", "1", "1-final"))
    world.bid(procedure, "firm-a", "880000", "1-final")
    world.sequence()

    assert isinstance(refused, Refusal)
    assert refused.code == "requires:took-part"
    own = own_bids(world.house, bidder("firm-a"), procedure)
    assert [one["lot"] for one in own] == ["1", "1-final"]


def test_a_custodian_silent_in_the_first_round_answers_in_the_second(
    world: ExchangeWorld,
) -> None:
    procedure = applied(world)
    world.bid(procedure, "firm-a", "900000")
    world.sequence()
    everybody, world.custodians = world.custodians, world.custodians[:3]
    world.close(procedure)
    world.custodians = everybody
    second_round(world, procedure, "2")
    world.bid(procedure, "firm-a", "880000", "2")
    world.sequence()
    world.pass_deadline(procedure)
    world.custodians = everybody[2:]
    world.opened(procedure, "2")

    assert world.standing(procedure).lots["2"].state == "opened"
    assert world.standing(procedure).lots["2"].facts["releases"]["price"] == [3, 4, 5]


def test_what_was_opened_stays_public_while_new_bids_are_secret(world: ExchangeWorld) -> None:
    procedure = applied(world)
    world.bid(procedure, "firm-a", "900000")
    world.sequence()
    world.close(procedure)
    second_round(world, procedure, "2")
    world.bid(procedure, "firm-a", "880000", "2")
    world.sequence()

    view = procedure_view(world.house, procedure)
    first, last = view["standing"]["lots"]

    assert (first["phase"], last["phase"], view["phase"]) == ("evaluated", "open", "open")
    assert [bid["facts"]["bidder"] for bid in first["bids"]] == ["firm-a"]
    assert last["bids"] == []
    assert "880000" not in everything_public(world, procedure)
