"""Signed notes, as c2sp.org/signed-note v1.0.0 has them: a text and the signatures under it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from poletai.ledger.errors import MalformedError, SignatureError
from poletai.ledger.text import decode_base64, encode_base64

ED25519 = 1
COSIGNATURE = 4
_KEY_ID_SIZE = 4
_KEY_SIZE = 32
_MOST_SIGNATURES = 100
_SIGNATURE_START = "— "


class NoteVerifier(Protocol):
    """Whoever can judge one key's signatures under a note's text."""

    @property
    def name(self) -> str:
        """The name of the key."""

    @property
    def key_id(self) -> bytes:
        """The four bytes that name the key on a signature line."""

    def verifies(self, text: str, signature: bytes) -> bool:
        """Tell whether the signature (without the key id) is this key's under the text."""


class NoteSigner(Protocol):
    """Whoever can sign a note's text with one key."""

    @property
    def name(self) -> str:
        """The name of the key."""

    @property
    def key_id(self) -> bytes:
        """The four bytes that name the key on a signature line."""

    def sign(self, text: str) -> bytes:
        """Return the signature of the text, without the key id."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the key's name and id, and the bytes after them."""

    name: str
    key_id: bytes
    blob: bytes

    def __str__(self) -> str:
        """Write the line, its newline included."""
        return f"{_SIGNATURE_START}{self.name} {encode_base64(self.key_id + self.blob)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A note whose signatures by known keys have all been checked."""

    text: str
    verified: tuple[Signature, ...]
    unknown: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Verifier:
    """An Ed25519 public key (type 01) under a name."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that name the key on a signature line."""
        return key_id(self.name, ED25519, self.public)

    @property
    def vkey(self) -> str:
        """The key as one text, as policies and commands take it."""
        return format_vkey(self.name, ED25519, self.public)

    def verifies(self, text: str, signature: bytes) -> bool:
        """Tell whether the signature is this key's under the text."""
        return ed25519_verifies(self.public, text.encode(), signature)


@dataclass(frozen=True, slots=True)
class Signer:
    """An Ed25519 private key (type 01) under a name; its seed is never shown."""

    name: str
    seed: bytes = field(repr=False)

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, ed25519_public(self.seed))

    @property
    def key_id(self) -> bytes:
        """The four bytes that name the key on a signature line."""
        return self.verifier.key_id

    def sign(self, text: str) -> bytes:
        """Return the Ed25519 signature of the text."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())


def sign_note(text: str, *signers: NoteSigner) -> str:
    """Return the note of this text with one signature line for each signer."""
    _require_text(text)
    lines = [Signature(who.name, who.key_id, who.sign(text)) for who in signers]
    return text + "\n" + "".join(map(str, lines))


def open_note(note: str, verifiers: Sequence[NoteVerifier]) -> Note:
    """Check a note and return its text with the signatures of known keys apart.

    Raises MalformedError for what is no note, SignatureError when a known key's signature fails
    or no known key signed. Signatures of unknown keys are kept but prove nothing.
    """
    text, signatures = split_note(note)
    known = {(one.name, one.key_id): one for one in verifiers}
    verified: dict[tuple[str, bytes], Signature] = {}
    for one in signatures:
        verifier = known.get((one.name, one.key_id))
        if verifier is None or (one.name, one.key_id) in verified:
            continue
        if not verifier.verifies(text, one.blob):
            raise SignatureError(where="note", what=f"the signature of {one.name} fails")
        verified[one.name, one.key_id] = one
    if not verified:
        raise SignatureError(where="note", what="no known key has signed it")
    unknown = tuple(one for one in signatures if (one.name, one.key_id) not in known)
    return Note(text, tuple(verified.values()), unknown)


def split_note(note: str) -> tuple[str, tuple[Signature, ...]]:
    """Cut a note into its text and its signature lines, checking the form only."""
    text, gap, tail = note.rpartition("\n\n")
    if not gap:
        raise MalformedError(where="note", what="no empty line stands before the signatures")
    text += "\n"
    _require_text(text)
    if not tail.endswith("\n"):
        raise MalformedError(where="note", what="its last line has no end")
    lines = tail.removesuffix("\n").split("\n")
    if len(lines) > _MOST_SIGNATURES:
        raise MalformedError(where="note", what=f"{len(lines)} signatures are too many")
    return text, tuple(parse_signature(line) for line in lines)


def parse_signature(line: str) -> Signature:
    """Read one signature line without its newline."""
    name, gap, blob = line.removeprefix(_SIGNATURE_START).partition(" ")
    if not (line.startswith(_SIGNATURE_START) and gap and valid_name(name)):
        raise MalformedError(where="note", what=f"{line!r} is not a signature line")
    data = decode_base64(blob, f"signature of {name}")
    if len(data) <= _KEY_ID_SIZE:
        raise MalformedError(where="note", what=f"the signature of {name} is too short")
    return Signature(name, data[:_KEY_ID_SIZE], data[_KEY_ID_SIZE:])


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """Return the four bytes that name a key on a signature line."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:_KEY_ID_SIZE]


def format_vkey(name: str, kind: int, public: bytes) -> str:
    """Write a public key as `<name>+<hex key id>+<base64(type || key)>`."""
    return f"{name}+{key_id(name, kind, public).hex()}+{encode_base64(bytes([kind]) + public)}"


def parse_vkey(vkey: str, kind: int = ED25519) -> tuple[str, bytes]:
    """Read a public key of one type as (name, key); raises MalformedError."""
    parts = vkey.split("+", 2)
    if len(parts) != 3 or not valid_name(parts[0]):  # noqa: PLR2004  # name, id, key
        raise MalformedError(where="vkey", what=f"{vkey!r} is not <name>+<id>+<key>")
    name, identity, key = parts
    data = decode_base64(key, f"vkey of {name}")
    if len(data) != _KEY_SIZE + 1 or data[0] != kind:
        raise MalformedError(where="vkey", what=f"the key of {name} is not of type {kind:02d}")
    if key_id(name, kind, data[1:]).hex() != identity:
        raise MalformedError(where="vkey", what=f"the id of {name} does not belong to its key")
    return name, data[1:]


def read_verifier(vkey: str) -> Verifier:
    """Read a log's public key from its vkey."""
    return Verifier(*parse_vkey(vkey))


def valid_name(name: str) -> bool:
    """Tell whether a key may have this name: not empty, no white space, no plus sign."""
    return bool(name) and "+" not in name and not any(letter.isspace() for letter in name)


def ed25519_public(seed: bytes) -> bytes:
    """Return the 32 bytes of the public key of a seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def ed25519_verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether an Ed25519 signature holds."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _require_text(text: str) -> None:
    if not text.endswith("\n"):
        raise MalformedError(where="note", what="its text does not end with a newline")
    if any(letter < " " and letter != "\n" for letter in text):
        raise MalformedError(where="note", what="its text holds control characters")
