"""`poletai serve` as an operator meets it: up, alive after a kill, down without a trace."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from poletai.site.postgres.place import Place, place_for
from poletai.site.postgres.postmaster import command_line, postmaster_of
from poletai.site.tasks import BROKEN

ADDRESS = "http://127.0.0.1:58219"
PATIENCE = 60.0


@contextmanager
def served(home: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "POLETAI_HOME": str(home), "POLETAI_DATABASE_URL": ""}
    command = [sys.executable, "-m", "poletai.site.serve", "--port", "58219", "--workers", "1"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == f"{ADDRESS}/\n"
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)


def eventually(question: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not question():
        assert time.monotonic() < give_up, "it never came true"
        time.sleep(0.1)


def checkpoint() -> str:
    return httpx.get(f"{ADDRESS}/log/checkpoint").text


def worker_of(home: Path) -> int:
    """Find the worker by the environment it was started with."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and command_line(int(folder.name))[-1:] == ["poletai.site.worker"]:
            environment = (folder / "environ").read_bytes()
            if f"POLETAI_HOME={home}".encode() in environment.split(b"\0"):
                return int(folder.name)
    return pytest.fail("no worker runs")


def gone(place: Place) -> bool:
    return postmaster_of(place) is None


@pytest.mark.slow
def test_what_is_served_survives_a_kill_of_the_database_and_goes_down_cleanly(
    open_home: Path,
) -> None:
    place = place_for(open_home)
    with served(open_home) as process:
        eventually(lambda: checkpoint().startswith("localhost/log\n0\n"))
        first = postmaster_of(place)
        assert first

        os.kill(first, signal.SIGKILL)

        assert process.stdout
        assert "PostgreSQL was gone and has been started again" in process.stdout.readline()
        eventually(lambda: postmaster_of(place) not in {None, first})
        assert checkpoint().startswith("localhost/log\n0\n")

    assert process.returncode == 0
    assert gone(place)
    assert "database system is shut down" in place.log.read_text()
    with pytest.raises(httpx.ConnectError):
        checkpoint()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds the worker in /proc")
def test_a_worker_that_dies_ends_everything_and_is_told_of(open_home: Path) -> None:
    with served(open_home) as process:
        os.kill(worker_of(open_home), signal.SIGKILL)

        assert process.wait(PATIENCE) == BROKEN
        assert process.stdout
        assert "worker ended with code -9" in process.stdout.read()

    assert gone(place_for(open_home))


def test_a_wrong_setting_stops_the_start_and_is_named(open_home: Path) -> None:
    environment = {**os.environ, "POLETAI_HOME": str(open_home), "POLETAI_POSTGRES_PORT": "many"}
    environment["POLETAI_DATABASE_URL"] = ""
    command = [sys.executable, "-m", "poletai.site.serve"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == BROKEN
    assert (
        done.stderr
        == "POLETAI_POSTGRES_PORT is 'many': it must be a whole number from 0 to 65535.\n"
    )
