"""What a test needs of the machine: absent it skips with a reason, required it fails."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def node() -> str:
    """Return the Node.js program."""
    return _program("node", "node", "nodejs")


def go() -> str:
    """Return the Go program."""
    return _program("go", "go")


def chromium() -> str:
    """Return the Chromium program."""
    return _program("chromium", *_BROWSERS)


def root() -> None:
    """Ask for the superuser: some tests start programs as other accounts."""
    if os.geteuid() != 0:
        _miss("root", "this test starts programs as other accounts, so it needs root")


def shared(path: str) -> Path:
    """Return a file of the data handed out beside the repository, such as data/x.json."""
    file = _shared_folder() / path
    if not file.exists():
        _miss("shared", f"{path} is not here: set POLETAI_SHARED to the folder that holds it")
    return file


def _shared_folder() -> Path:
    beside = Path(__file__).resolve().parents[3] / "shared"
    return Path(os.environ.get("POLETAI_SHARED", beside))


def _program(name: str, *candidates: str) -> str:
    found = next(filter(None, map(shutil.which, candidates)), None)
    return found or _miss(name, f"{name} is not installed")


def _miss(name: str, reason: str) -> NoReturn:
    required = os.environ.get("POLETAI_REQUIRE", "").split(",")
    if name in required:
        pytest.fail(f"POLETAI_REQUIRE demands {name}: {reason}", pytrace=False)
    pytest.skip(reason)
