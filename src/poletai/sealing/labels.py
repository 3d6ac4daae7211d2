"""The labelled hashes and signatures of `poletai-bid/v1`: one prefix, a label for each use."""

from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from poletai.core.basics.canonical import canonical
from poletai.ledger.envelope import PROTOCOL, labelled

__all__ = [
    "json_object",
    "labelled",
    "object_hash",
    "public_hex",
    "sign",
    "signature_holds",
    "signed_bytes",
]


def json_object(value: msgspec.Struct) -> dict[str, Any]:
    """Return a struct of the protocol as the JSON object it travels as, lists and all."""
    built: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(value))
    return built


def object_hash(label: str, value: Any) -> bytes:
    """Return H(label, J(value)), the hash under which a JSON object of the protocol is known."""
    return labelled(label, canonical(value))


def signed_bytes(label: str, digest_of_object: bytes) -> bytes:
    """Return what an author signs: "poletai-bid/v1/<label>-sig" || 00 || the object's hash."""
    return f"{PROTOCOL}{label}-sig".encode() + b"\x00" + digest_of_object


def sign(key: Ed25519PrivateKey, label: str, digest_of_object: bytes) -> str:
    """Sign an object's hash under its label; returns the 64-byte signature in hex."""
    return key.sign(signed_bytes(label, digest_of_object)).hex()


def signature_holds(key: str, label: str, digest_of_object: bytes, signature: str) -> bool:
    """Tell whether a hex signature by a hex Ed25519 public key holds; malformed ones do not."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), signed_bytes(label, digest_of_object))
    except (ValueError, InvalidSignature):
        return False
    return True


def public_hex(key: Ed25519PrivateKey) -> str:
    """Return an Ed25519 public key as hex, the form in which all objects carry it."""
    return key.public_key().public_bytes_raw().hex()
