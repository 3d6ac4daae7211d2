"""Keys of a bid's part that nobody reads, found by the shapes its parts are read by."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

Unknown = tuple[str, tuple[str, ...]]


def unknown_keys(said: Any, shape: type[msgspec.Struct]) -> Iterator[Unknown]:
    """Yield each key no shape has, as `sheet.totle`, and the keys that are known at that place."""
    return _in(said, _kind(shape), "")


@cache
def _kind(shape: type[msgspec.Struct]) -> inspect.Type:
    # Looked up once a shape: it takes longer than everything else a command does.
    return inspect.type_info(shape)


def _in(said: Any, kind: inspect.Type, where: str) -> Iterator[Unknown]:
    if isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _in(said, one, where)
    elif isinstance(kind, inspect.StructType) and isinstance(said, Mapping):
        yield from _in_struct(said, kind, where)
    elif isinstance(kind, inspect.ListType | inspect.VarTupleType) and isinstance(said, list):
        for number, one in enumerate(said):
            yield from _in(one, kind.item_type, f"{where}[{number}]")


def _in_struct(said: Mapping[str, Any], kind: inspect.StructType, where: str) -> Iterator[Unknown]:
    known = {field.encode_name: field.type for field in kind.fields}
    for key, value in said.items():
        path = f"{where}.{key}" if where else key
        if key in known:
            yield from _in(value, known[key], path)
        else:
            yield path, tuple(known)


def schema_of(shape: type[msgspec.Struct]) -> dict[str, Any]:
    """Return the JSON schema of a part, in which an unknown key is an error."""
    (_,), parts = msgspec.json.schema_components((shape,), ref_template="#/$defs/{name}")
    closed = {
        name: {**part, "additionalProperties": False} if "properties" in part else part
        for name, part in parts.items()
    }
    own = closed.pop(shape.__name__)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **own, "$defs": closed}
