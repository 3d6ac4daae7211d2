"""Cosignatures, as c2sp.org/tlog-cosignature v1.0.1 has them (type 04, Ed25519 with a time)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from poletai.ledger.note import (
    COSIGNATURE,
    ed25519_public,
    ed25519_verifies,
    format_vkey,
    key_id,
    parse_vkey,
)

_TIME_SIZE = 8
_BLOB_SIZE = 72


@dataclass(frozen=True, slots=True)
class CosignatureVerifier:
    """A witness's public key under its name."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that name the key on a signature line."""
        return key_id(self.name, COSIGNATURE, self.public)

    @property
    def vkey(self) -> str:
        """The key as one text, as policies take it."""
        return format_vkey(self.name, COSIGNATURE, self.public)

    def verifies(self, text: str, signature: bytes) -> bool:
        """Tell whether the blob is this witness's cosignature of the checkpoint."""
        if len(signature) != _BLOB_SIZE:
            return False
        message = cosigned_message(text, cosigned_at(signature))
        return ed25519_verifies(self.public, message, signature[_TIME_SIZE:])


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A witness's private key and the clock it signs the time of (seconds since 1970)."""

    name: str
    seed: bytes = field(repr=False)
    now: Callable[[], int]

    @property
    def verifier(self) -> CosignatureVerifier:
        """The public half."""
        return CosignatureVerifier(self.name, ed25519_public(self.seed))

    @property
    def key_id(self) -> bytes:
        """The four bytes that name the key on a signature line."""
        return self.verifier.key_id

    def sign(self, text: str) -> bytes:
        """Return the time and the signature over it and the checkpoint."""
        at = self.now()
        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        return at.to_bytes(_TIME_SIZE, "big") + key.sign(cosigned_message(text, at))


def cosigned_message(text: str, at: int) -> bytes:
    """Return the bytes a cosignature is made over."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def cosigned_at(blob: bytes) -> int:
    """Return the time a cosignature carries, in seconds since 1970."""
    return int.from_bytes(blob[:_TIME_SIZE], "big")


def read_cosignature_verifier(vkey: str) -> CosignatureVerifier:
    """Read a witness's public key from its vkey."""
    return CosignatureVerifier(*parse_vkey(vkey, COSIGNATURE))
