"""A sequencer killed again and again under load loses no event and leaves a log that verifies."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.support.log_world import LogWorld, event, open_world, patient_sequencer, secret_bid

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from threading import Event
from poletai.ledger.policy import Policy
from tests.support.log_world import OPERATOR, patient_sequencer
with patient_sequencer(sys.argv[1], sys.argv[2], Policy((OPERATOR.verifier,))) as sequencer:
    sequencer.run(Event(), pause=0.001)
"""


def run_and_kill(world: LogWorld, seconds: float) -> None:
    line = [sys.executable, "-c", PROGRAM, world.dsn, str(world.published)]
    process = subprocess.Popen(line, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
    before = world.published.joinpath("checkpoint").read_bytes()
    while world.published.joinpath("checkpoint").read_bytes() == before:
        assert process.poll() is None
        world.append(event(stream=os.urandom(16).hex()), secret_bid(os.urandom(16).hex()))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        world.append(*[secret_bid(os.urandom(16).hex()) for _ in range(20)])
    process.kill()
    process.wait()


def test_no_event_is_lost_and_the_log_holds_after_every_kill(
    postgres_dsn: str, tmp_path: Path
) -> None:
    world = open_world(postgres_dsn, tmp_path)
    world.step()
    world.sequencer.close()
    chance = random.Random(7)  # noqa: S311 - chooses moments, guards nothing

    for _ in range(6):
        run_and_kill(world, chance.random() / 3)
        world.require_whole()

    world.sequencer = patient_sequencer(world.dsn, world.published, world.policy)
    while world.step().added:
        pass
    last = world.append(event())[0]
    assert world.step().size == last.id
    world.sequencer.close()
