"""Cobblestone-256, the C2SP chunked-encryption draft: context-bound, key-committing, in chunks."""

import hmac
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from poletai.sealing.errors import UnreadableError

KEY_SIZE = 32
SALT_SIZE = 24
COMMITMENT_SIZE = 32
CHUNK_SIZE = 16_384
TAG_SIZE = 16
OVERHEAD = SALT_SIZE + COMMITMENT_SIZE

_INFO = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"


def encrypt(key: bytes, salt: bytes, context: bytes, message: bytes) -> bytes:
    """Return `salt || commitment || chunks`; a salt must never meet the same key twice."""
    aead, base_nonce, commitment = _derive(key, salt, context)
    view = memoryview(message)
    chunks = (
        aead.encrypt(_nonce(base_nonce, index), view[start : start + CHUNK_SIZE], None)
        # One step past the last full chunk: the final chunk is always shorter, if need be empty.
        for index, start in enumerate(range(0, len(message) + 1, CHUNK_SIZE))
    )
    return b"".join([salt, commitment, *chunks])


def decrypt(key: bytes, context: bytes, ciphertext: bytes) -> bytes:
    """Return the message; raises UnreadableError for another key or context, a change, a cut."""
    if len(ciphertext) < OVERHEAD:
        message = f"{len(ciphertext)} bytes cannot hold a salt and a commitment"
        raise UnreadableError(message)
    aead, base_nonce, expected = _derive(key, ciphertext[:SALT_SIZE], context)
    if not hmac.compare_digest(expected, ciphertext[SALT_SIZE:OVERHEAD]):
        message = "the key commitment differs: this is another key or another context"
        raise UnreadableError(message)
    return b"".join(_opened(aead, base_nonce, memoryview(ciphertext)[OVERHEAD:]))


def ciphertext_length(message_length: int) -> int:
    """Return how many bytes a message of this many bytes becomes."""
    return OVERHEAD + message_length + TAG_SIZE * (message_length // CHUNK_SIZE + 1)


def _opened(aead: AESGCM, base_nonce: bytes, body: memoryview) -> Iterator[bytes]:
    step = CHUNK_SIZE + TAG_SIZE
    if len(body) % step < TAG_SIZE:
        message = "the final chunk is missing or cut off"
        raise UnreadableError(message)
    for index, start in enumerate(range(0, len(body), step)):
        try:
            yield aead.decrypt(_nonce(base_nonce, index), body[start : start + step], None)
        except InvalidTag as problem:
            message = f"chunk {index} was changed, moved or cut"
            raise UnreadableError(message) from problem


def _derive(key: bytes, salt: bytes, context: bytes) -> tuple[AESGCM, bytes, bytes]:
    if len(key) != KEY_SIZE or len(salt) != SALT_SIZE:
        message = f"a key has {KEY_SIZE} bytes and a salt {SALT_SIZE}, not {len(key)}, {len(salt)}"
        raise UnreadableError(message)
    derived = HKDFExpand(SHA512(), 76, _INFO + salt + context).derive(key)
    return AESGCM(derived[:32]), derived[32:44], derived[44:]


def _nonce(base_nonce: bytes, index: int) -> bytes:
    return (int.from_bytes(base_nonce) ^ index).to_bytes(12)
