"""The server: the live process of an installation, given all it needs."""

from collections.abc import Iterable
from pathlib import Path

from poletai.core.basics.structs import settle_structs
from poletai.ledger.blobs import BlobStore
from poletai.ledger.clock import Clock
from poletai.ledger.store import Store
from poletai.ledger.store_key import StoreKey
from poletai.live.app import Application
from poletai.live.house import House


def application(
    dsn: str, key_file: Path, log_folder: Path, clock: Clock, url: str, hosts: Iterable[str]
) -> Application:
    """Compose the application; raises StoreKeyError where the store's key cannot be read."""
    settle_structs()
    store = Store(StoreKey.load(key_file), BlobStore(log_folder / "blob"))
    return Application(House(dsn, store, clock, url), hosts)
