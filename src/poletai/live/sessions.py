"""Sessions: who a ticket lets in, what shows that a bid is theirs, and how fast they may speak."""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hmac import compare_digest, digest

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from poletai.core.rooms import Room, Said, signed_bytes
from poletai.ledger.store_key import StoreKey
from poletai.ledger.tickets import Ticket, read_ticket, session_secret

_SECOND = 1_000_000_000
_SIGNATURE = 64


@dataclass(frozen=True, slots=True)
class Session:
    """A bidder let in by a ticket, with the secret the two share."""

    ticket: Ticket
    secret: bytes = field(repr=False)

    @property
    def plate(self) -> str:
        """The number plate."""
        return self.ticket.plate


def enter(key: StoreKey, room: str, text: str, now: datetime) -> Session | None:
    """Return the session a ticket opens in this room; None where it opens none."""
    ticket = read_ticket(key, text, now)
    if ticket is None or ticket.room != room:
        return None
    return Session(ticket, session_secret(key, ticket))


def proved(session: Session, room: Room, said: Said) -> bool:
    """Say whether this is shown to be said by the plate's bidder, as the room's rules ask."""
    if said.sig and len(_bytes(said.sig)) != _SIGNATURE:
        # Whatever is asked for: what stands there goes into the public record.
        return False
    told = signed_bytes(room.id, session.plate, said)
    if room.rules.proof == "session":
        return compare_digest(digest(session.secret, told, "sha256"), _bytes(said.mac))
    return _signed(room.seats.get(session.plate, ""), told, said.sig)


def _signed(key: str, told: bytes, signature: str) -> bool:
    verify = _verifier(key)
    try:
        verify(_bytes(signature), told)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=10_000)
def _verifier(key: str) -> Callable[[bytes, bytes], None]:
    if not key:
        return _nobody
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify


def _nobody(_signature: bytes, _told: bytes) -> None:
    raise InvalidSignature


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


class Bucket:
    """How much somebody may still say: `burst` at once, and `rate` more every second."""

    __slots__ = ("_burst", "_full", "_pause")

    def __init__(self, rate: int, burst: int) -> None:
        self._pause, self._burst = _SECOND // rate, _SECOND // rate * burst
        # When it would be full again: everything said moves that by a pause.
        self._full = 0

    def take(self, mono: int) -> bool:
        """Say whether one more thing may be said at this instant of the monotonic clock."""
        full = max(self._full, mono) + self._pause
        if full - mono > self._burst:
            return False
        self._full = full
        return True
