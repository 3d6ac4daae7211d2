"""The house rules a tool can count: sizes, docstrings, words, and what may not be named."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support import rules

from poletai.core.procedures.assembly.layers import file_of
from poletai.core.procedures.assembly.whole import assemble
from poletai.core.procedures.vocabulary import DEEDS, PHASES, ROLES, SUBJECTS

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "src/poletai/core"
LONGEST = 300


def tracked(*patterns: str) -> list[Path]:
    """Return the files git knows; without git, everything that lies here."""
    if not (ROOT / ".git").exists():
        return [file for pattern in patterns for file in ROOT.rglob(pattern)]
    names = subprocess.check_output(["git", "ls-files", "--", *patterns], cwd=ROOT, text=True)
    return [ROOT / name for name in names.splitlines() if (ROOT / name).is_file()]


def sources() -> list[Path]:
    return tracked("src/**/*.py", "tests/**/*.py", "bench/**/*.py")


def named(files: Iterator[Path]) -> list[str]:
    return [str(file.relative_to(ROOT)) for file in files]


def test_no_file_is_longer_than_a_sitting() -> None:
    assert named(f for f in sources() if len(f.read_text().splitlines()) > LONGEST) == []


def test_every_module_says_in_one_sentence_what_it_is() -> None:
    silent = (file for file in sources() if not opening(file).endswith((".", ".)")))

    assert named(silent) == []


def opening(file: Path) -> str:
    story = ast.get_docstring(ast.parse(file.read_text())) or ""
    return story.partition("\n\n")[0].strip()


def test_no_float_decides_anything_in_the_core() -> None:
    offenders = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in CORE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Name | ast.Constant)
        if getattr(node, "id", "") == "float" or isinstance(getattr(node, "value", None), float)
    ]

    assert offenders == []


def test_nothing_unfinished_is_kept() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b|pragma: no cover")
    own = Path(__file__)

    assert named(f for f in sources() if f != own and unfinished.search(f.read_text())) == []


def test_no_data_lies_among_the_rules_but_data() -> None:
    code = [f for f in (ROOT / "src/poletai/rulebook").rglob("*.py") if f.name != "__init__.py"]

    assert named(iter(code)) == []


@pytest.mark.parametrize("word", [*ROLES, *PHASES, *SUBJECTS, *DEEDS])
def test_every_word_definitions_are_written_with_is_in_the_glossary(word: str) -> None:
    assert f"| `{word}` |" in (ROOT / "GLOSSARY.md").read_text()


@pytest.mark.parametrize("name", rules.library().definitions)
def test_every_event_and_state_of_a_definition_has_a_title_in_both_languages(name: str) -> None:
    data = assemble(file_of(name), rules.files()).document
    states = [pair for machine in data["machine"].values() for pair in machine["state"].items()]
    moves = [(move["when"], move) for move in data["move"]]
    untitled = [name for name, of in states + moves if set(of.get("title", {})) != {"zh", "en"}]

    assert untitled == []


def test_decisions_are_short() -> None:
    long = (f for f in (ROOT / "docs/adr").glob("*.md") if len(f.read_text().splitlines()) > 40)

    assert named(long) == []
