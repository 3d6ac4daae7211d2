"""Connectors: one folder a source, found by listing this one; each offers read(data)."""

from importlib import import_module, resources

from poletai.hub.errors import UnknownSourceError
from poletai.hub.notices import Reading


def sources() -> tuple[str, ...]:
    """Return the names of the sources that have a connector, in order."""
    folders = resources.files(__package__).iterdir()
    return tuple(sorted(one.name for one in folders if one.joinpath("connector.py").is_file()))


def read(source: str, data: bytes) -> Reading:
    """Return what a file of this source holds; raises UnknownSourceError for other names."""
    if source not in sources():
        raise UnknownSourceError(source, sources())
    reading: Reading = import_module(f"{__name__}.{source}.connector").read(data)
    return reading
