"""Tasks: what is done without being asked, each in its own thread, until told to stop."""

import logging
from collections.abc import Callable, Mapping
from threading import Event, Thread

import psycopg
from django.db import InterfaceError, OperationalError

from poletai.ledger.errors import LockedError

# A task runs until told to stop.
Task = Callable[[Event], None]

BROKEN = 10
_log = logging.getLogger("poletai.worker")
# The database is away, or another worker has the task: worth another try, later.
_PASSING = (psycopg.OperationalError, OperationalError, InterfaceError, LockedError)


def keep(name: str, task: Task, stop: Event, rest: float = 2.0) -> None:
    """Run a task, again after what passes by itself; anything else is raised."""
    while not stop.is_set():
        try:
            task(stop)
        except _PASSING as problem:
            _log.warning("%s rests: %s", name, type(problem).__name__)
            stop.wait(rest)


def repeat(step: Callable[[], int], pause: float = 0.5) -> Task:
    """Make a task of a step that returns how much it did: it rests when that was nothing."""

    def task(stop: Event) -> None:
        while not stop.is_set():
            if not step():
                stop.wait(pause)

    return task


def run(tasks: Mapping[str, Task], stop: Event) -> int:
    """Run all tasks until told to stop; one that breaks stops them all. Returns the exit code."""
    broken: list[str] = []

    def guarded(name: str, task: Task) -> None:
        try:
            keep(name, task, stop)
        except Exception:
            _log.exception("%s broke", name)
            broken.append(name)
        finally:
            stop.set()

    threads = [Thread(target=guarded, args=pair, name=pair[0]) for pair in tasks.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return BROKEN if broken else 0
