"""The rulebook as tests use it: read once, with the stories told beside each definition."""

from functools import lru_cache

from poletai import rulebook
from poletai.core.procedures.assembly.layers import file_of, stack
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.library import Library, read_library
from poletai.core.procedures.playing import Play, play
from poletai.core.procedures.scenarios import Scenario
from poletai.core.procedures.verdicts import told

WORKS = "cn.works.open-tender"
PROCUREMENT = "cn.procurement.open-tender"
LIAONING = "cn-ln.works.open-tender"


def files() -> dict[str, bytes]:
    """Return every file of the rulebook by its name."""
    return {name: rulebook.read(name) for name in rulebook.names()}


def file_that_says(text: str, name: str = WORKS) -> str:
    """Return the file of a definition, its own or a chapter's, that first says this."""
    known = files()
    layers = stack(file_of(name), known[file_of(name)], known).layers
    return next(layer.file for layer in layers if text in layer.data.decode())


def brings(name: str, *chapters: str) -> bool:
    """Say whether a definition is put together of all these files of chapters, among others."""
    known = files()
    return {*chapters} <= {
        layer.file for layer in stack(file_of(name), known[file_of(name)], known).layers
    }


def spoiled(old: str, new: str, name: str = WORKS) -> dict[str, bytes]:
    """Return the rulebook with a text of a definition, wherever it stands, once replaced."""
    file = file_that_says(old, name)
    changed = files()[file].decode().replace(old, new, 1)
    return {**files(), file: changed.encode()}


@lru_cache
def library() -> Library:
    """Return the whole rulebook; a rulebook with errors fails every test that asks for it."""
    read, problems = read_library(files())
    assert [problem for problem in problems if problem.force == "error"] == []
    return read


# Every definition there is: what holds of all is tested of all.
DEFINITIONS = tuple(sorted(library().definitions))


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
