"""The command line over the API, and accounts kept on this machine."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.integration.test_api_trade import WORKS, published
from tests.support.api_world import ApiWorld
from tests.support.exchange_world import ExchangeWorld
from typer.testing import CliRunner, Result

from poletai.cli import bid, procedure


class Terminal:
    """A terminal whose commands reach the exchange without a network."""

    def __init__(self, api: ApiWorld, monkeypatch: pytest.MonkeyPatch) -> None:
        self.api = api
        monkeypatch.setattr(httpx, "request", self._request)

    def run(self, who: str, app: Any, *arguments: str, status: int = 0) -> Result:
        environment = {"POLETAI_TOKEN": self.api.seat(who) if who else ""}
        result = CliRunner().invoke(app, arguments, env=environment)
        assert result.exit_code == status, result.output
        return result

    def _request(self, method: str, url: str, **request: Any) -> httpx.Response:
        path = url.removeprefix("http://127.0.0.1:8000")
        built = httpx.Request(method, "http://x" + path, params=request.get("params"))
        body = request.get("content", b"")
        if "json" in request:
            body = json.dumps(request["json"]).encode()
        answer = self.api.client.generic(
            method,
            built.url.raw_path.decode(),
            body,
            "application/json" if "json" in request else "application/octet-stream",
            headers=request["headers"],
        )
        return httpx.Response(answer.status_code, content=answer.content, request=built)


@pytest.fixture
def terminal(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(ApiWorld(exchange, monkeypatch), monkeypatch)


def test_a_procedure_is_drafted_listed_shown_and_moved(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "tender.pdf"
    file.write_bytes(b"%PDF")

    drafted = terminal.run("principal", procedure.app, "draft", WORKS, "--field", "title=泵站")
    identity = drafted.stdout.strip()
    kept = terminal.run(
        "principal", procedure.app, "document", identity, str(file), "--title", "文件"
    )
    shown = terminal.run("principal", procedure.app, "show", identity)
    listed = terminal.run("principal", procedure.app, "list", "--phase", "draft")
    as_json = terminal.run("principal", procedure.app, "list", "--phase", "draft", "--json")
    reason = ("--field", "reason=改期")
    terminal.run("principal", procedure.app, "move", identity, "cancel-procedure", *reason)

    assert json.loads(kept.stdout)["len"] == 4
    assert json.loads(shown.stdout)["title"] == "泵站"
    assert "泵站" in listed.stdout
    assert json.loads(as_json.stdout)["items"][0]["id"] == identity
    assert terminal.api.get(f"/api/procedures/{identity}")[1]["phase"] == "ended"


def test_a_refusal_exits_with_three_and_problems_with_one(terminal: Terminal) -> None:
    identity = published(terminal.api)
    move = ("move", identity, "ask-question")

    refused = terminal.run("principal", procedure.app, *move, "--field", "text=?", status=3)
    wrong = terminal.run("firm-1", procedure.app, *move, "--field", "txt=?", status=1)
    terminal.run("", procedure.app, *move, status=3)
    terminal.run("", procedure.app, "show", "nothing", status=3)
    terminal.run("", procedure.app, *move, "--field", "text", status=2)

    assert "not-permitted" in refused.stderr
    assert "field-missing" in wrong.stderr
    assert "field-unknown" in wrong.stderr


def test_a_bid_is_sealed_sent_followed_and_taken_back(terminal: Terminal, tmp_path: Path) -> None:
    identity = published(terminal.api)
    terminal.api.exchange.wait(days=1)
    terminal.api.seat("firm-1")
    keyset, folder, word = tmp_path / "keyset.json", tmp_path / "bid", tmp_path / "word.json"
    price, tech = tmp_path / "price.json", tmp_path / "tech.json"
    price.write_text('{"price":{"amount":"950000","currency":"CNY"}}')
    tech.write_text('{"plan":"we build it"}')

    checked = terminal.run("", bid.app, "check", f"price={price}", "--procedure", identity)
    elsewhere = ("--procedure", identity, "--lot", "9")
    terminal.run("", bid.app, "check", f"price={price}", *elsewhere, status=3)
    fetched = terminal.run("", bid.app, "keyset", identity, "1", "--out", str(keyset))
    terminal.run("", bid.app, "keyset", identity, "9", "--out", str(keyset), status=1)
    terminal.run(
        "", bid.app, "seal", "--keyset", str(keyset), "--part", f"price={price}",
        "--part", f"tech={tech}", "--bidder", "firm-1", "--documents", fetched.stdout.strip(),
        "--out", str(folder),
    )  # fmt: skip
    terminal.run("firm-1", bid.app, "deposit", str(folder))
    # The line broke before the answer came: the same bid again is the same bid.
    terminal.run("firm-1", bid.app, "deposit", str(folder))
    mine = json.loads(terminal.run("firm-1", bid.app, "mine").stdout)["items"]
    terminal.run("", bid.app, "withdraw", str(folder), "--out", str(word))
    terminal.run("firm-1", bid.app, "send-withdrawal", str(word))
    after = json.loads(terminal.run("firm-1", bid.app, "mine").stdout)["items"]

    assert "nothing is wrong with price" in checked.stdout
    assert json.loads((folder / "deposit.json").read_text())["bid"] == mine[0]["bid"]
    assert [one["withdrawn"] for one in (*mine, *after)] == [False, True]


def test_accounts_are_kept_on_this_machine(migrated_dsn: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "POLETAI_DATABASE_URL": migrated_dsn,
        "POLETAI_HOME": str(tmp_path),
    }

    def poletai(*arguments: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "poletai.cli", *arguments]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, input=typed, check=False
        )

    uscc = ("--uscc", "91420500MA00000001")
    body = poletai("organisation", "add", "示例水务", "--role", "bidder", *uscc)
    person = poletai(
        "user", "add", "chen", "--organisation", body.stdout.strip(), "--role", "bidder",
        "--password", "ein-langes-geheimnis",
    )  # fmt: skip
    king = poletai("organisation", "add", "x", "--role", "king")
    seat = ("--organisation", body.stdout.strip(), "--label", "bot")
    token = poletai("token", "new", *seat, "--role", "bidder")
    ended = poletai("token", "end", *seat)

    assert (body.returncode, body.stdout.strip()) == (0, "91420500MA00000001")
    assert "check character" in body.stderr
    assert (person.returncode, person.stdout.strip()) == (0, "chen")
    assert (king.returncode, "'king' is no role" in king.stderr) == (1, True)
    assert token.stdout.startswith("poletai_")
    assert ended.stdout.strip() == "1"
