"""Checkpoints, as c2sp.org/tlog-checkpoint v1.0.0 has them: a log's name, size and root."""

from collections.abc import Sequence
from dataclasses import dataclass

from poletai.ledger.errors import MalformedError
from poletai.ledger.note import NoteVerifier, open_note, split_note
from poletai.ledger.text import decode_decimal, decode_hash, encode_base64


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log commits to: its origin, how many leaves it has, and the root over them."""

    origin: str
    size: int
    root: bytes


def format_checkpoint(checkpoint: Checkpoint) -> str:
    """Write the text of a checkpoint, which its signatures are made over."""
    return f"{checkpoint.origin}\n{checkpoint.size}\n{encode_base64(checkpoint.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint; extension lines must not be empty and are ignored."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):  # noqa: PLR2004  # three lines and their end
        raise MalformedError(where="checkpoint", what="it is not an origin, a size and a root")
    size = decode_decimal(lines[1], "checkpoint size")
    return Checkpoint(lines[0], size, decode_hash(lines[2], "checkpoint root"))


def read_checkpoint(note: str) -> Checkpoint:
    """Read the checkpoint inside a note without checking any signature."""
    return parse_checkpoint(split_note(note)[0])


def open_checkpoint(note: str, verifiers: Sequence[NoteVerifier]) -> Checkpoint:
    """Check a note's signatures and return its checkpoint; errors as open_note has them."""
    return parse_checkpoint(open_note(note, verifiers).text)
