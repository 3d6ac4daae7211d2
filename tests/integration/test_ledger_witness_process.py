"""Witnesses and commands as processes: started, asked, stopped, and refused a second time."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec
import psycopg
import pytest
from tests.support.log_world import OPERATOR, event, noon, open_world, secret_bid

from poletai.ledger.policy import Policy, Witness, format_policy, quorum_of
from poletai.ledger.stored import StoredEvent
from poletai.ledger.witness_folder import WitnessFolder
from poletai.ledger.witness_server import serve_witness


def command(noun: str, *words: object, **environment: str) -> tuple[list[str], dict[str, str]]:
    program = f"from poletai.cli.{noun} import app; app()"
    line = [sys.executable, "-c", program, *map(str, words)]
    return line, os.environ | environment


def run(noun: str, *words: object) -> subprocess.CompletedProcess[str]:
    line, environment = command(noun, *words)
    return subprocess.run(line, env=environment, capture_output=True, text=True, check=False)


@contextmanager
def served(folder: Path, **environment: str) -> Iterator[str]:
    """Serve a witness as a process of its own and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["serve", "--folder", folder, "--port", port]
    line, environment = command("witness", *words, **environment)
    process = subprocess.Popen(line, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield wait_for(f"http://127.0.0.1:{port}")
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def wait_for(address: str) -> str:
    for _ in range(200):
        try:
            httpx.get(address + "/vkey")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return address
    pytest.fail("the witness did not come up")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = run("witness", "keygen", "--folder", tmp_path / "w", "--name", "w.example")
    assert made.returncode == 0
    assert run("witness", "follow", "--folder", tmp_path / "w", OPERATOR.verifier.vkey).stdout == ""
    assert run("witness", "key", "--folder", tmp_path / "w").stdout == made.stdout
    return tmp_path / "w"


def test_a_log_is_witnessed_verified_and_proved_by_commands(
    postgres_dsn: str, tmp_path: Path, folder: Path
) -> None:
    (tmp_path / "offset").write_text("3600")
    with served(folder, POLETAI_CLOCK_OFFSET_FILE=str(tmp_path / "offset")) as address:
        verifier = WitnessFolder(folder).cosigner(noon).verifier
        witness = Witness("w.example", verifier, address)
        policy = quorum_of((OPERATOR.verifier,), (witness,), 1)
        world = open_world(postgres_dsn, tmp_path, policy)
        bid = world.append(event(), secret_bid())[1]
        assert world.step().quorum
        again = run("witness", "serve", "--folder", folder, "--port", 1)
        assert again.returncode == 1
        assert "another witness" in again.stderr
        world.sequencer.close()
    report = world.require_whole()
    assert report.times["w.example"] > time.time() + 3000

    (tmp_path / "policy").write_text(format_policy(policy))
    words = ["--policy", tmp_path / "policy", "--seen", tmp_path / "seen"]
    for _ in range(2):
        verified = run("log", "verify", world.published, *words)
        assert (verified.returncode, verified.stderr) == (0, "")
        assert "everything holds" in verified.stdout
    assert "own policy" in run("log", "verify", world.published).stdout
    prove_and_check(tmp_path, world.published, bid)


def prove_and_check(tmp_path: Path, published: Path, bid: StoredEvent) -> None:
    proof = tmp_path / "bid.tlog-proof"
    made = run("log", "prove", published, 1, "--out", proof)
    assert made.returncode == 0
    assert run("log", "prove", published, 1).stdout == proof.read_text()
    (tmp_path / "envelope").write_bytes(msgspec.json.encode(bid.envelope))
    rest = ["--envelope", tmp_path / "envelope", "--policy", tmp_path / "policy"]
    assert run("log", "receipt", proof, *rest).returncode == 1
    assert bid.salt
    salted = ["--salt", bid.salt.hex(), "--out", proof]
    assert run("log", "prove", published, 1, *salted).returncode == 0
    checked = run("log", "receipt", proof, *rest)
    assert "leaf 1 of 2" in checked.stdout
    (tmp_path / "envelope").write_text("[]")
    assert run("log", "receipt", proof, *rest).returncode == 1
    (tmp_path / "envelope").write_text("no")
    assert run("log", "receipt", proof, *rest).returncode == 1


def test_a_log_that_was_touched_fails_with_a_report(postgres_dsn: str, tmp_path: Path) -> None:
    world = open_world(postgres_dsn, tmp_path, Policy((OPERATOR.verifier,)))
    world.append(event())
    world.step()
    world.sequencer.close()
    (world.published / "tile" / "0" / "000.p" / "1").write_bytes(bytes(32))

    told = run("log", "verify", world.published)
    as_json = run("log", "verify", world.published, "--json")

    assert told.returncode == as_json.returncode == 1
    assert "disagreement: tile/0/000.p/1" in told.stdout
    assert '"problems":[{' in as_json.stdout
    assert run("log", "prove", world.published, 9).returncode == 1


def test_commands_say_what_is_wrong_with_keys(tmp_path: Path) -> None:
    first = run("log", "keygen", tmp_path / "key", "--origin", "log.example")
    second = run("log", "keygen", tmp_path / "key", "--origin", "log.example")

    assert first.stdout.startswith("log.example+")
    assert (second.returncode, "exists" in second.stderr) == (1, True)
    assert run("witness", "key", "--folder", tmp_path / "none").returncode == 1
    assert run("witness", "follow", "--folder", tmp_path, "hello").returncode == 1
    assert run("witness", "keygen", "--folder", tmp_path, "--name", "a b").returncode == 1
    (tmp_path / "policy").write_text("hello\n")
    failed = run("log", "verify", tmp_path, "--policy", tmp_path / "policy")
    assert "policy line 1" in failed.stderr


def test_a_served_witness_stops_when_it_is_told_to(folder: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def stop() -> None:
        wait_for(f"http://127.0.0.1:{port}")
        os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=stop)
    thread.start()
    serve_witness(folder, "127.0.0.1", port, noon)
    thread.join()

    with WitnessFolder(folder).held():
        assert WitnessFolder(folder).last("log.example") is None


def test_a_keeper_audits_and_rebuilds_with_commands(postgres_dsn: str, tmp_path: Path) -> None:
    world = open_world(postgres_dsn, tmp_path)
    world.append(event(), secret_bid())
    world.step()
    world.sequencer.close()
    there = ["--database", postgres_dsn]
    audit = ["audit", world.published, *there, "--key", tmp_path / "store.key"]
    rebuild = ["rebuild", tmp_path / "new", *there, "--policy", world.published / "policy"]

    assert run("log", *audit).stdout == "database and log agree\n"
    assert [run("log", *rebuild).returncode for _ in range(2)] == [0, 1]
    assert "everything holds" in run("log", "verify", tmp_path / "new").stdout
    with psycopg.connect(postgres_dsn) as conn:
        conn.execute("DELETE FROM ledger_leaf WHERE index = 1")
    assert run("log", *audit).stdout.startswith("missing: leaf 1")
    audit[-1] = tmp_path / "none"
    assert "cannot be read" in run("log", *audit).stderr
