"""Definitions made up over one that stands, to see what the rulebook says of them."""

from functools import lru_cache

from poletai import rulebook
from poletai.core.basics.problem import Problem
from poletai.core.procedures.library import Library, read_library
from poletai.core.procedures.verdicts import Verdict, try_scenarios

NAME = "cn.tried"
_HEAD = """
name = "cn.tried"
extends = "{extends}"
title = {{ zh = "试", en = "Tried" }}
category = "works"
method = "open"
chapters = [{chapters}]
"""


def tried(extends: str, *chapters: str, own: str = "", stories: str = "") -> Verdict:
    """Play all stories of a definition that takes chapters in over another."""
    library, problems = _read(extends, chapters, own, stories)
    assert [problem for problem in problems if problem.force == "error"] == []
    return try_scenarios(library, library.definition(NAME))


def codes(extends: str, *chapters: str, own: str = "") -> set[str]:
    """Return the codes of what is wrong with a definition that adds to another."""
    return {problem.code for problem in _read(extends, chapters, own, "")[1]}


@lru_cache
def _read(
    extends: str, chapters: tuple[str, ...], own: str, stories: str
) -> tuple[Library, tuple[Problem, ...]]:
    named = ", ".join(f'"{chapter}"' for chapter in chapters)
    files = {name: rulebook.read(name) for name in rulebook.names()}
    files["cn/tried.toml"] = (_HEAD.format(extends=extends, chapters=named) + own).encode()
    files["cn/tried.scenarios.toml"] = stories.encode()
    return read_library(files)
