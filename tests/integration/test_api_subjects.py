"""Applicants and named suppliers over the API and on the command line."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.integration.test_api_cli import Terminal
from tests.support import trials
from tests.support.api_world import ApiWorld
from tests.support.exchange_world import ExchangeWorld
from tests.support.rounds import announced

from poletai.cli import procedure as commands


@pytest.fixture
def api(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> ApiWorld:
    exchange.house = replace(exchange.house, library=trials.library())
    return ApiWorld(exchange, monkeypatch)


def test_a_firm_applies_and_is_admitted_over_the_api(api: ApiWorld) -> None:
    procedure = announced(api.exchange)
    moves = f"/api/procedures/{procedure}/moves"

    applied = api.post(f"{moves}/apply", "firm-a")
    other = api.post(f"{moves}/apply", "firm-b", {"applicant": "firm-a"})
    strange = api.post(f"{moves}/admit-applicant", "principal", {"applicant": "a\x00"})
    admitted = api.post(f"{moves}/admit-applicant", "principal", {"applicant": "firm-a"})
    _, seen = api.get(f"/api/procedures/{procedure}")
    _, own = api.get(f"/api/procedures/{procedure}", "firm-a")
    _, owner = api.get(f"/api/procedures/{procedure}", "principal")

    assert applied[0] == admitted[0] == 201
    assert [answer[1]["code"] for answer in (other, strange)] == ["no-such-subject"] * 2
    assert seen["standing"]["applicants"] == []
    (mine,) = own["standing"]["applicants"]
    assert (mine["applicant"], mine["state"], mine["title"]["en"]) == (
        "firm-a",
        "admitted",
        "Admitted",
    )
    assert ("withdraw-application", "firm-a") in {
        (one["move"], one.get("applicant")) for one in own["allowed"]
    }
    assert {one["move"] for one in owner["allowed"]} >= {"invite", "fail-qualification"}


def test_the_schema_of_a_move_says_what_a_party_and_quotes_are(api: ApiWorld) -> None:
    _, restricted = api.get(f"/api/definitions/{trials.RESTRICTED}")
    _, framework = api.get(f"/api/definitions/{trials.FRAMEWORK}")
    fields = {move["when"]: move["fields"] for move in (*restricted["moves"], *framework["moves"])}
    _, described = api.get("/api/openapi.json")

    assert restricted["machines"]["applicant"]["initial"] == "new"
    invited = fields["invite"]["properties"]["invited"]
    assert invited["items"]["$ref"] == "#/$defs/PartyShape"
    assert set(fields["nominate"]["$defs"]["PartyShape"]["properties"]) == {"id", "name"}
    quotes = fields["order-by-quotes"]["properties"]["quotes"]
    assert quotes["additionalProperties"]["$ref"] == "#/$defs/MoneyShape"
    assert "continues" in fields["announce-round"]["$defs"]["LotShape"]["properties"]
    assert "applicant" in described["components"]["schemas"]["MoveBody"]["properties"]


def test_the_command_line_invites_applies_and_admits(
    api: ApiWorld, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    terminal = Terminal(api, monkeypatch)
    procedure = announced(api.exchange)
    parties = [{"id": "firm-b", "name": "Firm B"}, {"id": "firm-c", "name": "Firm C"}]
    file = tmp_path / "invited.json"
    file.write_text(json.dumps({"invited": parties}))

    def move(who: str, name: str, *more: str, status: int = 0) -> None:
        terminal.run(who, commands.app, "move", procedure, name, *more, status=status)

    move("firm-a", "apply")
    move("principal", "invite", "--fields", str(file))
    move("principal", "admit-applicant", "--applicant", "firm-a")
    move("principal", "admit-applicant", "--applicant", "firm-b", status=3)
    move("principal", "settle-list")

    states = {
        party: one.state for party, one in api.exchange.standing(procedure).applicants.items()
    }
    assert states == dict.fromkeys(("firm-a", "firm-b", "firm-c"), "admitted")
