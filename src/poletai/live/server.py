"""The server: the live process of an installation, given all it needs."""

from collections.abc import Iterable
from pathlib import Path
from socket import socket

import uvicorn

from poletai.core.basics.structs import settle_structs
from poletai.ledger.blobs import BlobStore
from poletai.ledger.clock import Clock
from poletai.ledger.store import Store
from poletai.ledger.store_key import StoreKey
from poletai.live.app import Application
from poletai.live.house import House
from poletai.live.requests import RequestProtocol
from poletai.live.websocket import sockets_of


def application(
    dsn: str, key_file: Path, log_folder: Path, clock: Clock, url: str, hosts: Iterable[str]
) -> Application:
    """Compose the application; raises StoreKeyError where the store's key cannot be read."""
    settle_structs()
    store = Store(StoreKey.load(key_file), BlobStore(log_folder / "blob"))
    return Application(House(dsn, store, clock, url), hosts)


class RoomServer(uvicorn.Server):
    """A server that has its rooms say goodbye before it waits for its clients to leave."""

    def __init__(self, application: Application, address: str, port: int) -> None:
        self._house = application.house
        config = uvicorn.Config(
            application,
            host=address,
            port=port,
            http=RequestProtocol,
            ws=sockets_of(application),
            # Addresses of clients would name bidders.
            access_log=False,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=3,
        )
        super().__init__(config)

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Write and answer what was heard, send everyone away, then stop."""
        await self._house.stop()
        await super().shutdown(sockets)
