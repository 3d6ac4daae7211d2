"""Rooms being taken over: claimed already, read from their streams, and kept after that."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from time import monotonic

import msgspec
import psycopg

from poletai.core.rooms import RoomRecordError
from poletai.ledger.lease import Lease
from poletai.live.rebuilding import Rebuilt

DOUBT = (psycopg.Error, OSError, TimeoutError)
_REST = 0.1
_log = logging.getLogger("poletai.live")


class Taking:
    """What is being read: `read` does it in a thread, `taken` hears when it is done."""

    def __init__(
        self,
        read: Callable[[str], Rebuilt | None],
        taken: Callable[[Lease, Rebuilt], Awaitable[None]],
    ) -> None:
        self._read, self._taken = read, taken
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def take(self, lease: Lease) -> None:
        """Read the room of a lease, and no longer that of an earlier one."""
        if before := self._tasks.pop(lease.stream, None):
            before.cancel()
        self._tasks[lease.stream] = asyncio.create_task(self._take(lease, monotonic()))

    def forget(self) -> None:
        """Leave everything that is not done: the leases are given back."""
        for task in self._tasks.values():
            task.cancel()
        self._tasks.clear()

    async def _take(self, lease: Lease, began: float) -> None:
        try:
            rebuilt = await self._patiently(lease.stream)
        except RoomRecordError:
            _log.exception("a room whose record cannot be is kept shut")
            return
        del self._tasks[lease.stream]
        if rebuilt is not None:
            await self._taken(_later(lease, monotonic() - began), rebuilt)

    async def _patiently(self, stream: str) -> Rebuilt | None:
        while True:
            with suppress(*DOUBT):
                return await asyncio.to_thread(self._read, stream)
            await asyncio.sleep(_REST)


def _later(lease: Lease, seconds: float) -> Lease:
    """Return a lease as claimed so long ago: the time it took to read the room counts as well."""
    if lease.idle is None:
        return lease
    return msgspec.structs.replace(lease, idle=lease.idle + timedelta(seconds=seconds))
