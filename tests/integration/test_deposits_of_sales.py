"""Deposits of a sale: parties see what is owed to whom, who never bid sees its own, others none."""

import pytest
from tests.integration.test_every_kind_runs import _drafted, _happens
from tests.integration.test_portal_dues import shown
from tests.support.api_world import ApiWorld
from tests.support.exchange_world import PRINCIPAL, ExchangeWorld
from tests.support.main_lines import main_line
from tests.support.portal_world import PortalWorld

from poletai.exchange.actors import Actor

SALE = "cn.technology.listing"
OWNER = Actor("principal", PRINCIPAL)
MONEY = {"amount": "20000.00", "currency": "CNY"}


def called_off(exchange: ExchangeWorld) -> str:
    """Play a sale until its bidders are admitted, and call it off."""
    line = main_line(SALE)
    exchange.now = line[0].at
    procedure = _drafted(exchange, SALE, line[0])
    for made in line[1:]:
        if made.command is None or made.command.name == "settle-auction":
            break
        _happens(exchange, procedure, made, line, {})
    exchange.wait(hours=1)
    exchange.moves(OWNER, procedure, "cancel-procedure", reason="不再转让")
    exchange.sequence()
    return procedure


def admitted_to(exchange: ExchangeWorld, procedure: str) -> list[str]:
    """List who was admitted: an application nobody looked at is not among them."""
    known = exchange.standing(procedure).applicants.values()
    return sorted(one.applicant for one in known if one.state == "admitted")


def test_those_admitted_to_a_sale_called_off_see_their_own_deposit(
    exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = PortalWorld(exchange, monkeypatch)
    procedure = called_off(exchange)
    admitted = admitted_to(exchange, procedure)
    portal.seat("owner", "principal", PRINCIPAL)
    portal.seat("buyer", "bidder", admitted[0])
    portal.seat("stranger", "bidder", "firm-9")
    page = f"/procedures/{procedure}/dues/"

    assert shown(portal, page, "owner").count("20,000.00") == len(admitted) == 2
    assert shown(portal, page, "buyer").count("20,000.00") == 1
    assert "20,000.00" not in shown(portal, page, "stranger")
    assert shown(portal, "/desk/", "owner").count("20,000.00") == 2

    centre = Actor("operator", exchange.house.origin)
    exchange.moves(centre, procedure, "return-deposit", applicant=admitted[0], returned=MONEY)

    assert "20,000.00" not in shown(portal, page, "buyer")
    assert shown(portal, page, "owner").count("20,000.00") == 1


def test_deposits_are_told_over_the_api(api: ApiWorld) -> None:
    procedure = called_off(api.exchange)
    admitted = admitted_to(api.exchange, procedure)

    status, told = api.get(f"/api/procedures/{procedure}/dues", "principal")

    assert status == 200
    assert {one["bidder"] for one in told["items"]} == {*admitted}
    assert {(one["lot"], one["bid"], one["by"]) for one in told["items"]} == {("", "", "operator")}
