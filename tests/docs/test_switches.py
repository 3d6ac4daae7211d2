"""Whatever the page of the switches names is there: chapters, guards, moves, all twenty-four."""

import re
import tomllib
from pathlib import Path

from poletai import rulebook
from poletai.core.procedures.deeds import DEEDS
from poletai.core.procedures.guards import GUARDS

PAGE = (Path(__file__).parents[2] / "docs/reference/switches.md").read_text()
HOW_TO = (Path(__file__).parents[2] / "docs/how-to/add-a-procedure.md").read_text()
FILES = {name: rulebook.read(name) for name in rulebook.names()}
DOCUMENTS = [
    tomllib.loads(data.decode())
    for name, data in FILES.items()
    if not name.endswith(("sources.toml", "calendar.toml", "scenarios.toml", "planning.toml"))
]
CHAPTER = re.compile(r"`((?:platform|cn)\.[a-z-]+)`")
WORD = re.compile(r"`([a-z]+(?:-[a-z]+)+)`")


def test_every_switch_has_its_row() -> None:
    rows = re.findall(r"^\| `([a-z]+(?:[A-Z][A-Za-z]+)*)` \|", PAGE, re.M)

    assert len(rows) == len(set(rows)) == 24


def test_every_chapter_named_is_there() -> None:
    named = set(CHAPTER.findall(PAGE))

    assert named
    assert {n for n in named if f"{n.replace('.', '/chapters/', 1)}.toml" not in FILES} == set()


def test_every_other_name_is_a_guard_a_deed_a_move_a_parameter_or_a_key() -> None:
    known = {*GUARDS, *DEEDS, "no-longer", "also-provided", "working-days"}
    known |= {move["when"] for d in DOCUMENTS for move in d.get("move", ())}
    known |= {name for d in DOCUMENTS for name in d.get("parameter", {})}

    assert set(WORD.findall(PAGE)) - known == set()


def test_the_how_to_begins_with_chapters_that_are_there() -> None:
    named = re.search(r"--chapters (\S+)", HOW_TO)

    assert named is not None
    for chapter in named[1].split(","):
        assert f"{chapter.replace('.', '/chapters/', 1)}.toml" in FILES
