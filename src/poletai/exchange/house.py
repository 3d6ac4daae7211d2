"""The house: everything services need besides the database, composed once from the settings."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from poletai import rulebook
from poletai.core.procedures.errors import RulebookError
from poletai.core.procedures.library import Library, read_library
from poletai.exchange.custodians import Custodian, read_custodians
from poletai.exchange.payloads import PayloadStore
from poletai.ledger.blobs import BlobStore
from poletai.ledger.clock import Clock, clock_from
from poletai.ledger.files import create_durably
from poletai.ledger.store import Store
from poletai.ledger.store_key import StoreKey

_SEED_SIZE = 32


@dataclass(frozen=True, slots=True)
class House:
    """The exchange's own things: store, sealed payloads not yet public, rulebook, clock, keys."""

    store: Store
    payloads: PayloadStore
    library: Library
    clock: Clock
    origin: str
    signer: Ed25519PrivateKey
    custodians: Callable[[], tuple[Custodian, ...]]


@lru_cache(maxsize=1)
def house() -> House:
    """Compose the house from the settings; keys that do not exist yet are drawn."""
    home = Path(settings.HOME)
    return House(
        store=Store(
            store_key(Path(settings.STORE_KEY_FILE)), BlobStore(settings.LOG_FOLDER / "blob")
        ),
        payloads=PayloadStore(home / "payloads"),
        library=library(),
        clock=clock_from(settings.CLOCK_OFFSET_FILE),
        origin=settings.ORIGIN,
        signer=signing_key(home / "keys" / "deposits"),
        custodians=lambda: read_custodians(home / "custodians.json"),
    )


@lru_cache(maxsize=1)
def library() -> Library:
    """Read the whole rulebook; raises RulebookError where it has errors."""
    files = {name: rulebook.read(name) for name in rulebook.names()}
    read, problems = read_library(files)
    wrong = [problem for problem in problems if problem.force == "error"]
    if wrong:
        raise RulebookError("rulebook", wrong)
    return read


def store_key(path: Path) -> StoreKey:
    """Read the store key, drawing it on first use."""
    try:
        return StoreKey.load(path) if path.exists() else StoreKey.create(path)
    except FileExistsError:
        return StoreKey.load(path)


def signing_key(path: Path) -> Ed25519PrivateKey:
    """Read an Ed25519 key from its 32-byte seed file, drawing it on first use."""
    if not path.exists():
        try:
            create_durably(path, Ed25519PrivateKey.generate().private_bytes_raw())
        except FileExistsError:
            return signing_key(path)
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes()[:_SEED_SIZE])
