"""Chapters tried over a whole definition, as a definition that takes them in would be."""

from functools import lru_cache

from poletai import rulebook
from poletai.core.basics.problem import Problem
from poletai.core.procedures.definition import Definition
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


@lru_cache
def trial(extends: str, *chapters: str, own: str = "", stories: str = "") -> Library:
    """Return the rulebook with one definition more: one that stands, with chapters over it."""
    read, problems = _read(extends, chapters, own, stories)
    assert [problem for problem in problems if problem.force == "error"] == []
    return read


def codes(extends: str, *chapters: str, own: str = "") -> set[str]:
    """Return the codes of what is wrong with that definition."""
    return {problem.code for problem in _read(extends, chapters, own, "")[1]}


def _read(
    extends: str, chapters: tuple[str, ...], own: str, stories: str
) -> tuple[Library, tuple[Problem, ...]]:
    named = ", ".join(f'"{chapter}"' for chapter in chapters)
    files = {name: rulebook.read(name) for name in rulebook.names()}
    files["cn/tried.toml"] = (_HEAD.format(extends=extends, chapters=named) + own).encode()
    files["cn/tried.scenarios.toml"] = stories.encode()
    return read_library(files)


def tried(extends: str, *chapters: str, own: str = "", stories: str = "") -> Verdict:
    """Play all stories of that definition."""
    library = trial(extends, *chapters, own=own, stories=stories)
    return try_scenarios(library, library.definition(NAME))


def definition(extends: str, *chapters: str) -> Definition:
    """Return that definition."""
    return trial(extends, *chapters).definition(NAME)
