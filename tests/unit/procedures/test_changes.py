"""What changed in law between two days is told value by value, rule by rule, law by law."""

from datetime import date

import pytest
from tests.support import rules
from typer.testing import CliRunner

from poletai import rulebook
from poletai.cli.rulebook import app
from poletai.core.procedures.changes import changes
from poletai.core.procedures.library import read_library

FILES = {name: rulebook.read(name) for name in rulebook.names()}
VARIANT = """
name = "cn-ln.works.open-tender"
extends = "cn.works.open-tender"
title = { zh = "示例", en = "Example" }
[parameter.publicity-period]
value = [
    { since = 2012-02-01, is = 3, law = "cn.tendering-regulation#54" },
    { since = 2026-03-01, is = 3, law = "cn.tendering-regulation#54" },
    { since = 2026-04-01, is = 5, law = "cn-ln.example#1" },
]
[[move]]
when = "ask-question"
since = 2026-02-01
ceases = 2026-06-01
also-provided = [
    { is = "still-ahead", instant = "deadline", law = "cn-ln.example#2", since = 2026-05-01, ceases = 2026-05-02 },
]
"""  # noqa: E501 - one condition a line
SOURCES = """
[source."cn-ln.example"]
title = { zh = "示例", en = "Example of a province's rules" }
number = "1"
address = "x"
since = 2026-01-15
ceases = 2026-07-01
verified-on = 2026-11-22
[source."cn-ln.example".article]
1 = { zh = "一", en = "one" }
2 = { zh = "二", en = "two" }
"""
GOLDEN = """\
2026-01-15  source began Example of a province's rules [cn-ln.example]
2026-02-01  move began Ask a question [platform.rules#5]
2026-04-01  value changed Time candidates stay published [cn-ln.example#1] 3 days -> 5 days
2026-05-01  condition began Ask a question: Deadline for bids, as announced, is still ahead [cn-ln.example#2]
2026-05-02  condition ended Ask a question: Deadline for bids, as announced, is still ahead [cn-ln.example#2]
2026-06-01  move ended Ask a question [platform.rules#5]
2026-07-01  source ended Example of a province's rules [cn-ln.example]
"""  # noqa: E501 - one change a line


def told(before: date, after: date) -> str:
    files = {
        **FILES,
        "cn-ln/works.open-tender.toml": VARIANT.encode(),
        "cn-ln/sources.toml": SOURCES.encode(),
    }
    library, problems = read_library(files)
    assert problems == ()
    found = changes(library, library.definition("cn-ln.works.open-tender"), before, after)
    return "".join(
        f"{c.on}  {c.what} {c.how} {c.title.en} [{c.law}]"
        + ("" if c.before is None or c.after is None else f" {c.before.en} -> {c.after.en}")
        + "\n"
        for c in found
        if c.law != "platform.rules"
    )


def test_every_change_stands_on_its_day_with_its_article() -> None:
    assert told(date(2026, 1, 1), date(2026, 12, 31)) == GOLDEN


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (date(2026, 12, 31), date(2026, 1, 1)),
        (date(2026, 4, 1), date(2026, 4, 30)),
        (date(2026, 2, 1), date(2026, 3, 31)),
    ],
)
def test_between_these_days_nothing_changed(before: date, after: date) -> None:
    assert told(before, after) == ""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ([], "2026-01-01  value begins: Deduction for domestic products"),
        (["--zh"], "2026-01-01  新设数值: 本国产品价格扣除"),
    ],
)
def test_the_command_says_what_a_new_year_brought(language: list[str], said: str) -> None:
    words = ("diff", rules.PROCUREMENT, "2025-12-31", "2026-01-01", *language)
    result = CliRunner().invoke(app, words)

    assert result.exit_code == 0
    assert said in result.output
    assert "– -> 20 %" in result.output


def test_the_command_says_that_nothing_changed() -> None:
    result = CliRunner().invoke(app, ("diff", rules.WORKS, "2026-03-01", "2026-03-02"))

    assert result.output == "nothing changed from 2026-03-01 to 2026-03-02\n"
