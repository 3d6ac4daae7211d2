"""Structs made ready while there is one thread, because msgspec cannot do it among several.

msgspec works a struct's fields out when the struct is first read into. A second thread that reads
into it meanwhile finds half of that and crashes the whole process (seen with 0.22.0). So every
program that answers in threads calls this once, after its imports and before its first thread.
"""

from collections.abc import Iterator

import msgspec


def settle_structs() -> int:
    """Have msgspec work out every struct imported so far; returns how many it can read into."""
    return sum(_settled(kind) for kind in _below(msgspec.Struct))


def _settled(kind: type[msgspec.Struct]) -> bool:
    try:
        msgspec.json.Decoder(kind)
    except (TypeError, NameError):
        # A struct that is only ever made, never read into: msgspec says so at once, in any thread.
        return False
    return True


def _below(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)
