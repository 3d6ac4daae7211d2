"""Layers: the files a definition is put together of, from the lowest to its own."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from poletai.core.basics.problem import Problem
from poletai.core.procedures.assembly.marks import MARK, marked, plain
from poletai.core.procedures.lines import line_numbers, line_of

EXTENDS, CHAPTERS = "extends", "chapters"
HEAD = ("name", "title", "category", "method")
TABLES = ("machine", "parameter", "move", "field", "debt", "rule-set")
HERE, WITHOUT = "here", "without"
FOLDER = "chapters"
_SHAPES = {
    EXTENDS: str,
    CHAPTERS: list[str],
    HERE: dict[str, str],
    WITHOUT: dict[str, list[str]],
}


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a definition: a chapter, what is extended, or the definition's own."""

    file: str
    document: dict[str, Any]
    data: bytes


class Stack(msgspec.Struct, frozen=True, kw_only=True):
    """The layers of a definition in the order they are put over one another."""

    layers: tuple[Layer, ...]
    problems: tuple[Problem, ...]


def file_of(name: str) -> str:
    """Return the file a definition of this name stands in: cn.works -> cn/works.toml."""
    jurisdiction, _, kind = name.partition(".")
    return f"{jurisdiction}/{kind}.toml"


def chapter_file(name: str) -> str:
    """Return the file a chapter stands in: platform.trade -> platform/chapters/trade.toml."""
    jurisdiction, _, chapter = name.partition(".")
    return f"{jurisdiction}/{FOLDER}/{chapter}.toml"


def is_chapter(file: str) -> bool:
    """Say whether a file of the rulebook holds a chapter and not a definition."""
    return f"/{FOLDER}/" in file


def stack(file: str, data: bytes, files: Mapping[str, bytes]) -> Stack:
    """Find the layers of a definition; problems where one is missing or is no such thing."""
    try:
        own = marked(file, data)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        return _failed("rulebook.toml", file, str(problem))
    top = Layer(file=file, document=own, data=data)
    if wrong := tuple(_shapes(top)):
        return Stack(layers=(), problems=wrong)
    below = _extended(top, files) if EXTENDS in own else ()
    if isinstance(below, Stack):
        return below
    chapters = _chapters(top, files, frozenset())
    broken = [chapter for chapter in chapters if isinstance(chapter, Problem)]
    sound = [chapter for chapter in chapters if isinstance(chapter, Layer)]
    layers = (*below, *sound, top)
    wrong = tuple(problem for layer in (*sound, top) for problem in _keys(layer))
    return Stack(layers=layers, problems=(*broken, *wrong))


def _extended(top: Layer, files: Mapping[str, bytes]) -> tuple[Layer, ...] | Stack:
    extended = top.document[EXTENDS]
    base = file_of(extended)
    found = stack(base, files[base], files) if _on_its_own(base, files) else None
    if found is None or found.problems:
        message = f"{extended!r} is no definition that stands on its own"
        return Stack(layers=(), problems=(_wrong("rulebook.extends", top, EXTENDS, message),))
    return found.layers


def _on_its_own(file: str, files: Mapping[str, bytes]) -> bool:
    try:
        return file in files and EXTENDS not in marked(file, files[file])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return False


def _chapters(
    layer: Layer, files: Mapping[str, bytes], known: frozenset[str]
) -> list[Layer | Problem]:
    """List the chapters a layer names, each after those it names itself, none of them twice."""
    found: list[Layer | Problem] = []
    for name in layer.document.get(CHAPTERS, ()):
        chapter = _chapter(layer, name, files)
        if isinstance(chapter, Problem):
            found.append(chapter)
        elif chapter.file not in known:
            known |= {chapter.file}
            within = _chapters(chapter, files, known)
            found += [*within, chapter]
            known |= {each.file for each in within if isinstance(each, Layer)}
    return found


def _chapter(top: Layer, name: str, files: Mapping[str, bytes]) -> Layer | Problem:
    file = chapter_file(name)
    if file not in files:
        message = f"no chapter is called {name!r}: it would be {file}"
        return _wrong("rulebook.chapter", top, CHAPTERS, message)
    try:
        layer = Layer(file=file, document=marked(file, files[file]), data=files[file])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        return Problem(code="rulebook.toml", where=file, message=str(problem))
    return next(_shapes(layer), layer)


def _keys(layer: Layer) -> Iterator[Problem]:
    chapter = is_chapter(layer.file)
    allowed = (
        {*TABLES, CHAPTERS, HERE, WITHOUT, MARK} if chapter else {*HEAD, *TABLES, *_SHAPES, MARK}
    )
    for key in sorted(layer.document.keys() - allowed):
        message = f"{key!r} is not a key of a {'chapter' if chapter else 'definition'}"
        yield _wrong("rulebook.unknown-key", layer, key, message)


def _shapes(layer: Layer) -> Iterator[Problem]:
    """Look at what says how a definition is put together, before it is."""
    for key in sorted(layer.document.keys() & _SHAPES.keys()):
        try:
            msgspec.convert(plain(layer.document[key]), _SHAPES[key])
        except msgspec.ValidationError as problem:
            yield _wrong("rulebook.shape", layer, key, f"{key}: {problem}")


def _wrong(code: str, layer: Layer, key: str, message: str) -> Problem:
    where = f"{layer.file}:{line_of(line_numbers(layer.data), (key,))}"
    return Problem(code=code, where=where, message=message)


def _failed(code: str, where: str, message: str) -> Stack:
    return Stack(layers=(), problems=(Problem(code=code, where=where, message=message),))
