"""Anyone verifies a draw by command: a false result, a late number, other seats are found."""

import json
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from tests.integration.test_api_cli import Terminal
from tests.integration.test_exchange_draws import EXPERTS, OPERATOR, ORDER, ask, closed, made, world
from tests.support.api_world import ApiWorld
from tests.support.exchange_world import ExchangeWorld

from poletai.cli import draw, expert, recomputing
from poletai.core.procedures.draws import read_spec, result_of
from poletai.exchange.draws import openings_now
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.services.contribute import gather_draw
from poletai.exchange.trades import raw_connection
from poletai.ledger.envelope import NewEvent
from poletai.ledger.store import append
from poletai.replay.draws import verify_draws
from poletai.sealing.custodian.tools import write_draw_release

__all__ = ["world"]


def log_anyway(world: ExchangeWorld, procedure: str, name: str, data: dict[str, Any]) -> None:
    """Write an event past every rule, as an operator who controls the database could."""
    by = {"role": "operator", "id": world.house.origin}
    event = NewEvent(procedure, "procedure", name, world.now, by, data)
    with transaction.atomic():
        append(raw_connection(), world.house.store, [event])
    world.sequence()


def drawn_data(world: ExchangeWorld, procedure: str) -> dict[str, Any]:
    trade = trade_of(world.house, procedure)
    openings = openings_now(world.house, trade, "committee")
    known = trade.standing.facts["draws"]["committee"]
    result = result_of(read_spec(known["spec"]), openings)
    return {"draw": "committee", "openings": openings, "result": result}


def problem_of(world: ExchangeWorld, procedure: str) -> str:
    (report,) = verify_draws(world.source, procedure)
    assert not report.agrees
    return report.problem


def test_seats_the_operator_chose_are_found(world: ExchangeWorld) -> None:
    procedure = closed(world)
    gather_draw(world.house, procedure, "committee")
    data = deepcopy(drawn_data(world, procedure))
    seats = data["result"]["seats"]["A08"]
    seats[0] = data["result"]["alternates"]["A08"][0]

    log_anyway(world, procedure, "drawn", data)

    assert "seed or result" in problem_of(world, procedure)


def test_a_number_left_out_is_found(world: ExchangeWorld) -> None:
    procedure = closed(world)
    gather_draw(world.house, procedure, "committee")
    data = deepcopy(drawn_data(world, procedure))
    data["openings"][2] = {"contributor": 2, "verdict": "dealer-fault"}
    known = trade_of(world.house, procedure).standing.facts["draws"]["committee"]
    data["result"] = result_of(read_spec(known["spec"]), data["openings"])

    log_anyway(world, procedure, "drawn", data)

    assert "released shares open to other" in problem_of(world, procedure)


def test_a_number_contributed_after_the_close_is_found(world: ExchangeWorld) -> None:
    procedure = closed(world)
    gather_draw(world.house, procedure, "committee")
    data = drawn_data(world, procedure)
    late = {"contributor": 3, "commit": "00" * 32, "keyset": "00" * 32, "shares": []}

    log_anyway(world, procedure, "contribution-made", {"draw": "committee", "contribution": late})
    log_anyway(world, procedure, "drawn", data)

    assert "after the draw was closed" in problem_of(world, procedure)


def test_those_seated_are_compared_once_their_names_are_out(world: ExchangeWorld) -> None:
    procedure = made(world)
    world.sequence()

    (report,) = verify_draws(world.source, procedure)

    assert report.members == ""
    assert report.contributions == ("principal", "regulator", "bidder")


@pytest.fixture
def terminal(world: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(ApiWorld(world, monkeypatch), monkeypatch)


def test_a_draw_is_contributed_to_and_verified_by_command(
    terminal: Terminal, world: ExchangeWorld, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    file = tmp_path / "experts.json"
    file.write_text(json.dumps(EXPERTS))
    assert "20" in terminal.run("operator", expert.app, "import", str(file)).stdout
    assert "expert-3" in terminal.run("operator", expert.app, "list", "--specialty", "B01").stdout
    terminal.run("principal", expert.app, "list", status=3)
    procedure = world.draft("cn.works.open-tender-drawn")
    world.publish(procedure)
    world.sequence()
    world.wait(days=1)
    ask(world, OPERATOR, procedure, "order-draw", **ORDER)

    terminal.run("principal", draw.app, "contribute", procedure, "committee")
    terminal.run("firm-9", draw.app, "contribute", procedure, "committee")
    terminal.run("principal", draw.app, "contribute", procedure, "committee", status=3)
    terminal.run("principal", draw.app, "contribute", procedure, "other", status=3)

    ask(world, OPERATOR, procedure, "close-draw", draw="committee")
    world.sequence()
    gather_draw(world.house, procedure, "committee")
    ask(world, OPERATOR, procedure, "draw", draw="committee")
    world.sequence()
    monkeypatch.setattr(recomputing, "open_source", lambda _where: world.source)
    told = terminal.run("", draw.app, "verify", "there", procedure).stdout
    assert "agrees" in told
    assert "principal, bidder" in told
    reports = json.loads(terminal.run("", draw.app, "verify", "there", procedure, "--json").stdout)
    assert reports[0]["state"] == "drawn"


def test_releases_made_offline_open_a_draw(
    terminal: Terminal, world: ExchangeWorld, tmp_path: Any
) -> None:
    procedure = closed(world)
    for number, custodian in enumerate(world.custodians[:3]):
        file = tmp_path / f"draw-{number}.json"
        assert write_draw_release(custodian.desk, procedure, "1", "committee", file) is None
        terminal.run("operator", draw.app, "release", procedure, "committee", str(file))

    forged = json.loads(file.read_text()) | {"sig": "00" * 64}
    file.write_text(json.dumps(forged))
    terminal.run("operator", draw.app, "release", procedure, "committee", str(file), status=1)
    assert write_draw_release(world.custodians[3].desk, procedure, "1", "x", file) is not None

    ask(world, OPERATOR, procedure, "draw", draw="committee")
