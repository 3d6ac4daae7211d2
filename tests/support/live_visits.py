"""Visits to a live room as anybody would make them, within a minute and a half."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from tests.support.live_world import LiveWorld
from tests.support.room_client import RoomClient

from poletai.site.processes import Running

SESSION = {"proof": "session"}


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(story, 90))


async def bids_still(world: LiveWorld, port: int, room: str, plate: str = "07") -> float:
    """Bid once as anybody would; return how many seconds the answer took."""
    alice = world.bidder(room, plate)
    client = await RoomClient.connect(port, room)
    await client.hello(alice)
    began = asyncio.get_running_loop().time()
    client.send(alice.said(1, amount="120.00", **SESSION))
    assert (await client.answer(1))["t"] == "taken"
    await client.close()
    return asyncio.get_running_loop().time() - began


def memory_of(process: Running) -> int:
    """Return how many MiB the process holds."""
    told = Path(f"/proc/{process.process.pid}/status").read_text("utf-8")
    line = next(line for line in told.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024
