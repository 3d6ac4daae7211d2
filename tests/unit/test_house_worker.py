"""The worker: tasks rest after what passes, stop after what does not, and end when told."""

from threading import Event

import psycopg
import pytest

from poletai.ledger.errors import LockedError
from poletai.site.tasks import BROKEN, keep, repeat, run


def test_a_lost_database_is_only_a_rest(caplog: pytest.LogCaptureFixture) -> None:
    stop = Event()
    problems = [
        psycopg.OperationalError("host=secret"),
        LockedError(where="sequencer", what="another one holds this log"),
    ]

    def task(stop: Event) -> None:
        if problems:
            raise problems.pop(0)
        stop.set()

    keep("sequencer", task, stop, rest=0)

    assert caplog.messages == ["sequencer rests: OperationalError", "sequencer rests: LockedError"]


def test_a_broken_task_stops_the_others(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: Event) -> None:
        message = "the disk tells another story"
        raise RuntimeError(message)

    def patient(stop: Event) -> None:
        stop.wait(30)

    assert run({"sequencer": broken, "timers": patient}, Event()) == BROKEN
    assert caplog.messages == ["sequencer broke"]


def test_a_step_is_repeated_without_rest_while_there_is_work() -> None:
    stop = Event()
    done = []

    def step() -> int:
        done.append("move")
        if len(done) == 3:
            stop.set()
        return 1

    assert run({"timers": repeat(step, pause=60)}, stop) == 0
    assert len(done) == 3


def test_a_step_without_work_rests_until_told_to_stop() -> None:
    stop = Event()

    def step() -> int:
        stop.set()
        return 0

    assert run({"timers": repeat(step, pause=60)}, stop) == 0
