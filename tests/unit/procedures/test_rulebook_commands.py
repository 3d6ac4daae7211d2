"""The rulebook on the command line: checked, explained, drawn and dated."""

from pathlib import Path

import pytest
from tests.support import rules
from typer.testing import CliRunner, Result

from poletai import rulebook
from poletai.cli.rulebook import app


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_the_rulebook_inside_is_whole() -> None:
    result = run("check")

    assert result.exit_code == 0
    assert "cn.works.open-tender" in result.output


def test_a_folder_with_a_mistake_exits_1_and_names_the_line(tmp_path: Path) -> None:
    for name in rulebook.names():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(rulebook.read(name))
    spoiled = tmp_path / rules.file_that_says('is = "odd"')
    spoiled.write_text(spoiled.read_text().replace('is = "odd"', 'is = "strange"'))

    result = run("check", "--folder", str(tmp_path))

    assert result.exit_code == 1
    assert "error: 'strange' is not a guard [rulebook.unknown-guard]" in result.output


@pytest.mark.parametrize("language", [[], ["--zh"]])
def test_a_definition_is_explained_drawn_and_dated(language: list[str]) -> None:
    explained = run("explain", rules.WORKS, *language)
    drawn = run("diagram", rules.WORKS, "--of", "lot", *language)
    dated = run("timetable", rules.WORKS, "--notice", "2026-12-02", *language)

    assert "cn.tendering-law#24" in explained.output
    assert "nothing rests on" in explained.output
    assert drawn.output.startswith("stateDiagram-v2")
    assert "2026-12-22" in dated.output


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "cn.bazaar"),
        ("diagram", rules.WORKS, "--of", "crate"),
        ("timetable", rules.WORKS, "--notice", "soon"),
    ],
)
def test_misuse_exits_2_and_says_what_to_write(words: tuple[str, ...]) -> None:
    result = run(*words)

    assert result.exit_code == 2
    assert result.output
