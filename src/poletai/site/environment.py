"""Settings from the environment: four helpers that stop the start when a value is wrong."""

import os
from pathlib import Path

from poletai.site.errors import SettingError

_TRUE = {"true", "yes", "on", "1"}
_FALSE = {"false", "no", "off", "0"}


def env(name: str, default: str) -> str:
    """Return a text; an empty one counts as not set."""
    return os.environ.get(name) or default


def env_bool(name: str, *, default: bool) -> bool:
    """Return a yes or no."""
    text = env(name, "").lower()
    if text and text not in _TRUE | _FALSE:
        raise SettingError(name, text, "true or false")
    return text in _TRUE if text else default


def env_int(name: str, default: int, *, least: int = 0, most: int = 2**31 - 1) -> int:
    """Return a whole number between `least` and `most`."""
    text = env(name, str(default))
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise SettingError(name, text, f"a whole number from {least} to {most}")
    return int(text)


def env_secret(name: str) -> str:
    """Return a secret from NAME, or from the file that NAME_FILE names; empty when neither is set.

    A file is the better way: environments are inherited and printed.
    """
    file = env(f"{name}_FILE", "")
    if not file:
        return env(name, "")
    try:
        return Path(file).read_text().strip()
    except OSError as problem:
        name_of_file = f"{name}_FILE"
        raise SettingError(name_of_file, file, "a file we can read") from problem


def env_list(name: str, default: str) -> list[str]:
    """Return the words between commas."""
    return [word.strip() for word in env(name, default).split(",") if word.strip()]
