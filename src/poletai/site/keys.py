"""The keys of this installation: made once, each in a file that only we may read."""

import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from poletai.ledger.files import create_durably
from poletai.ledger.keyfile import create_key_file
from poletai.ledger.store_key import StoreKey


def make_keys() -> None:
    """Make the keys that are missing; those that are there stay as they are."""
    folder = Path(settings.HOME) / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Another process may make the same key at this moment: the first one is kept.
    with suppress(FileExistsError):
        create_key_file(settings.LOG_KEY_FILE, settings.ORIGIN)
    with suppress(FileExistsError):
        StoreKey.create(settings.STORE_KEY_FILE)
    with suppress(FileExistsError):
        create_durably(folder / "session", f"{secrets.token_urlsafe(48)}\n".encode())
