"""Uploads: sealed payloads and documents arrive in parts and count once their hash is right."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from poletai.core.basics.problem import Problem
from poletai.exchange.errors import ProblemsError
from poletai.exchange.house import House

PART_SIZE = 8 * 1024 * 1024
MOST_PARTS = 256
_HASH_DIGITS = 64


def keep_payload(house: House, data: bytes) -> dict[str, object]:
    """Keep a small payload that came in one piece; returns its sha256 and len."""
    return house.payloads.put(data)


def keep_whole(house: House, sha256: str, data: bytes) -> dict[str, object]:
    """Keep a payload that came in one piece under the name its sender gave it."""
    _require_name(sha256)
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise _problem("upload", f"has the hash {found}: send it again")
    return house.payloads.put(data)


def keep_part(house: House, sha256: str, number: int, data: bytes) -> None:
    """Keep one part of a payload, numbered from 0; sending it again replaces it."""
    _require_name(sha256)
    if not 0 <= number < MOST_PARTS or len(data) > PART_SIZE:
        raise _problem("part", f"takes parts 0 to {MOST_PARTS - 1} of at most {PART_SIZE} bytes")
    folder = _folder(house, sha256)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number:03d}").write_bytes(data)


def parts_kept(house: House, sha256: str) -> list[int]:
    """List the parts that have arrived, so that a broken upload goes on where it stopped."""
    _require_name(sha256)
    folder = _folder(house, sha256)
    return sorted(int(part.name) for part in folder.iterdir()) if folder.exists() else []


def is_kept(house: House, sha256: str) -> bool:
    """Say whether a payload is complete."""
    _require_name(sha256)
    return (house.payloads.folder / sha256).exists()


def join_parts(house: House, sha256: str) -> dict[str, object]:
    """Join the parts into the payload; raises ProblemsError where the hash is another."""
    numbers = parts_kept(house, sha256)
    if not numbers or numbers != list(range(len(numbers))):
        raise _problem("upload", f"has parts {numbers}; send what is missing")
    found = hashlib.sha256()
    for chunk in _chunks(_folder(house, sha256), numbers):
        found.update(chunk)
    if found.hexdigest() != sha256:
        raise _problem("upload", f"its parts have the hash {found.hexdigest()}: send it again")
    kept = house.payloads.put_stream(sha256, _chunks(_folder(house, sha256), numbers))
    shutil.rmtree(_folder(house, sha256), ignore_errors=True)
    return kept


def _chunks(folder: Path, numbers: list[int]) -> Iterator[bytes]:
    for number in numbers:
        yield (folder / f"{number:03d}").read_bytes()


def _folder(house: House, sha256: str) -> Path:
    return house.payloads.folder.parent / "uploads" / sha256


def _require_name(sha256: str) -> None:
    if len(sha256) != _HASH_DIGITS or not set(sha256) <= set("0123456789abcdef"):
        raise _problem("sha256", "is not a SHA-256 in lower-case hex")


def _problem(where: str, what: str) -> ProblemsError:
    return ProblemsError((Problem(code="upload", where=where, message=f"{where} {what}"),))
