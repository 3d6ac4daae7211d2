"""Pages of draws and of the committee: drawn, declared, marked, signed, dissented."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.integration.test_exchange_draws import EXPERTS, ORDER, OWNER, REGULATOR, ask
from tests.support import drawn
from tests.support.exchange_world import PRINCIPAL, ExchangeWorld
from tests.support.portal_world import PortalWorld

from poletai.exchange.actors import Actor
from poletai.exchange.experts import import_experts
from poletai.exchange.services.contribute import contribute_for, gather_draw
from poletai.replay.draws import verify_draws
from poletai.replay.recompute import replay_trade

OPERATOR = Actor("operator", "centre")
TERMS = {
    "method": "comprehensive-score",
    "price_weight": "60",
    "criteria": [{"name": "plan", "title": "施工方案", "weight": "40", "high": "40"}],
}


@pytest.fixture
def portal(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> PortalWorld:
    exchange.house = replace(exchange.house, library=drawn.library())
    import_experts(EXPERTS, exchange.now)
    return PortalWorld(exchange, monkeypatch)


def announced(world: ExchangeWorld) -> str:
    procedure = world.draft(drawn.NAME)
    world.publish(procedure, terms=TERMS)
    world.sequence()
    world.wait(days=1)
    return procedure


def test_a_committee_is_drawn_from_its_page(portal: PortalWorld) -> None:
    world, procedure = portal.exchange, announced(portal.exchange)
    centre = portal.seat("clerk", "operator", "centre")
    page = f"/procedures/{procedure}/draws/"
    sent = {
        "draw": "committee",
        "quotas-rows": "2",
        "quotas-0-group": "A08",
        "quotas-0-seats": "3",
        "quotas-1-group": "B01",
        "quotas-1-seats": "1",
        "max-per-organisation": "1",
        "alternates": "2",
    }
    ordered = centre.post(f"/procedures/{procedure}/moves/order-draw/", sent)
    assert ordered.status_code == 302, ordered.content.decode()
    assert centre.post(page, {"act": "contribute", "draw": "committee"}).status_code == 302
    contribute_for(world.house, REGULATOR, procedure, "committee")
    closed = centre.post(f"/procedures/{procedure}/moves/close-draw/", {"draw": "committee"})
    assert closed.status_code == 302
    early = centre.post(page, {"act": "draw", "draw": "committee"})
    assert early.status_code == 422
    world.sequence()

    assert centre.post(page, {"act": "draw", "draw": "committee"}).status_code == 302

    shown = portal.get(page).content.decode()
    assert "已抽取" in shown
    assert f"poletai draw verify http://testserver {procedure}" in shown
    assert "专家1" not in shown


def test_members_declare_mark_sign_and_dissent(portal: PortalWorld) -> None:
    world = portal.exchange
    procedure = evaluated(portal)
    members = [seat["id"] for seat in world.facts(procedure)["committee"]]
    first, second = members[:2]
    page = f"/procedures/{procedure}/committee/"

    before = portal.get(page, first).content.decode()
    assert "评标报告" in before
    sha256 = world.standing(procedure).lots["1"].facts["report-sha256"]
    signed = portal.people[first].post(
        f"/procedures/{procedure}/moves/sign-report/", {"lot": "1", "signed": sha256}
    )
    assert signed.status_code == 302, signed.content.decode()
    dissent = {"lot": "1", "signed": sha256, "reason": "报价难以完成"}
    path = f"/procedures/{procedure}/moves/dissent/"
    assert portal.people[second].post(path, dissent).status_code == 302

    after = portal.get(page, first).content.decode()
    assert "已签署" in after
    assert "报价难以完成" in after
    assert portal.get(page).status_code in {302, 403}


def test_nobody_sees_the_marks_of_another_before_all_are_in(portal: PortalWorld) -> None:
    procedure = opened(portal)
    world = portal.exchange
    members = [seat["id"] for seat in world.facts(procedure)["committee"]]
    mark(world, procedure, members[0], "31.25")

    for path in ("", "committee/", "draws/", "moves/record-scores/?lot=1"):
        for who in ("", *members[1:]):
            shown = portal.get(f"/procedures/{procedure}/{path}", who).content.decode()
            assert "31.25" not in shown


def opened(portal: PortalWorld) -> str:
    world, procedure = portal.exchange, announced(portal.exchange)
    for bidder, price in (("firm-1", "900000"), ("firm-2", "880000"), ("firm-3", "910000")):
        world.bid(procedure, bidder, price)
    ask(world, OPERATOR, procedure, "order-draw", **ORDER)
    for actor in (OWNER, REGULATOR):
        contribute_for(world.house, actor, procedure, "committee")
    ask(world, OPERATOR, procedure, "close-draw", draw="committee")
    world.sequence()
    gather_draw(world.house, procedure, "committee")
    ask(world, OPERATOR, procedure, "draw", draw="committee")
    owner = {"id": "owner-1", "name": "招标人代表", "expert": False, "organisation": PRINCIPAL}
    ask(world, OWNER, procedure, "name-representatives", representatives=[owner])
    ask(world, OPERATOR, procedure, "seat-committee")
    portal.check_shares()
    world.close(procedure)
    for seat in world.facts(procedure)["committee"]:
        portal.seat(seat["id"], "evaluator", seat["organisation"])
        member = Actor("evaluator", seat["organisation"], seat["id"])
        ask(world, member, procedure, "declare-interest", conflict=False)
    return procedure


def mark(world: ExchangeWorld, procedure: str, member: str, points: str) -> None:
    bids = world.standing(procedure).lots["1"].bids
    scores: dict[str, Any] = {bid: {"plan": points} for bid in bids}
    actor = Actor("evaluator", "anywhere", member)
    ask(world, actor, procedure, "record-scores", lot="1", scores=scores)


def evaluated(portal: PortalWorld) -> str:
    procedure = opened(portal)
    world = portal.exchange
    members = [seat["id"] for seat in world.facts(procedure)["committee"]]
    for member in members:
        mark(world, procedure, member, "31.25")
    first = Actor("evaluator", "anywhere", members[0])
    ask(world, first, procedure, "rank-bids", lot="1")
    ask(world, first, procedure, "compile-report", lot="1")
    return procedure


def test_from_the_draw_to_the_award_everything_replays(portal: PortalWorld) -> None:
    procedure = evaluated(portal)
    world = portal.exchange
    lot = world.standing(procedure).lots["1"]
    sha256, winner = lot.facts["report-sha256"], lot.facts["ranking"][0]["bid"]
    for seat in world.facts(procedure)["committee"]:
        member = Actor("evaluator", seat["organisation"], seat["id"])
        ask(world, member, procedure, "sign-report", lot="1", signed=sha256)
    report = [{"title": "评标报告", "sha256": sha256, "len": 1}]
    ask(world, member, procedure, "submit-report", lot="1", documents=report)
    ask(world, OWNER, procedure, "publish-candidates", lot="1")
    world.wait(days=5)
    ask(world, OWNER, procedure, "award", lot="1", bid=winner)
    documents = [{"title": "中标通知书", "sha256": "cd" * 32, "len": 1}]
    ask(world, OWNER, procedure, "issue-award-notice", lot="1", documents=documents)
    world.sequence()

    replayed = replay_trade(world.source, procedure)
    (draw,) = verify_draws(world.source, procedure)

    assert replayed.difference is None, replayed.difference
    assert replayed.stopped == ""
    assert replayed.awards[0].award is not None
    assert (draw.agrees, draw.members) == (True, "as drawn")


def test_the_operator_keeps_the_register_on_its_page(portal: PortalWorld) -> None:
    centre = portal.seat("clerk", "operator", "centre")
    portal.seat("buyer", "principal", PRINCIPAL)
    one = {"id": "li-na", "name": "李娜", "organisation": "institute-9", "specialties": ["C03"]}
    file = SimpleUploadedFile("experts.json", json.dumps({"experts": [one]}).encode())
    wrong = SimpleUploadedFile("experts.json", b"no JSON")

    assert centre.post("/desk/experts/", {"file": file}).status_code == 302
    assert centre.post("/desk/experts/", {"file": wrong}).status_code == 422
    assert centre.post("/desk/experts/").status_code == 422
    shown = portal.get("/desk/experts/?specialty=C03", "clerk").content.decode()
    assert "李娜" in shown
    assert "专家1" not in shown
    assert portal.get("/desk/experts/", "buyer").status_code == 403
