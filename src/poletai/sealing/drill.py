"""The drill: a random challenge sealed to a lot key, which its custodian opens and signs.

It proves before the first bid that the key works. Its HPKE info differs from that of shares, so
that nobody can have a share opened as a drill.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from poletai.sealing import hpke
from poletai.sealing.labels import labelled, object_hash, sign, signature_holds

CHALLENGE_SIZE = 32


def drill_info(procedure: str, lot: str) -> bytes:
    """Return the HPKE info of a drill for a lot."""
    digest = object_hash("drill", {"lot": lot, "procedure": procedure})
    return b"poletai-bid/v1/drill\x00" + digest


def seal_drill(public: str, procedure: str, lot: str, challenge: bytes) -> str:
    """Seal a challenge (random, 32 bytes) to a lot key; returns hex."""
    return hpke.seal_to(public, drill_info(procedure, lot), challenge).hex()


def answer_drill(
    identity: Ed25519PrivateKey, secret: X25519PrivateKey, procedure: str, lot: str, sealed: bytes
) -> tuple[str, str]:
    """Open a challenge and sign it: (opened, sig) in hex; raises UnreadableError."""
    opened = hpke.open_from(secret, drill_info(procedure, lot), sealed)
    return opened.hex(), sign(identity, "drill", labelled("drill-opened", opened))


def drill_holds(custodian: str, challenge: bytes, opened: str, signature: str) -> bool:
    """Tell whether a custodian opened exactly this challenge and signed it."""
    digest = labelled("drill-opened", challenge)
    return opened == challenge.hex() and signature_holds(custodian, "drill", digest, signature)
