"""The demonstration as a visitor runs it: separate processes, a log that verifies, awards again."""

import socket
import subprocess
import sys

import pytest
from tests.support import needs

from poletai.site.demo.stories import BEGIN, END, STAGES, stories


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "poletai.site.demo.main", "--port", port, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=400, check=False)


@pytest.mark.slow
def test_one_trade_is_played_verified_and_recomputed() -> None:
    told = demo("--play")

    assert told.returncode == 0, told.stdout + told.stderr
    lines = told.stdout.splitlines()
    assert "agrees" in lines
    assert any("entries, whole" in line for line in lines)
    assert any("procedure-completed" in line for line in lines)


@pytest.mark.slow
def test_real_notices_come_out_of_sealed_tenders_as_they_were_published() -> None:
    notices = needs.shared("data/ggzy-yichang/candidates.json")

    told = demo("--real", str(notices))

    assert told.returncode == 0, told.stdout + told.stderr
    assert "41 notices run as sealed tenders, 41 agree" in told.stdout


def test_a_file_that_is_not_there_is_said_and_nothing_is_served() -> None:
    told = demo("--real", "no-such-file.json")

    assert told.returncode == 1
    assert "cannot be read" in told.stdout


def test_every_demonstration_plays_the_same_stories() -> None:
    assert stories() == stories()
    assert {story.stage for story in stories()} == set(STAGES)
    assert all(BEGIN <= story.announced <= END for story in stories())
