"""HPKE (RFC 9180) as the suites use it: base mode, single shot, everything bound through `info`."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from poletai.sealing.errors import BadSealingInputError, UnreadableError

SUITE_X25519 = 1
KEY_SIZE = 32
OVERHEAD = 48

_suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def seal_to(public: str, info: bytes, message: bytes) -> bytes:
    """Seal to a hex X25519 public key: `enc(32) || ciphertext`, 48 bytes longer than the message.

    Raises BadSealingInputError for a text that is no such key, low-order points included.
    """
    try:
        key = X25519PublicKey.from_public_bytes(bytes.fromhex(public))
        return _suite.encrypt(message, key, info=info)
    except ValueError as problem:
        where = "custodian key"
        raise BadSealingInputError(where, f"{public!r} is no usable X25519 key") from problem


def open_from(secret: X25519PrivateKey, info: bytes, sealed: bytes) -> bytes:
    """Open what was sealed to this key with this info; raises UnreadableError for all else."""
    try:
        return _suite.decrypt(sealed, secret, info=info)
    except InvalidTag as problem:
        message = "this was sealed to another key or for another bid, lot, part or custodian"
        raise UnreadableError(message) from problem


def public_hex(secret: X25519PrivateKey) -> str:
    """Return the X25519 public key of a secret one, as hex."""
    return secret.public_key().public_bytes_raw().hex()
