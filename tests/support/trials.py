"""Trial trades: tiny definitions the rulebook need not have, read and told like its own."""

from functools import lru_cache
from pathlib import Path

from poletai import rulebook
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.library import Library, read_library
from poletai.core.procedures.playing import Play, play
from poletai.core.procedures.verdicts import told

_FOLDER = Path(__file__).parent / "trial_rules"
RESTRICTED, FRAMEWORK = "cn.trial.restricted", "cn.trial.framework"


def trial_files() -> dict[str, bytes]:
    """Return the rulebook's files with those of the trials among them."""
    own = {f"cn/trial.{file.name}": file.read_bytes() for file in _FOLDER.glob("*.toml")}
    return {name: rulebook.read(name) for name in rulebook.names()} | own


@lru_cache
def library() -> Library:
    """Return a rulebook that has the trials too; one with errors fails every test that asks."""
    read, problems = read_library(trial_files())
    assert [problem for problem in problems if problem.force == "error"] == []
    return read


def definition(name: str) -> Definition:
    """Return a trial by name."""
    return library().definition(name)


@lru_cache
def endings(name: str) -> dict[str, Play]:
    """Return how every story of a trial ended, by the story's name."""
    scenarios, problems = told(library(), name)
    assert problems == ()
    return play(library(), definition(name), scenarios)
