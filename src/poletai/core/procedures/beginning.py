"""Beginning a definition: the two files of a new kind of trade, for a person to go on from."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from poletai.core.procedures.assembly.citations import OPEN
from poletai.core.procedures.assembly.layers import CHAPTERS, chapter_file, file_of
from poletai.core.procedures.errors import CannotBeginError

_NAME = re.compile(r"[a-z]{2,}(-[a-z]+)?(\.[a-z][a-z0-9-]*)+")

_DEFINITION = """\
# Say in one sentence what this kind of trade is and which law gives it.
name = "{name}"
title = {{ zh = "{name}", en = "{name}" }}
category = "{category}"
method = "{method}"
chapters = {chapters}

# The articles the chapters leave open, one line each: what they rest on in this kind of trade.
[here]
{here}
# What the chapters bring and this kind does not have: moves, states, parameters, fields, debts.
# [without]
# move = ["a-command"]

# Then its own moves, parameters and fields.
# `poletai rulebook check {name}` says what is missing.
"""

_STORIES = """\
# The stories of {name}: those of its chapters are told of it too.
# Tell here what is its own: every move taken, every condition both met and broken.
# `poletai rulebook check {name}` says which are not.

# [[scenario]]
# name = "what happens, in one sentence about the world"
# after = "the story it goes on from"
# when = {{ command = "a-command" }}
# then = {{ events = ["what-happened"] }}
"""


def begin_definition(
    name: str, chapters: Sequence[str], files: Mapping[str, bytes]
) -> dict[str, str]:
    """Return the files of a new definition by their paths; raises CannotBeginError."""
    if _NAME.fullmatch(name) is None:
        raise CannotBeginError(name, "write <jurisdiction>.<kind>, such as cn.works.open-tender")
    if file_of(name) in files:
        raise CannotBeginError(name, "there is one already")
    missing = [chapter for chapter in chapters if chapter_file(chapter) not in files]
    if missing:
        raise CannotBeginError(name, f"no chapter is called {', '.join(missing)}")
    _, *parts = name.split(".")
    text = _DEFINITION.format(
        name=name,
        category=parts[0],
        method=parts[-1].partition("-")[0],
        chapters=json.dumps(list(chapters)),
        here="".join(f'# {each} = "a-source#article"\n' for each in _left_open(chapters, files)),
    )
    file = file_of(name)
    return {file: text, file.removesuffix(".toml") + ".scenarios.toml": _STORIES.format(name=name)}


def _left_open(chapters: Sequence[str], files: Mapping[str, bytes]) -> list[str]:
    """Name the citations the chapters and their stories leave open, but for those they close."""
    documents = [
        tomllib.loads(files[file].decode())
        for chapter in _all_of(chapters, files)
        for file in (
            chapter_file(chapter),
            chapter_file(chapter).replace(".toml", ".scenarios.toml"),
        )
        if file in files
    ]
    closed = {name for document in documents for name in document.get("here", {})}
    return sorted({name for document in documents for name in _open(document)} - closed)


def _all_of(chapters: Sequence[str], files: Mapping[str, bytes]) -> dict[str, None]:
    """List the chapters with those they are put together of themselves."""
    found: dict[str, None] = {}
    for chapter in (each for each in chapters if chapter_file(each) in files):
        inside = tomllib.loads(files[chapter_file(chapter)].decode()).get(CHAPTERS, ())
        found |= {**_all_of(inside, files), chapter: None}
    return found


def _open(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.startswith(OPEN):
        yield value.removeprefix(OPEN)
    elif isinstance(value, dict | list):
        for inside in value.values() if isinstance(value, dict) else value:
            yield from _open(inside)
