"""Every command the pages tell a reader to type is one that exists, with options it takes."""

from importlib import import_module
from pathlib import Path

import pytest
import typer
from tests.support.pages import ROOT, commands, pages

from poletai.cli.main import nouns


def typed() -> list[tuple[Path, list[str]]]:
    found = [(page, words) for page in pages() for words in commands(page)]
    return [(page, words) for page, words in found if words[0] == "poletai"]


def called(case: tuple[Path, list[str]]) -> str:
    return f"{case[0].name}: {' '.join(case[1])}"


def find(noun: str, words: list[str]) -> tuple[object, list[str]]:
    command: object = typer.main.get_command(import_module(f"poletai.cli.{noun}").app)
    while words and words[0] in (verbs := getattr(command, "commands", {})):
        command, words = verbs[words[0]], words[1:]
    return command, words


@pytest.mark.parametrize("case", typed(), ids=called)
def test_a_command_on_a_page_can_be_typed(case: tuple[Path, list[str]]) -> None:
    _, (_, noun, *rest) = case
    assert noun in nouns()

    command, words = find(noun, rest)
    options = {name for one in getattr(command, "params", []) for name in one.opts}
    params = getattr(command, "params", [])
    needed = [one for one in params if one.required and not getattr(one, "prompt", None)]

    assert {word for word in words if word.startswith("--")} <= options
    assert all(set(one.opts) & set(words) for one in needed if one.opts[0].startswith("--"))
    assert not getattr(command, "commands", {}), "a verb is missing"


def test_what_run_takes_is_what_pages_tell() -> None:
    script = (ROOT / "run").read_text()
    told = {words[1] for page in pages() for words in commands(page) if words[0] == "./run"}

    assert all(f"\n./run {name} " in script for name in told)
