"""Custodians as processes of their own, and the worker, in both stages of two envelopes."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx
import pytest
from tests.support.exchange_world import ExchangeWorld
from tests.support.live_exchange import free_port
from tests.support.two_envelopes import bid_of, judge, lot_of, open_technical

from poletai.core.basics.canonical import canonical
from poletai.exchange import timers
from poletai.exchange.models import Task
from poletai.exchange.read_models.record import public_record
from poletai.sealing.custodian.folder import CustodianFolder


@pytest.fixture
def technical(exchange: ExchangeWorld) -> str:
    """A trade whose four technical parts are open, before a committee."""
    return open_technical(exchange)


def publish(exchange: ExchangeWorld, procedure: str) -> None:
    """Put the record beside the log, as an exchange serves them."""
    file = exchange.folder / "record" / procedure / "index.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(canonical(public_record(exchange.house, procedure)))
    (exchange.folder / "clock").write_text(str(exchange.now.timestamp() - time.time()))


@contextmanager
def serving(exchange: ExchangeWorld) -> Iterator[list[tuple[str, str]]]:
    """Run every custodian of an exchange; gives the address and the token of each."""
    running, reached = [], []
    code = "from poletai.cli.custodian import app; app()"
    environment = {**os.environ, "POLETAI_CLOCK_OFFSET_FILE": str(exchange.folder / "clock")}
    for number in range(1, 6):
        folder, port = exchange.folder / f"custodian-{number}", free_port()
        words = ["--folder", str(folder), "--exchange", str(exchange.folder), "--port", str(port)]
        command = [sys.executable, "-c", code, "serve", *words]
        running.append(subprocess.Popen(command, env=environment))
        reached.append((f"http://127.0.0.1:{port}", CustodianFolder(folder).token()))
    try:
        yield reached
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=10)


def asked(reached: list[tuple[str, str]], procedure: str, part: str) -> list[Any]:
    """Ask every custodian for its shares of a part."""
    question = {"procedure": procedure, "lot": "1", "part": part}
    return [answered(address, token, question) for address, token in reached]


def answered(address: str, token: str, question: dict[str, str]) -> Any:
    for _ in range(100):
        with suppress(httpx.ConnectError):
            return ask(f"{address}/release", token, question)
        time.sleep(0.1)
    pytest.fail(f"{address} does not answer")


def ask(address: str, token: str, question: dict[str, str]) -> Any:
    headers = {"authorization": f"Bearer {token}"}
    request = httpx.Request("POST", address, json=question, headers=headers)
    with httpx.Client() as client:
        return json.loads(client.send(request).content)


def test_every_custodian_refuses_an_operator_that_asks_for_prices_too_early(
    exchange: ExchangeWorld, technical: str
) -> None:
    publish(exchange, technical)
    with serving(exchange) as reached:
        early = asked(reached, technical, "price")
        judge(exchange, technical)
        publish(exchange, technical)
        released = asked(reached, technical, "price")

    assert [answer["code"] for answer in early] == ["part-not-due"] * 5
    going_on = {bid_of(exchange, "firm-0"), bid_of(exchange, "firm-1")}
    assert all({share["bid"] for share in one["shares"]} == going_on for one in released)
    assert all(share["share"] for one in released for share in one["shares"])


def test_the_worker_drives_both_stages(
    exchange: ExchangeWorld, technical: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timers, "house", lambda: exchange.house)
    monkeypatch.setattr(timers, "close_old_connections", lambda: None)
    waiting = [set(Task.objects.values_list("kind", flat=True))]
    judge(exchange, technical)
    waiting.append(set(Task.objects.values_list("kind", flat=True)))
    for _ in range(3):
        timers.lot_tasks()
        exchange.sequence()
        exchange.wait(seconds=2)

    assert waiting == [set(), {"release", "open"}]
    assert lot_of(exchange, technical).state == "opened"
