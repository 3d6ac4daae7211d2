"""Registers: brought by those who keep them, read for the bidders of one lot and nobody else."""

from pathlib import Path
from typing import Any

import pytest
from tests.support.api_world import ApiWorld
from tests.support.exchange_world import ExchangeWorld
from tests.support.opened import bid

from poletai.cli.register import _rows
from poletai.core.basics.problem import Problem, Refusal
from poletai.core.procedures.standing import LotStanding
from poletai.exchange.actors import Actor
from poletai.exchange.errors import ProblemsError
from poletai.exchange.models import Organisation, RegisterEntry
from poletai.exchange.registers import registers_of
from poletai.exchange.services.import_register import import_register, register_of

OPERATOR = Actor("operator", "centre")
CODE = "91350100M000100Y43"


def led(firm: str, person: str, source: str = "register") -> dict[str, Any]:
    entry = {"kind": "responsible-person", "one": firm, "other": person, "source": source}
    return {**entry, "recorded": "2026-03-01"}


def listed(body: str) -> dict[str, Any]:
    return {"body": body, "source": "a list", "since": "2025-01-01"}


def lot_of(*firms: str) -> LotStanding:
    bids = {firm: bid(firm, "100", bidder=firm) for firm in firms}
    return LotStanding(lot="1", state="opened", bids=bids)


def test_what_concerns_other_bodies_is_not_read(exchange: ExchangeWorld) -> None:
    body = {"name": "Two", "roles": ["bidder"], "since": exchange.now}
    Organisation.objects.update_or_create(id="firm-2", defaults={**body, "uscc": CODE})
    rows = [led("firm-1", "Wang"), led(CODE, "Wang"), led("firm-1", "Li"), led("firm-9", "Zhao")]
    assert import_register(exchange.house, OPERATOR, "relations", rows) == 4
    assert import_register(exchange.house, OPERATOR, "exclusions", [listed(CODE.lower())]) == 1

    found = registers_of(lot_of("firm-1", "firm-2", "firm-3"))

    assert [(one["one"], one["other"]) for one in found["relations"]] == [
        (CODE, "Wang"),
        ("firm-1", "Wang"),
    ]
    assert [one["body"] for one in found["exclusions"]] == [CODE.lower()]
    assert found["bodies"] == {"firm-2": CODE}
    nothing = registers_of(lot_of("firm-3"))
    assert (nothing["relations"], nothing["exclusions"]) == ([], [])


def test_a_firm_that_controls_another_bidder_is_read(exchange: ExchangeWorld) -> None:
    tie = {**led("firm-1", "firm-2"), "kind": "control"}
    other = {**led("firm-1", "firm-9"), "kind": "control"}
    import_register(exchange.house, OPERATOR, "relations", [tie, other])

    assert registers_of(lot_of("firm-1", "firm-2"))["relations"] == [tie]


def test_a_source_replaces_what_it_said_before_and_nothing_else(exchange: ExchangeWorld) -> None:
    for rows in ([led("a", "W", "one"), led("b", "W", "two")], [led("c", "W", "one")]):
        import_register(exchange.house, OPERATOR, "relations", rows)

    assert [row["one"] for row in register_of("relations")] == ["c", "b"]


def test_every_wrong_row_is_named_and_nothing_is_kept(exchange: ExchangeWorld) -> None:
    person = led("firm-1", "110101199003070000")
    rows = [led("firm-1", "Wang"), {"one": "firm-1"}, person]

    with pytest.raises(ProblemsError) as raised:
        import_register(exchange.house, OPERATOR, "relations", rows)

    found = [(p.code, p.where) for p in raised.value.problems if isinstance(p, Problem)]
    assert found == [("register-entry", "row 2"), ("register-person", "row 3")]
    assert not RegisterEntry.objects.exists()


def test_a_register_nobody_knows_is_not_kept(exchange: ExchangeWorld) -> None:
    with pytest.raises(ProblemsError):
        import_register(exchange.house, OPERATOR, "rumours", [])


def test_a_bidder_keeps_no_register(exchange: ExchangeWorld) -> None:
    answer = import_register(exchange.house, Actor("bidder", "firm-1"), "relations", [])

    assert isinstance(answer, Refusal)


def test_registers_come_and_go_over_the_api(api: ApiWorld) -> None:
    brought = {"entries": [listed("firm-1")]}

    assert api.post("/api/registers/exclusions", "firm-1", brought)[0] == 409
    assert api.post("/api/registers/exclusions", "operator", brought) == (
        201,
        {"register": "exclusions", "kept": 1},
    )
    assert api.post("/api/registers/exclusions", "operator", {"entries": [{}]})[0] == 422
    assert api.get("/api/registers/exclusions", "operator")[1]["items"][0]["body"] == "firm-1"
    assert api.get("/api/registers/exclusions", "firm-1")[0] == 409


def test_a_table_is_read_with_its_header(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text("body,source,since,until,scope\nfirm-1,a list,2025-01-01,,works; land\n")

    assert _rows(table) == [{**listed("firm-1"), "scope": ["works", "land"]}]
