"""The rulebook: the law of public trading as dated data, and nothing that reads it."""

from importlib import resources


def read(name: str) -> bytes:
    """Return the bytes of one rulebook file, named by its path inside this folder."""
    return resources.files(__name__).joinpath(name).read_bytes()


def names() -> tuple[str, ...]:
    """List every data file of the rulebook by its path inside this folder, in order."""
    root = resources.files(__name__)
    folders = sorted((f for f in root.iterdir() if f.is_dir()), key=lambda f: f.name)
    return tuple(
        f"{folder.name}/{file.name}"
        for folder in folders
        for file in sorted(folder.iterdir(), key=lambda f: f.name)
        if file.name.endswith(".toml")
    )
