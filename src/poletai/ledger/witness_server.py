"""The witness as a process: its folder held, its application served until it is told to stop."""

import asyncio
import signal
from pathlib import Path

from granian.constants import Interfaces
from granian.server.embed import Server

from poletai.ledger.clock import Clock
from poletai.ledger.witness_app import witness_app
from poletai.ledger.witness_folder import WitnessFolder, open_witness


def serve_witness(folder: str | Path, address: str, port: int, clock: Clock) -> None:
    """Serve the witness of a folder until SIGTERM or SIGINT; raises LockedError if it runs."""
    with WitnessFolder(Path(folder)).held():
        app = witness_app(open_witness(folder, clock))
        asyncio.run(_serve(Server(app, address, port, interface=Interfaces.ASGI, websockets=False)))


async def _serve(server: Server) -> None:
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, server.stop)
    await server.serve()
