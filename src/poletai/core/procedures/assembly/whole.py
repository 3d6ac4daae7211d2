"""The whole: what is read, hashed, pinned and replayed; nobody downstream knows of layers."""

from collections.abc import Mapping
from typing import Any

import msgspec

from poletai.core.basics.problem import Problem
from poletai.core.procedures.assembly.citations import close, still_open
from poletai.core.procedures.assembly.layers import HERE, WITHOUT, Stack, stack
from poletai.core.procedures.assembly.marks import MARK, Places, places_of, plain
from poletai.core.procedures.assembly.merging import put_over
from poletai.core.procedures.assembly.states import write_out
from poletai.core.procedures.assembly.without import take_out


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """An assembled definition: its document, where its tables stand, what `here` is in it."""

    document: dict[str, Any]
    places: Places
    here: Mapping[str, str]
    problems: tuple[Problem, ...]


def assemble(file: str, files: Mapping[str, bytes]) -> Whole:
    """Put the definition in a file together of its layers; `files` has what it names."""
    found = stack(file, files[file], files)
    if found.problems or not found.layers:
        return Whole(document={}, places={(): f"{file}:1"}, here={}, problems=found.problems)
    whole, problems = _folded(found)
    here = plain(whole.pop(HERE, {}))
    whole = close(write_out(whole), here)
    places = {**places_of(whole), (): f"{file}:1"}
    return Whole(
        document=plain(whole),
        places=places,
        here=here,
        problems=(*problems, *still_open(whole, file)),
    )


def _folded(found: Stack) -> tuple[dict[str, Any], list[Problem]]:
    """Put the layers over one another, lowest first; each first takes out what it is without."""
    whole: dict[str, Any] = {}
    problems: list[Problem] = []
    for layer in found.layers:
        if WITHOUT in layer.document:
            without = layer.document[WITHOUT]
            whole, missing = take_out(whole, without, without.get(MARK, layer.file))
            problems += missing
        whole = put_over(whole, layer.document)
    return whole, problems
