"""Line numbers: where each key of a TOML file stands, so that a problem can point at it."""

from collections.abc import Iterator, Mapping

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

Path = tuple[str | int, ...]
_KEYS = ("bare_key", "quoted_key", "dotted_key")


def line_numbers(data: bytes) -> Mapping[Path, int]:
    """Map every path of a TOML document, array tables numbered from 0, to its line from 1."""
    tree = Parser(Language(tree_sitter_toml.language())).parse(data)
    lines: dict[Path, int] = {(): 1}
    counts: dict[Path, int] = {}
    for node in tree.root_node.children:
        path = _table_path(node, counts)
        if path is not None:
            lines.setdefault(path, node.start_point[0] + 1)
        for key, line in _pairs(node, path or ()):
            lines.setdefault(key, line)
    return lines


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """Return the line of a path, or of the nearest key around it."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


def _table_path(node: Node, counts: dict[Path, int]) -> Path | None:
    if node.type == "table":
        return _key_path(node, counts)
    if node.type != "table_array_element":
        return None
    path = _key_path(node, counts)
    counts[path] = counts.get(path, -1) + 1
    return (*path, counts[path])


def _key_path(node: Node, counts: Mapping[Path, int]) -> Path:
    key = next(child for child in node.children if child.type in _KEYS)
    path: Path = ()
    for part in _key_parts(key):
        path = (*path, part)
        if path in counts and len(path) < len(_key_parts(key)):
            path = (*path, counts[path])
    return path


def _key_parts(key: Node) -> tuple[str, ...]:
    if key.type == "dotted_key":
        return tuple(p for child in key.children if child.type in _KEYS for p in _key_parts(child))
    return ((key.text or b"").decode().strip("\"'"),)


def _pairs(node: Node, path: Path) -> Iterator[tuple[Path, int]]:
    pairs = [node] if node.type == "pair" else [c for c in node.children if c.type == "pair"]
    for pair in pairs:
        key = (*path, *_key_parts(pair.children[0]))
        yield key, pair.start_point[0] + 1
        yield from _inside(pair.children[-1], key)


def _inside(value: Node, path: Path) -> Iterator[tuple[Path, int]]:
    if value.type == "inline_table":
        yield from _pairs(value, path)
    elif value.type == "array":
        items = [c for c in value.children if c.type not in ("[", "]", ",", "comment")]
        for index, item in enumerate(items):
            yield (*path, index), item.start_point[0] + 1
            yield from _inside(item, (*path, index))
