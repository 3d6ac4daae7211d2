"""The house: all rooms this process keeps, the connection it writes by, and the leases it holds.

Any doubt about the connection is answered in one way: everything is given back, claimed again and
read again. The gap stands in the room's own record.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from time import monotonic

import psycopg

from poletai.ledger.lease import Async, Lease, claim, finish, holders, outgrow, release, renew
from poletai.ledger.orders import open_orders
from poletai.ledger.room_events import KIND
from poletai.ledger.store import Store
from poletai.live.committing import commit
from poletai.live.keeper import Keeper
from poletai.live.messages import closing
from poletai.live.pulse import Pulse
from poletai.live.rebuilding import Rebuilt, rebuild
from poletai.live.taking import DOUBT, Taking

LEASE, RENEWAL, TICK = 1.5, 0.5, 0.25
_PATIENCE, _REST = 3.0, 0.1
_AT_ONCE, _MOST_OVER = 50, 200
_log = logging.getLogger("poletai.live")


class House:
    """What one process keeps; `url` is where clients of its rooms reach it, and no other."""

    def __init__(self, dsn: str, store: Store, now: Callable[[], datetime], url: str = "") -> None:
        self._dsn, self.store, self.now, self._url = dsn, store, now, url
        self.name = secrets.token_hex(8)
        self.rooms: dict[str, Keeper] = {}
        self.closing = False
        self._dirty: dict[Keeper, None] = {}
        self._wake = asyncio.Event()
        self._conn: Async | None = None
        self._work: asyncio.Task[None] | None = None
        self._taking = Taking(self._read, self._taken)
        self._renewed = self._held = 0.0
        self._opening = asyncio.Lock()
        self._pulse = Pulse()
        # One question at a time: many who ask for rooms keep no bid from being written.
        self._asking = asyncio.Lock()

    @property
    def owner(self) -> str:
        """How leases name this process: a name of its own, and where it is reached."""
        return f"{self.name} {self._url}"

    @property
    def ready(self) -> bool:
        """Whether the database is there."""
        return self._conn is not None

    def start(self) -> None:
        """Begin to keep rooms."""
        self._work = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Write what is decided, send everyone away, and give the rooms back."""
        self.closing = True
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                while self._conn is not None and any(r.unwritten for r in self.rooms.values()):
                    await asyncio.sleep(0.01)
        for room in self.rooms.values():
            room.audience.end(closing())
        if self._work is not None:
            self._work.cancel()
            with suppress(asyncio.CancelledError):
                await self._work

    async def locate(self, stream: str) -> Keeper | str | None:
        """Return the room, or the address of the process that keeps it; None where there is none.

        The address is empty while nobody keeps it.
        """
        give_up = monotonic() + _PATIENCE
        while not self.closing and monotonic() < give_up:
            room = self.rooms.get(stream)
            if room is not None and (room.kept or room.over):
                return room
            with suppress(*DOUBT):
                if self._conn is not None and (found := await self._found(self._conn, stream)):
                    return found[0]
            await asyncio.sleep(_REST)
        return ""

    async def _found(self, conn: Async, stream: str) -> tuple[Keeper | str | None] | None:
        """Ask who keeps a room; None where that is this process, or nobody."""
        async with self._asking:
            room = self.rooms.get(stream)
            if room is not None and (room.kept or room.over):
                return (room,)
            return await self._asked(conn, stream)

    async def _asked(self, conn: Async, stream: str) -> tuple[Keeper | str | None] | None:
        holder = (await holders(conn, [stream])).get(stream)
        if holder is None or holder.kind != KIND:
            return (None,)
        if holder.ended:
            return (await self._over(stream),)
        if holder.owner in {"", self.owner}:
            return None
        return (holder.owner.partition(" ")[2],)

    async def _over(self, stream: str) -> Keeper | None:
        """Open a room that is over for those who look at it: once, however many come at once."""
        async with self._opening:
            room = self.rooms.get(stream)
            if room is not None and room.over:
                return room
            rebuilt = await asyncio.to_thread(self._read, stream)
            if rebuilt is None:
                return None
            room = self._room(stream)
            room.reread(rebuilt)
            return room

    # Keeping.

    async def _keep(self) -> None:
        try:
            while True:
                try:
                    await self._connected()
                except DOUBT as problem:
                    _log.warning("all rooms are read again (%s)", type(problem).__name__)
                except Exception:
                    _log.exception("what was to be written could not be")
                # Whatever it was: who was answered is in the log, and the log is read again.
                self._lose_all()
                await asyncio.sleep(_REST)
        finally:
            self._lose_all()

    async def _connected(self) -> None:
        conn = await psycopg.AsyncConnection.connect(
            self._dsn, autocommit=True, connect_timeout=2, prepare_threshold=1
        )
        # What was held before a doubt is claimed again, or by others.
        await release(conn, self.owner)
        self._conn, self._held = conn, monotonic()
        steps = (self._commits(conn), self._ticks(conn), self._expiry(), self._pulse.watch())
        work = [asyncio.create_task(one) for one in steps]
        try:
            done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            self._conn = None
            self._lose_all()
            await self._let_go(conn, work)

    async def _let_go(self, conn: Async, work: list[asyncio.Task[None]]) -> None:
        """Give the rooms back; a server that answers nothing is not waited for."""
        for task in work:
            task.cancel()
        await asyncio.wait(work, timeout=_REST)
        with suppress(*DOUBT):
            async with asyncio.timeout(_REST):
                await release(conn, self.owner)
        await conn.close()

    async def _expiry(self) -> None:
        """Watch the time of the leases here as well: who cannot renew them has lost them."""
        while monotonic() - self._held <= LEASE:
            await asyncio.sleep(_REST)
        raise TimeoutError

    def _lose_all(self) -> None:
        self._taking.forget()
        for room in self.rooms.values():
            if room.kept:
                room.lost()

    async def _commits(self, conn: Async) -> None:
        while True:
            await self._wake.wait()
            # Whatever has arrived by now goes along.
            await asyncio.sleep(0)
            self._wake.clear()
            rooms = [room for room in self._dirty if room.kept]
            self._dirty.clear()
            async with asyncio.timeout(_PATIENCE):
                await commit(conn, self.store, rooms)

    async def _ticks(self, conn: Async) -> None:
        while True:
            began = monotonic()
            async with asyncio.timeout(_PATIENCE):
                await self._tick(conn)
            await asyncio.sleep(max(0.0, TICK - (monotonic() - began)))

    async def _tick(self, conn: Async) -> None:
        if monotonic() - self._renewed >= RENEWAL:
            await self._renew(conn)
        if not self.closing:
            for lease in await claim(conn, KIND, self.owner, LEASE, _AT_ONCE):
                self._taking.take(lease)
        await self._settle_lost(conn)
        kept = [room for room in self.rooms.values() if room.kept]
        if kept:
            for order in await open_orders(conn, [room.id for room in kept]):
                self.rooms[order.stream].obey(order.id, order.body)
        for room in kept:
            room.look_at_clock()
        await self._finish(conn)

    async def _renew(self, conn: Async) -> None:
        asked = {room.id for room in self.rooms.values() if room.kept}
        self._renewed = began = monotonic()
        held = await renew(conn, self.owner, LEASE)
        self._held = began
        for stream in asked:
            room = self.rooms.get(stream)
            if room is not None and room.kept and held.get(stream) != room.epoch:
                _log.warning("a room was lost: its lease has run out")
                room.lost()

    async def _taken(self, lease: Lease, rebuilt: Rebuilt) -> None:
        """Keep a room that was read, or claim it anew where its number was used before."""
        if lease.epoch > rebuilt.room.epoch:
            self._room(lease.stream).take_up(lease, rebuilt, self.name)
            return
        _log.warning("the lease of room %s forgot its number", lease.stream)
        with suppress(*DOUBT):
            if self._conn is not None:
                await outgrow(self._conn, lease, rebuilt.room.epoch)

    def _read(self, stream: str) -> Rebuilt | None:
        return rebuild(self._dsn, self.store, stream)

    async def _settle_lost(self, conn: Async) -> None:
        """Send those who wait in a room that another process keeps by now to that one."""
        lost = [r.id for r in self.rooms.values() if not (r.kept or r.over)]
        for holder in (await holders(conn, lost)).values() if lost else ():
            if holder.ended:
                await self._over(holder.stream)
            elif holder.owner not in {"", self.owner}:
                self.rooms.pop(holder.stream).dismiss(holder.owner.partition(" ")[2])

    async def _finish(self, conn: Async) -> None:
        for room in [one for one in self.rooms.values() if one.over]:
            if room.epoch:
                await finish(conn, room.id, room.epoch)
                room.epoch = 0
            elif not len(room.audience) and len(self.rooms) > _MOST_OVER:
                del self.rooms[room.id]

    def _room(self, stream: str) -> Keeper:
        if stream not in self.rooms:
            room = Keeper(stream, self.now, lambda: self._written(room), self._pulse.stood)
            self.rooms[stream] = room
        return self.rooms[stream]

    def _written(self, room: Keeper) -> None:
        self._dirty[room] = None
        self._wake.set()
