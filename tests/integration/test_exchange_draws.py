"""A committee is drawn from sealed contributions: who refuses to reveal changes nothing."""

from dataclasses import replace
from typing import Any, cast

import pytest
from tests.support import drawn
from tests.support.exchange_world import PRINCIPAL, ExchangeWorld

from poletai.core.basics.problem import Problem, Refusal
from poletai.exchange.actors import Actor
from poletai.exchange.custodians import Custodian
from poletai.exchange.draws import keyset_for
from poletai.exchange.errors import CustodianError, ProblemsError
from poletai.exchange.experts import experts_listed, import_experts
from poletai.exchange.models import SeatBooking
from poletai.exchange.read_models.record import public_record
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.services.contribute import contribute, contribute_for, gather_draw
from poletai.exchange.services.make_move import Moved
from poletai.exchange.visibility import visible_standing
from poletai.replay.draws import verify_draws
from poletai.replay.recompute import replay_trade
from poletai.sealing.contributions import seal_contribution
from poletai.sealing.labels import json_object

OPERATOR = Actor("operator", "centre")
REGULATOR = Actor("regulator", "bureau")
OWNER = Actor("principal", PRINCIPAL)
BIDDER = Actor("bidder", "firm-0")
ORDER: dict[str, Any] = {
    "draw": "committee",
    "quotas": [{"group": "A08", "seats": 3}, {"group": "B01", "seats": 1}],
    "max-per-organisation": 1,
    "alternates": 2,
    "exclusions": [{"who": "institute-1", "reason": "为招标人提供过咨询"}],
}
EXPERTS: dict[str, Any] = {
    "sites": [
        {"id": "host", "title": "主场", "seats": 9},
        {"id": "branch", "title": "分场", "seats": 9},
    ],
    "experts": [
        {
            "id": f"expert-{n}",
            "name": f"专家{n}",
            "organisation": f"institute-{n % 7}",
            "specialties": ["B01"] if n % 3 == 0 else ["A08"],
            "site": "branch" if n % 2 else "host",
        }
        for n in range(1, 21)
    ],
}


@pytest.fixture
def world(exchange: ExchangeWorld) -> ExchangeWorld:
    exchange.house = replace(exchange.house, library=drawn.library())
    import_experts(EXPERTS, exchange.now)
    return exchange


def announced(world: ExchangeWorld) -> str:
    procedure = world.draft(drawn.NAME)
    world.publish(procedure)
    world.organisation("firm-0")
    world.sequence()
    world.wait(days=1)
    return procedure


def ask(world: ExchangeWorld, actor: Actor, procedure: str, name: str, **fields: Any) -> Moved:
    answer = world.move(actor, procedure, name, **fields)
    assert isinstance(answer, Moved), answer
    return answer


def contributed(world: ExchangeWorld, actor: Actor, procedure: str) -> None:
    """Contribute and forget: nothing is kept that the contributor could reveal."""
    assert isinstance(contribute_for(world.house, actor, procedure, "committee"), Moved)


def closed(world: ExchangeWorld) -> str:
    procedure = announced(world)
    ask(world, OPERATOR, procedure, "order-draw", **ORDER)
    for actor in (OWNER, REGULATOR, BIDDER):
        contributed(world, actor, procedure)
    ask(world, OPERATOR, procedure, "close-draw", draw="committee")
    world.sequence()
    return procedure


def made(world: ExchangeWorld) -> str:
    procedure = closed(world)
    assert isinstance(gather_draw(world.house, procedure, "committee"), Moved)
    ask(world, OPERATOR, procedure, "draw", draw="committee")
    return procedure


def seated(world: ExchangeWorld) -> str:
    procedure = made(world)
    member = {"id": "owner-1", "name": "招标人代表", "expert": False, "organisation": PRINCIPAL}
    ask(world, OWNER, procedure, "name-representatives", representatives=[member])
    ask(world, OPERATOR, procedure, "seat-committee")
    return procedure


def test_custodians_open_what_contributors_do_not_reveal(world: ExchangeWorld) -> None:
    procedure = made(world)
    result = world.facts(procedure)["draws"]["committee"]["result"]

    assert {group: len(ids) for group, ids in result["seats"].items()} == {"A08": 3, "B01": 1}
    world.sequence()
    (report,) = verify_draws(world.source, procedure)
    assert (report.agrees, report.state) == (True, "drawn")
    assert report.verdicts == ("opened", "opened", "opened")
    assert replay_trade(world.source, procedure).agrees


def test_two_silent_custodians_do_not_stop_a_draw(world: ExchangeWorld) -> None:
    procedure = closed(world)
    three = cast("tuple[Custodian, ...]", world.custodians[:3])
    world.house = replace(world.house, custodians=lambda: three)

    gather_draw(world.house, procedure, "committee")

    ask(world, OPERATOR, procedure, "draw", draw="committee")


def test_two_custodians_alone_open_nothing(world: ExchangeWorld) -> None:
    procedure = closed(world)
    two = cast("tuple[Custodian, ...]", world.custodians[:2])
    world.house = replace(world.house, custodians=lambda: two)

    gather_draw(world.house, procedure, "committee")

    answer = world.move(OPERATOR, procedure, "draw", draw="committee")
    assert isinstance(answer, Refusal)
    assert answer.law == "platform.rules#contributions"


def test_custodians_give_nothing_before_the_log_has_the_closing(world: ExchangeWorld) -> None:
    procedure = announced(world)
    ask(world, OPERATOR, procedure, "order-draw", **ORDER)
    for actor in (OWNER, REGULATOR):
        contributed(world, actor, procedure)
    world.sequence()
    question = {"procedure": procedure, "lot": "1", "draw": "committee"}

    with pytest.raises(CustodianError, match="draw-not-closed"):
        world.custodians[0].ask("draw-release", question)

    ask(world, OPERATOR, procedure, "close-draw", draw="committee")
    # It is closed for the exchange; for custodians only once witnesses have cosigned it.
    with pytest.raises(CustodianError, match="draw-not-closed"):
        world.custodians[0].ask("draw-release", question)
    world.sequence()
    assert world.custodians[0].ask("draw-release", question)["custodian"] == 1


def test_a_contribution_custodians_cannot_open_is_not_taken(world: ExchangeWorld) -> None:
    procedure = announced(world)
    ask(world, OPERATOR, procedure, "order-draw", **ORDER)
    trade = trade_of(world.house, procedure)
    draw_hash = trade.standing.facts["draws"]["committee"]["draw_hash"]
    sealed = seal_contribution(keyset_for(trade, "committee"), draw_hash, 0)
    body = json_object(sealed.contribution)
    for share in body["shares"][:2]:
        share["sealed"] = "00" * 81

    with pytest.raises(ProblemsError, match="3 of 4 custodians"):
        contribute(world.house, OWNER, procedure, "committee", body)


def test_candidates_are_blinded_and_the_excluded_are_not_drawn(world: ExchangeWorld) -> None:
    procedure = made(world)
    record = str(public_record(world.house, procedure))

    assert "expert-1" not in record
    assert "专家" not in record
    assert "institute-1" not in record
    assert "为招标人提供过咨询" in record
    seats = world.facts(procedure)["draws"]["committee"]["result"]["seats"]
    assert sum(map(len, seats.values())) == 4


def test_whoever_is_left_out_must_be_known(world: ExchangeWorld) -> None:
    procedure = announced(world)
    unknown: dict[str, Any] = {**ORDER, "exclusions": [{"who": "nobody", "reason": "?"}]}

    with pytest.raises(ProblemsError) as raised:
        world.move(OPERATOR, procedure, "order-draw", **unknown)

    problem = raised.value.problems[0]
    assert isinstance(problem, Problem)
    assert problem.where == "exclusions-0-who"


def test_those_drawn_are_seated_each_at_a_place_of_their_own(world: ExchangeWorld) -> None:
    procedure = seated(world)
    committee = world.facts(procedure)["committee"]
    places = [(one["site"], one["seat"]) for one in committee if one["expert"]]

    assert len(committee) == 5
    assert len(set(places)) == 4
    assert SeatBooking.objects.filter(procedure=procedure).count() == 4
    assert all(one["organisation"] != "institute-1" for one in committee)


def test_whoever_declines_is_followed_by_the_next_alternate(world: ExchangeWorld) -> None:
    procedure = seated(world)
    first = next(one for one in world.facts(procedure)["committee"] if one["expert"])
    member = Actor("evaluator", first["organisation"], first["id"])

    ask(world, member, procedure, "decline-seat", reason="出差")
    ask(world, OPERATOR, procedure, "seat-alternate")

    ids = {one["id"] for one in world.facts(procedure)["committee"]}
    assert len(ids) == 5
    assert first["id"] not in ids
    taken = SeatBooking.objects.filter(procedure=procedure, until__gt=world.now)
    assert {one.member for one in taken} == ids - {"owner-1"}


def test_a_site_that_is_full_seats_nobody(world: ExchangeWorld) -> None:
    import_experts({"sites": [{"id": "host", "title": "主场", "seats": 1}]}, world.now)
    import_experts({"sites": [{"id": "branch", "title": "分场", "seats": 1}]}, world.now)
    procedure = made(world)

    with pytest.raises(ProblemsError, match="seats of"):
        world.move(OPERATOR, procedure, "seat-committee")

    assert SeatBooking.objects.filter(procedure=procedure).count() == 0


def test_the_view_of_a_procedure_leaves_the_candidates_to_the_record(world: ExchangeWorld) -> None:
    procedure = closed(world)

    view = visible_standing(trade_of(world.house, procedure), None)

    assert "candidates" not in view["facts"]["draws"]["committee"]["spec"]
    assert "candidate" in str(public_record(world.house, procedure))


def test_a_register_of_another_shape_is_refused_whole(world: ExchangeWorld) -> None:
    before = len(experts_listed())
    for wrong in (
        {"experts": [{"id": "x"}]},
        {"experts": [{**EXPERTS["experts"][0], "id": "x", "specialties": ["土建"]}]},
        {"experts": [{**EXPERTS["experts"][0], "id": "y", "specialties": []}]},
        {"sites": [{"id": "z", "title": "Z", "seats": 0}]},
    ):
        with pytest.raises(ProblemsError):
            import_experts(wrong, world.now)

    assert len(experts_listed()) == before
