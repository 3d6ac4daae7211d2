"""A custodian answers over HTTP, from files and from the command line, each the same."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from tests.support.sealed_trade import LOT, PROCEDURE, SealedTrade
from typer.testing import CliRunner

from poletai.cli import custodian as custodian_cli
from poletai.ledger.policy import format_policy
from poletai.sealing.custodian.app import make_app
from poletai.sealing.custodian.folder import CustodianFolder, create_folder
from poletai.sealing.custodian.serve import open_desk, serve
from poletai.sealing.drill import drill_holds, seal_drill
from poletai.sealing.errors import CustodianFolderError
from poletai.sealing.header import header_object
from poletai.sealing.release import inspect_release, read_release

ASK = {"procedure": PROCEDURE, "lot": LOT}
CHALLENGE = bytes(range(32))
WORD = "word"
run = CliRunner()


@pytest.fixture
def trade(tmp_path: Path) -> SealedTrade:
    trade = SealedTrade(tmp_path / "trade")
    trade.announce()
    return trade


class Http:
    """Asks the application in this process, without a socket."""

    def __init__(self, app: Any) -> None:
        self._transport = httpx.ASGITransport(app)

    def get(self, path: str) -> httpx.Response:
        return asyncio.run(self._ask("GET", path, None, ""))

    def post(self, path: str, json: Any, token: str = WORD) -> httpx.Response:
        return asyncio.run(self._ask("POST", path, json, token))

    async def _ask(self, method: str, path: str, body: Any, token: str) -> httpx.Response:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        async with httpx.AsyncClient(transport=self._transport, base_url="http://c") as client:
            return await client.request(method, path, json=body, headers=headers)


@pytest.fixture
def http(trade: SealedTrade) -> Http:
    return Http(make_app(trade.desks[0], "word"))


def on_disk(trade: SealedTrade, folder: Path) -> Path:
    for path, body in trade.files.items():
        file = folder / (path + "index.json" if path.endswith("/") else path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    return folder


def test_a_custodian_says_who_it_is_and_gives_one_key_a_lot(trade: SealedTrade, http: Http) -> None:
    first = trade.keyset.custodians[0]

    assert http.get("/id").json() == {"id": first.id, "key": first.id}
    assert http.post("/keys", json=ASK).json() == {
        "id": first.id,
        "pub": first.pub,
        "sig": first.sig,
    }


def test_a_custodian_drills(trade: SealedTrade, http: Http) -> None:
    first = trade.keyset.custodians[0]
    sealed = seal_drill(first.pub, PROCEDURE, LOT, CHALLENGE)

    answer = http.post("/drill", json={**ASK, "sealed": sealed}).json()

    assert drill_holds(first.id, CHALLENGE, answer["opened"], answer["sig"])


def test_a_custodian_checks_shares_and_releases_them(trade: SealedTrade, http: Http) -> None:
    bid = trade.seal("Bob")
    question = {
        "header": header_object(bid.header),
        "signature": bid.signature,
        "keyset": msgspec.to_builtins(trade.keyset),
    }
    trade.deposit(bid)

    receipt = http.post("/share-check", json=question)
    refused = http.post("/share-check", json={**question, "signature": "00" * 64})
    trade.publish()
    early = http.post("/release", json={**ASK, "part": "price"})
    trade.close()
    released = http.post("/release", json={**ASK, "part": "price"}).json()

    assert receipt.json()["bid_hash"] == bid.bid_hash
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["code"] == "signature"
    assert (early.status_code, early.json()["code"]) == (409, "manifest-not-in-log")
    assert inspect_release(read_release(released), trade.keyset, released["manifest"]) == ()


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/keys", {"procedure": PROCEDURE}, 422, "malformed"),
        ("/drill", {**ASK, "sealed": "no hex"}, 422, "bad-input"),
        ("/drill", {**ASK, "sealed": "00"}, 422, "unreadable"),
        ("/drill", {**ASK, "lot": "2", "sealed": "00"}, 404, "custodian-folder"),
        ("/share-check", {"header": {}, "signature": "", "keyset": {}}, 422, "malformed"),
        ("/release", {**ASK, "part": "price"}, 503, "missing"),
        ("/keys", {"procedure": "x" * (1 << 20), "lot": LOT}, 413, "too-large"),
    ],
)
def test_bad_questions_get_a_code_and_a_reason(
    http: Http, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    answer = http.post(path, json=body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_nobody_is_answered_without_the_token(http: Http) -> None:
    answer = http.post("/keys", json=ASK, token="guess")

    assert (answer.status_code, answer.json()["code"]) == (401, "token")


def test_a_folder_keeps_its_keys_to_itself(trade: SealedTrade) -> None:
    path = trade.folder / "custodian-1"
    folder = CustodianFolder(path)

    assert path.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in path.rglob("*") if file.is_file())
    with pytest.raises(CustodianFolderError, match="never overwritten"):
        create_folder(path, policy=format_policy(trade.policy))
    with pytest.raises(CustodianFolderError, match="keygen"):
        CustodianFolder(trade.folder / "nobody").identity()
    assert folder.token() == WORD
    folder.destroy_lot_key(PROCEDURE, LOT)
    with pytest.raises(CustodianFolderError, match="no key"):
        folder.lot_key(PROCEDURE, LOT)


def test_a_custodian_works_offline_with_files(trade: SealedTrade, tmp_path: Path) -> None:
    folder, out = trade.folder / "custodian-2", tmp_path / "answer.json"
    trade.deposit(trade.seal("Bob"))
    trade.publish()
    early = on_disk(trade, tmp_path / "early")
    trade.close()
    closed = on_disk(trade, tmp_path / "closed")
    words = [PROCEDURE, LOT, "price", "--out", str(out), "--folder", str(folder)]

    refused = run.invoke(custodian_cli.app, ["release", "--exchange", str(early), *words])
    done = run.invoke(custodian_cli.app, ["release", "--exchange", str(closed), *words])
    nothing = run.invoke(custodian_cli.app, ["release", "--exchange", str(tmp_path), *words])

    assert (refused.exit_code, "manifest-not-in-log" in refused.output) == (3, True)
    assert (done.exit_code, nothing.exit_code) == (0, 1), done.output
    answer = read_release(json.loads(out.read_text()))
    assert inspect_release(answer, trade.keyset, answer.manifest) == ()


def test_a_custodian_begins_with_a_folder_of_its_own(trade: SealedTrade, tmp_path: Path) -> None:
    policy, folder, out = tmp_path / "policy", tmp_path / "own", tmp_path / "key.json"
    policy.write_text(format_policy(trade.policy))
    words = ["keygen", "--folder", str(folder), "--policy", str(policy)]

    made = run.invoke(custodian_cli.app, words)
    again = run.invoke(custodian_cli.app, words)
    key = run.invoke(
        custodian_cli.app, ["key", PROCEDURE, LOT, "--folder", str(folder), "--out", str(out)]
    )
    stranger = ["--folder", str(tmp_path / "none")]
    lost = run.invoke(custodian_cli.app, ["key", PROCEDURE, LOT, *stranger, "--out", str(out)])
    dead = run.invoke(custodian_cli.app, ["serve", *stranger, "--exchange", ".", "--port", "1"])

    assert [one.exit_code for one in (made, again, key, lost, dead)] == [0, 1, 0, 1, 1]
    assert json.loads(out.read_text())["id"] == made.output.strip()


def test_a_custodian_is_a_process_of_its_own(trade: SealedTrade, tmp_path: Path) -> None:
    trade.close()
    exchange = on_disk(trade, tmp_path / "exchange")
    port = _free_port()
    offset = tmp_path / "offset"
    offset.write_text(str(trade.now.timestamp() - time.time()))
    code = "from poletai.cli.custodian import app; app()"
    words = ["--folder", str(trade.folder / "custodian-3"), "--exchange", str(exchange)]
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", *words, "--port", str(port)],
        env={**os.environ, "POLETAI_CLOCK_OFFSET_FILE": str(offset)},
    )
    try:
        address = f"http://127.0.0.1:{port}"
        answer = _patiently(f"{address}/release", {**ASK, "part": "price"})
        who = httpx.get(f"{address}/id").json()
    finally:
        process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=10) == 0
    assert who["id"] == trade.keyset.custodians[2].id
    assert read_release(answer).custodian == 3


def test_a_custodian_serves_until_it_is_told_to_stop(trade: SealedTrade) -> None:
    answers: list[Any] = []
    port = _free_port()

    def ask_then_stop() -> None:
        try:
            answers.append(_patiently(f"http://127.0.0.1:{port}/keys", ASK))
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    asking = threading.Thread(target=ask_then_stop)
    asking.start()
    serve(trade.folder / "custodian-4", "http://127.0.0.1:9", port)
    asking.join()

    assert answers == [trade.desks[3].lot_key(PROCEDURE, LOT)]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _patiently(address: str, question: Any) -> Any:
    for _ in range(100):
        try:
            word = {"authorization": "Bearer word"}
            return httpx.post(address, json=question, headers=word).json()
        except httpx.ConnectError:
            time.sleep(0.1)
    pytest.fail(f"{address} does not answer")


def test_two_who_ask_at_once_get_one_key(trade: SealedTrade) -> None:
    desks = [open_desk(trade.folder / "custodian-1", ".") for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        keys = list(pool.map(lambda desk: desk.lot_key(PROCEDURE, "9")["pub"], desks))

    assert len(set(keys)) == 1
