"""The planner on the command line: an item in, kinds of trade with their articles out."""

import pytest
from typer.testing import CliRunner, Result

from poletai.cli.rulebook import app

ITEM = ("--object", "construction", "--funding", "state-owned", "--day", "2026-11-22")
GOLDEN = """\
cn.works.open-tender: one of these is required
  Works led by state money at or above the scale are tendered, by open tender \
[cn.tendering-regulation#8, cn.mandatory-tendering-order#5]
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ("plan", *words))


def test_parts_that_reach_the_scale_together_are_tendered() -> None:
    result = run(*ITEM, "--part", "3000000", "--part", "1000000")

    assert result.exit_code == 0
    assert result.output.startswith(GOLDEN)
    assert "! What could be let together counts together" in result.output


def test_the_answer_is_chinese_where_asked() -> None:
    result = run(*ITEM, "--part", "3999999.99", "--zh")

    assert "cn.works.open-tender: 可以采用" in result.output


def test_what_is_missing_is_named() -> None:
    item = ("--object", "construction", "--funding", "budget", "--part", "4000000")
    result = run(*item, "--public-funds", "4000000")
    whole = run(*item, "--public-funds", "4000000", "--investment", "5000000")
    goods = run("--object", "goods", "--funding", "budget", "--level", "county", "--part", "1")

    assert "<- --public-share" in result.output
    assert "one of these is required" in whole.output
    assert "<- Amount from which procurement is by open tender" in goods.output
    assert "(advice)" in goods.output


def test_the_words_of_an_item_are_listed() -> None:
    result = run("--words")

    assert "  construction  Construction works" in result.output
    assert "  sole-supplier  Only one supplier can deliver" in result.output


@pytest.mark.parametrize(
    "words",
    [
        ("--object", "crate"),
        (*ITEM, "--part", "much"),
        (*ITEM, "--part", "-1"),
        (*ITEM[:4], "--day", "soon"),
        (*ITEM, "--circumstance", "luck"),
    ],
)
def test_misuse_exits_2_and_says_what_to_write(words: tuple[str, ...]) -> None:
    result = run(*words)

    assert result.exit_code == 2
    assert result.output
