"""The rulebook: the law of public trading as dated data, and nothing that reads it."""

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable


def read(name: str) -> bytes:
    """Return the bytes of one rulebook file, named by its path inside this folder."""
    return resources.files(__name__).joinpath(name).read_bytes()


def names() -> tuple[str, ...]:
    """List every data file of the rulebook by its path inside this folder, in order."""
    return tuple(sorted(_inside(resources.files(__name__), "")))


def _inside(folder: Traversable, path: str) -> Iterator[str]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _inside(each, f"{path}{each.name}/")
        elif each.name.endswith(".toml"):
            yield f"{path}{each.name}"
