"""The store key: 32 bytes kept outside the database, without which its private parts are noise."""

import hmac
import os
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from poletai.ledger.errors import StoreKeyError
from poletai.ledger.files import create_durably

_KEY_SIZE = 32
_NONCE_SIZE = 12
# Each event key is used once, so its nonce may be fixed.
_ONCE = bytes(_NONCE_SIZE)
_WRAPPED_SIZE = _NONCE_SIZE + _KEY_SIZE + 16


@dataclass(frozen=True, slots=True)
class StoreKey:
    """The key that wraps the key of every sealed event; never shown."""

    secret: bytes = field(repr=False)

    @classmethod
    def create(cls, path: str | Path) -> "StoreKey":
        """Draw a new key into a file only its owner reads; raises FileExistsError."""
        create_durably(Path(path), secrets.token_bytes(_KEY_SIZE))
        return cls.load(path)

    @classmethod
    def load(cls, path: str | Path) -> "StoreKey":
        """Read the key; raises StoreKeyError when it is missing, cut or open to others."""
        file = Path(path)
        try:
            secret, mode = file.read_bytes(), file.stat().st_mode
        except OSError as problem:
            raise StoreKeyError(str(file), f"it cannot be read ({problem.strerror})") from problem
        if len(secret) != _KEY_SIZE:
            raise StoreKeyError(str(file), f"{len(secret)} bytes instead of {_KEY_SIZE}")
        if os.name == "posix" and mode & 0o077:
            raise StoreKeyError(str(file), "others may read it; set its mode to 0600")
        return cls(secret)

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Encrypt under a fresh key of its own, wrapped by this one and bound to a context."""
        own, nonce = secrets.token_bytes(_KEY_SIZE), secrets.token_bytes(_NONCE_SIZE)
        wrapped = nonce + AESGCM(self._derived("wrap")).encrypt(nonce, own, context)
        return wrapped + AESGCM(own).encrypt(_ONCE, plain, context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Decrypt what seal made; raises StoreKeyError where key, context or bytes are others."""
        wrapped, body = sealed[:_WRAPPED_SIZE], sealed[_WRAPPED_SIZE:]
        nonce, rest = wrapped[:_NONCE_SIZE], wrapped[_NONCE_SIZE:]
        try:
            own = AESGCM(self._derived("wrap")).decrypt(nonce, rest, context)
            return AESGCM(own).decrypt(_ONCE, body, context)
        except (InvalidTag, ValueError) as problem:
            where = "sealed event"
            raise StoreKeyError(where, "this store key does not open it") from problem

    def link(self, label: str, *parts: str) -> str:
        """Return the hex HMAC that ties rows together only for holders of this key."""
        message = b"\x00".join(part.encode() for part in parts)
        return hmac.new(self._derived(f"link/{label}"), message, sha256).hexdigest()

    def mac(self, purpose: str, message: bytes) -> bytes:
        """Return the HMAC of a message under the key of one purpose, made from this one."""
        return hmac.digest(self._derived(purpose), message, "sha256")

    def _derived(self, purpose: str) -> bytes:
        return hmac.digest(self.secret, f"poletai-store/v1/{purpose}".encode(), "sha256")
