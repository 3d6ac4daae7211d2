"""The tutorial, typed as it stands: a newcomer who follows it sees what it says."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.pages import ROOT, commands

PAGE = ROOT / "docs/tutorials/first-trade.md"
ADDRESS = "http://127.0.0.1:8000"
BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The province of step 2, at a port that is free here."""
    port = free_port()
    told = tmp_path_factory.mktemp("demo") / "told"
    words = [str(port) if word == "8000" else word for word in typed("demo", "--port")]
    with told.open("w") as out:
        demo = subprocess.Popen(words, stdout=out, stderr=out, env=environment())
        try:
            wait_for(f"http://127.0.0.1:{port}/", told, demo)
            yield f"http://127.0.0.1:{port}"
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(60)
    assert demo.returncode == 0, told.read_text()


def wait_for(word: str, told: Path, demo: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if word in told.read_text():
            return
        try:
            demo.wait(0.5)
        except subprocess.TimeoutExpired:
            continue
        break
    pytest.fail(f"the demonstration did not come up: {told.read_text()}")


def environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "200"}


def typed(*wanted: str) -> list[str]:
    """Return the page's command with these words; `./run` is what it ends in, `poletai`."""
    found = next(line for line in commands(PAGE) if set(wanted) <= set(line))
    return [word.replace("./run", "poletai") for word in found]


def run(words: list[str], folder: Path) -> str:
    done = subprocess.run(
        words,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=environment(),
        timeout=200,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_one_trade_is_played_and_agrees(tmp_path: Path) -> None:
    told = run(typed("demo", "--play"), tmp_path)

    assert told.rstrip().endswith("agrees")


@pytest.mark.slow
def test_the_log_is_checked_and_an_award_is_computed_again(served: str, tmp_path: Path) -> None:
    def there(words: list[str]) -> list[str]:
        return [word.replace(ADDRESS, served) for word in words]

    for _ in range(2):
        assert "everything holds" in run(there(typed("verify")), tmp_path)
    listed = run(there(typed("list", "ended")), tmp_path)
    (first, *_) = re.findall(r"[0-9a-f]{32}", listed)
    replay = [word.replace("<procedure>", first) for word in there(typed("replay"))]
    told = run(replay, tmp_path)

    assert told.rstrip().endswith("agrees")
    assert "awarded" in told


@pytest.mark.parametrize("verb", ["explain", "timetable"])
def test_the_rulebook_answers(verb: str, tmp_path: Path) -> None:
    assert run(typed("rulebook", verb), tmp_path)


def test_the_page_has_no_command_that_no_test_types() -> None:
    tried = [("demo", "--play"), ("demo", "--port"), ("verify",), ("list",), ("replay",)]
    tried += [("rulebook", "explain"), ("rulebook", "timetable")]
    known = [typed(*words) for words in tried] + [[".", ".venv/bin/activate"]]
    page = [[word.replace("./run", "poletai") for word in line] for line in commands(PAGE)]

    assert [line for line in page if line not in known] == []
