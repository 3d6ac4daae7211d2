"""A custodian's folder: its long-term key, a fresh key for each lot, and what it saw last.

Nothing here is ever shared with the operator: the folder is made readable by its owner alone.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from poletai.ledger.checkpoint import Checkpoint, read_checkpoint
from poletai.ledger.files import create_durably, write_durably
from poletai.ledger.policy import Policy, parse_policy
from poletai.sealing.errors import CustodianFolderError
from poletai.sealing.labels import object_hash, public_hex

_PRIVATE = 0o600


class LotKey(msgspec.Struct, frozen=True, kw_only=True):
    """A lot's key: X25519 secret (hex), log size when it was made, manifest answered to or ""."""

    procedure: str
    lot: str
    secret: str
    start: int
    answered: str = ""

    @property
    def private(self) -> X25519PrivateKey:
        """The key itself."""
        return X25519PrivateKey.from_private_bytes(bytes.fromhex(self.secret))


class CustodianFolder(msgspec.Struct, frozen=True):
    """Reads and writes one custodian's files; each write is whole or absent after a crash."""

    path: Path

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the folder and hold it: no two threads or programs answer from it at once."""
        handle = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, _PRIVATE)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def identity(self) -> Ed25519PrivateKey:
        """Return the long-term key; raises CustodianFolderError where there is none."""
        seed = bytes.fromhex(self._read("identity.key"))
        return Ed25519PrivateKey.from_private_bytes(seed)

    def token(self) -> str:
        """Return the word callers must show."""
        return self._read("token")

    def policy(self) -> Policy:
        """Return the witnesses this custodian itself decided to trust."""
        return parse_policy(self._read("policy"))

    def last_seen(self) -> Checkpoint | None:
        """Return the checkpoint this custodian saw last, if it ever saw one."""
        if not (self.path / "last-seen").exists():
            return None
        return read_checkpoint((self.path / "last-seen").read_text())

    def see(self, note: str) -> None:
        """Remember a checkpoint that was checked to extend the one seen last."""
        write_durably({self.path / "last-seen": note.encode()}, mode=_PRIVATE)

    def make_lot_key(self, procedure: str, lot: str) -> LotKey:
        """Return the key of a lot, drawing it when asked for the first time."""
        if not self._lot(procedure, lot).exists():
            seen = self.last_seen()
            secret = X25519PrivateKey.generate().private_bytes_raw().hex()
            start = seen.size if seen else 0
            key = LotKey(procedure=procedure, lot=lot, secret=secret, start=start)
            create_durably(self._lot(procedure, lot), msgspec.json.encode(key), mode=_PRIVATE)
        return self.lot_key(procedure, lot)

    def lot_key(self, procedure: str, lot: str) -> LotKey:
        """Return the key of a lot; raises CustodianFolderError where it was never made."""
        file = self._lot(procedure, lot)
        if not file.exists():
            message = f"this custodian holds no key for lot {lot} of {procedure}"
            raise CustodianFolderError(message)
        return msgspec.json.decode(file.read_bytes(), type=LotKey)

    def answer(self, key: LotKey, manifest: str) -> None:
        """Remember which manifest a lot was answered under, before the answer leaves."""
        answered = msgspec.structs.replace(key, answered=manifest)
        file = self._lot(key.procedure, key.lot)
        write_durably({file: msgspec.json.encode(answered)}, mode=_PRIVATE)

    def destroy_lot_key(self, procedure: str, lot: str) -> None:
        """Delete the key of a lot, once the protest period is over."""
        self._lot(procedure, lot).unlink(missing_ok=True)

    def _lot(self, procedure: str, lot: str) -> Path:
        # Named by hash: what a caller puts into an id never becomes part of a path.
        return self.path / "lots" / object_hash("lot", [procedure, lot]).hex()

    def _read(self, name: str) -> str:
        file = self.path / name
        if not file.exists():
            message = f"{self.path} holds no {name}: make it with `poletai custodian keygen`"
            raise CustodianFolderError(message)
        return file.read_text() if name == "policy" else file.read_text().strip()


def create_folder(path: Path, *, policy: str, token: str = "") -> CustodianFolder:
    """Make a custodian's folder with a new long-term key; refuses where there is one already.

    `policy` is the text of the log's policy file; an empty `token` is drawn at random.
    """
    if (path / "identity.key").exists():
        message = f"{path} holds a custodian's key already; it is never overwritten"
        raise CustodianFolderError(message)
    parse_policy(policy)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    identity = Ed25519PrivateKey.generate()
    files = {
        "identity.key": identity.private_bytes_raw().hex(),
        "identity.pub": public_hex(identity),
        "token": token or secrets.token_urlsafe(32),
        "policy": policy,
    }
    write_durably({path / name: text.encode() for name, text in files.items()}, mode=_PRIVATE)
    return CustodianFolder(path)
