"""The rulebook as tests use it: read once, with the stories told beside each definition."""

from functools import lru_cache

from poletai import rulebook
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.library import Library, read_library
from poletai.core.procedures.playing import Play, play
from poletai.core.procedures.scenarios import Scenario
from poletai.core.procedures.verdicts import told

WORKS = "cn.works.open-tender"
PROCUREMENT = "cn.procurement.open-tender"
LIAONING = "cn-ln.works.open-tender"
DEFINITIONS = (WORKS, PROCUREMENT, LIAONING)


@lru_cache
def library() -> Library:
    """Return the whole rulebook; a rulebook with errors fails every test that asks for it."""
    read, problems = read_library({name: rulebook.read(name) for name in rulebook.names()})
    assert [problem for problem in problems if problem.force == "error"] == []
    return read


def definition(name: str) -> Definition:
    """Return a definition by name."""
    return library().definition(name)


@lru_cache
def scenarios(name: str) -> tuple[Scenario, ...]:
    """Return the stories of a definition."""
    stories, problems = told(library(), name)
    assert problems == ()
    return stories


@lru_cache
def endings(name: str) -> dict[str, Play]:
    """Return how every story of a definition ended, by the story's name."""
    return play(library(), definition(name), scenarios(name))
