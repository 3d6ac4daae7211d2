"""Sources: where a published log or record is read from, a folder or a web address alike."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

import httpx

from poletai.ledger.errors import MissingError

# (path below the prefix) -> its bytes; raises MissingError where nothing is published
Source = Callable[[str], bytes]

_PATIENCE = 30.0


def open_source(where: str | Path) -> Source:
    """Return the reader of a folder or an http(s) address."""
    text = str(where)
    if text.startswith(("http://", "https://")):
        client = httpx.Client(timeout=_PATIENCE, follow_redirects=True)
        return partial(read_address, client, text.rstrip("/") + "/")
    return partial(read_folder, Path(text))


def read_folder(folder: Path, path: str) -> bytes:
    """Read a file below a folder."""
    if path.startswith("/") or ".." in path.split("/"):
        raise MissingError(path, "it lies outside the folder")
    try:
        return (folder / path).read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as problem:
        raise MissingError(path, f"nothing is published in {folder}") from problem


def read_address(client: httpx.Client, prefix: str, path: str) -> bytes:
    """Read what an address answers with; only 200 counts as published."""
    address = urljoin(prefix, path)
    try:
        answer = client.get(address)
    except httpx.HTTPError as problem:
        raise MissingError(address, f"it cannot be reached ({problem})") from problem
    if answer.status_code != httpx.codes.OK:
        raise MissingError(address, f"it answers {answer.status_code}")
    return answer.content
