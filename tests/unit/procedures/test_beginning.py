"""A new kind of trade begins as two files, and the check says what is missing of them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from poletai import rulebook
from poletai.cli.rulebook import app
from poletai.core.procedures.beginning import begin_definition
from poletai.core.procedures.errors import CannotBeginError

NAME = "cn.works.bazaar"
FILES = {name: rulebook.read(name) for name in rulebook.names()}
CHAPTERS = {
    "platform/chapters/market.toml": b'chapters = ["platform.stall"]\n[[move]]\nlaw = "here#row"\n',
    "platform/chapters/stall.toml": b'[here]\nset = "x#1"\n[[move]]\nlaw = "here#set"\n'
    b'provided = [{ is = "odd", law = "here#left" }]\n',
    "platform/chapters/stall.scenarios.toml": b'[[scenario]]\nthen = { refused = "here#told" }\n',
}
GOLDEN = """\
# Say in one sentence what this kind of trade is and which law gives it.
name = "cn.works.bazaar"
title = { zh = "cn.works.bazaar", en = "cn.works.bazaar" }
category = "works"
method = "bazaar"
chapters = ["platform.stall"]

# The articles the chapters leave open, one line each: what they rest on in this kind of trade.
[here]
# left = "a-source#article"
# told = "a-source#article"

# What the chapters bring and this kind does not have: moves, states, parameters, fields, debts.
# [without]
# move = ["a-command"]

# Then its own moves, parameters and fields.
# `poletai rulebook check cn.works.bazaar` says what is missing.
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def copied(folder: Path) -> Path:
    for name, data in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


def test_a_definition_begins_with_its_chapters_and_what_they_leave_open() -> None:
    written = begin_definition(NAME, ["platform.stall"], CHAPTERS)

    assert list(written) == ["cn/works.bazaar.toml", "cn/works.bazaar.scenarios.toml"]
    assert written["cn/works.bazaar.toml"] == GOLDEN
    assert NAME in written["cn/works.bazaar.scenarios.toml"]


def test_chapters_of_chapters_leave_their_citations_open_too() -> None:
    written = begin_definition(NAME, ["platform.market"], CHAPTERS)

    left = [line for line in written["cn/works.bazaar.toml"].splitlines() if "a-source" in line]
    assert [line.split()[1] for line in left] == ["left", "row", "told"]


@pytest.mark.parametrize("chapter", ["cn.works", "cn.tendering"])
def test_chapters_of_the_rulebook_begin_a_definition(chapter: str) -> None:
    assert "[here]" in begin_definition(NAME, [chapter], FILES)["cn/works.bazaar.toml"]


@pytest.mark.parametrize(
    ("name", "chapters", "why"),
    [
        ("bazaar", [], "write <jurisdiction>.<kind>"),
        ("cn.works.open-tender", [], "there is one already"),
        ("cn.works.bazaar", ["cn.spells"], "no chapter is called cn.spells"),
    ],
)
def test_what_cannot_be_begun_says_why(name: str, chapters: list[str], why: str) -> None:
    with pytest.raises(CannotBeginError, match=why):
        begin_definition(name, chapters, FILES)


def test_the_command_writes_two_files_and_says_what_is_missing(tmp_path: Path) -> None:
    folder = str(copied(tmp_path))
    begun = run("new", NAME, "--chapters", "platform.trade, platform.notice", "--folder", folder)
    checked = run("check", NAME, "--folder", folder)

    assert begun.exit_code == 0
    assert begun.output.startswith(
        "written: cn/works.bazaar.toml\nwritten: cn/works.bazaar.scenarios.toml\n"
    )
    assert "[rulebook." in begun.output
    assert begun.output.endswith(f"`poletai rulebook check {NAME}` says what is missing\n")
    assert checked.exit_code == 1
    assert "[rulebook." in checked.output


def test_the_command_writes_nothing_over_what_stands(tmp_path: Path) -> None:
    folder = str(copied(tmp_path))
    result = run("new", "cn.works.open-tender", "--folder", folder)

    assert result.exit_code == 2
    assert (tmp_path / "cn/works.open-tender.toml").read_bytes() == FILES[
        "cn/works.open-tender.toml"
    ]


def test_one_definition_is_checked_alone() -> None:
    result = run("check", "cn.works.open-tender")

    assert result.exit_code == 0
    assert "cn.works.open-tender" in result.output
    assert "cn.procurement.open-tender" not in result.output
