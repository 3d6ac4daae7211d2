"""Kills of what a live exchange runs on, each followed by a new start of what was killed."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.support.live_exchange import LiveExchange

from poletai.site.postgres.errors import PostgresStartError
from poletai.site.postgres.postmaster import postmaster_of
from poletai.site.processes import await_answer, start, stop


class Killer:
    """Kills with SIGKILL whatever the dice say, at the moment they say."""

    def __init__(self, live: LiveExchange, seed: int) -> None:
        self._live, self._chance = live, Random(seed)  # noqa: S311 - moments, nothing secret
        self.killed: list[str] = []
        self._kills: dict[str, Callable[[], None]] = {
            "one process of the site": self._site_process,
            "the whole site": self._site,
            "the worker": self._worker,
            "PostgreSQL": self._postmaster,
            "one backend of PostgreSQL": self._backend,
        }

    def kill(self, times: int, await_load: Callable[[], None]) -> None:
        """Kill so many times, every kind once before any comes twice, each under a load again."""
        kinds: list[str] = []
        for _ in range(times):
            kinds = kinds or self._chance.sample(sorted(self._kills), len(self._kills))
            await_load()
            time.sleep(self._chance.uniform(0.0, 1.5))
            self.killed.append(kinds[-1])
            self._kills[kinds.pop()]()
            self._require_up()

    def _site_process(self) -> None:
        _kill(self._chance.choice(children_of(self._live.program("web").process.pid)))
        self._again("web")

    def _site(self) -> None:
        _kill(self._live.program("web").process.pid)
        self._again("web")

    def _worker(self) -> None:
        _kill(self._live.program("worker").process.pid)
        self._again("worker")

    def _postmaster(self) -> None:
        place = self._live.database.place
        assert place
        postmaster = postmaster_of(place)
        assert postmaster
        _kill(postmaster)
        while not self._revived():
            time.sleep(0.1)

    def _revived(self) -> bool:
        try:
            return self._live.database.revive()
        except PostgresStartError:
            return False

    def _backend(self) -> None:
        # The postmaster then ends all others too, and recovers by itself.
        place = self._live.database.place
        assert place
        _kill(self._chance.choice(children_of(postmaster_of(place) or 0)))

    def _again(self, name: str) -> None:
        ended = self._live.program(name)
        stop(ended)
        self._live.up[self._live.up.index(ended)] = start(ended.program, ended.log.parent)

    def _require_up(self) -> None:
        await_answer(self._live.program("web"), f"{self._live.address}/log/policy")
        for one in self._live.up:
            assert not one.ended, f"{one.program.name} ended after {self.killed}:\n{one.told()}"


def children_of(pid: int) -> list[int]:
    """Return the processes a process has started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


def _kill(pid: int) -> None:
    # One that has just ended by itself is as gone as one that was killed.
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
