"""Key files: a signing key as one text, in the form golang.org/x/mod/sumdb/note writes."""

import secrets
from pathlib import Path

from poletai.ledger.errors import MalformedError
from poletai.ledger.files import create_durably
from poletai.ledger.note import ED25519, Signer, ed25519_public, key_id, valid_name
from poletai.ledger.text import decode_base64, encode_base64

_START = "PRIVATE+KEY+"
_SEED_SIZE = 32


def format_private_key(name: str, kind: int, seed: bytes) -> str:
    """Write `PRIVATE+KEY+<name>+<hex key id>+<base64(type || seed)>`."""
    identity = key_id(name, kind, ed25519_public(seed)).hex()
    return f"{_START}{name}+{identity}+{encode_base64(bytes([kind]) + seed)}"


def parse_private_key(text: str, kind: int) -> tuple[str, bytes]:
    """Read a key of one type as (name, seed); raises MalformedError, which never shows the key."""
    name, _, rest = text.strip().removeprefix(_START).partition("+")
    identity, _, key = rest.partition("+")
    if not (text.startswith(_START) and valid_name(name) and key):
        raise MalformedError(
            where="private key", what=f"it does not read {_START}<name>+<id>+<key>"
        )
    data = decode_base64(key, "private key")
    if len(data) != _SEED_SIZE + 1 or data[0] != kind:
        raise MalformedError(where=f"private key {name}", what=f"it is not of type {kind:02d}")
    if key_id(name, kind, ed25519_public(data[1:])).hex() != identity:
        raise MalformedError(where=f"private key {name}", what="its id belongs to another key")
    return name, data[1:]


def create_key_file(path: str | Path, name: str, kind: int = ED25519) -> tuple[str, bytes]:
    """Draw a key into a file only its owner reads and return (name, seed).

    Raises FileExistsError, and MalformedError for a name no key may have.
    """
    if not valid_name(name):
        raise MalformedError(where=f"key name {name!r}", what="use no spaces and no plus sign")
    seed = secrets.token_bytes(_SEED_SIZE)
    create_durably(Path(path), format_private_key(name, kind, seed).encode() + b"\n")
    return name, seed


def load_signer(path: str | Path) -> Signer:
    """Read the key of a log from its file; raises OSError or MalformedError."""
    return Signer(*parse_private_key(Path(path).read_text(), ED25519))
