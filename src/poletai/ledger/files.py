"""Durable files: written aside, flushed to disk, then moved into place, folder included."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import uuid4


def write_durably(files: Mapping[Path, bytes], mode: int = 0o644) -> None:
    """Write files so that each is either absent (or as before) or complete after a crash."""
    folders = {path.parent for path in files}
    for folder in folders:
        _make_folder(folder)
    for path, data in files.items():
        aside = path.with_name(f".{path.name}.{uuid4().hex}")
        _write_flushed(aside, data, mode)
        aside.replace(path)
    flush_folders(folders)


def create_durably(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a file that must not exist yet, such as a key; raises FileExistsError.

    Whoever finds the file finds it whole, even while another process is making it.
    """
    _make_folder(path.parent)
    aside = path.with_name(f".{path.name}.{uuid4().hex}")
    _write_flushed(aside, data, mode)
    try:
        os.link(aside, path)
    finally:
        aside.unlink()
    flush_folders([path.parent])


def _write_flushed(path: Path, data: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)


def _make_folder(folder: Path) -> None:
    """Make a folder and its parents; the entry of each new one is flushed as well."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folders([folder.parent])


def flush_folders(folders: Iterable[Path]) -> None:
    """Make what was added to folders, or moved within them, survive a crash."""
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
