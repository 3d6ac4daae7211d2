"""The lock of a home: whoever makes, starts or stops its server does it alone."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Hold the lock while the block runs; the kernel gives it back for whoever is killed."""
    lock = open_lock(home / "postgres.lock")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def open_lock(file: Path) -> int:
    """Open a file that exists only to be locked; no program we start inherits it."""
    return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
