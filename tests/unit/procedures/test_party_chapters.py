"""The chapters on parties and prices fit the tenders they are for, and their stories hold."""

import pytest

from poletai import rulebook
from poletai.core.procedures.library import Library, read_library
from poletai.core.procedures.playing import play
from poletai.core.procedures.verdicts import told, try_scenarios, wrong

FILES = {name: rulebook.read(name) for name in rulebook.names()}
HEAD = """
name = "cn.{name}"
title = {{ zh = "核查", en = "Checked" }}
extends = "{base}"
chapters = {chapters}
[here]
seated = "{seated}"
"""
WORKS = (
    "cn.works.open-tender",
    (
        "platform.findings",
        "cn.parties-tendering",
        "platform.price-explanations",
        "cn.below-cost",
        "platform.corrections",
        "cn.corrections-works",
    ),
    "cn.tendering-regulation#49",
)
PROCUREMENT = (
    "cn.procurement.open-tender",
    (
        "platform.findings",
        "cn.parties-procurement",
        "platform.price-explanations",
        "cn.low-price",
        "platform.corrections",
        "cn.corrections-procurement",
        "cn.same-brand",
    ),
    "cn.procurement-regulation#41",
)
OURS = (
    "check-bids",
    "decide-finding",
    "request-explanation",
    "explain-price",
    "judge-explanation",
    "correct-arithmetic",
    "confirm-correction",
    "rank-bids",
    "reject-bid",
)


def library(base: str, chapters: tuple[str, ...], seated: str) -> Library:
    text = HEAD.format(name="checked", base=base, chapters=list(chapters), seated=seated)
    read, problems = read_library({**FILES, "cn/checked.toml": text.encode()})
    assert [p for p in problems if p.force == "error"] == []
    return read


@pytest.mark.parametrize("kind", [WORKS, PROCUREMENT], ids=["works", "procurement"])
def test_the_stories_of_the_chapters_are_true(kind: tuple[str, tuple[str, ...], str]) -> None:
    read = library(*kind)
    definition = read.definition("cn.checked")
    scenarios, problems = told(read, "cn.checked")
    inherited = {scenario.name for scenario in told(read, kind[0])[0]}

    ends = play(read, definition, scenarios)

    own = [scenario for scenario in scenarios if scenario.name not in inherited]
    assert problems == ()
    assert len(own) > 30
    assert [w for scenario in own for w in wrong(scenario, ends[scenario.name])] == []


@pytest.mark.parametrize("kind", [WORKS, PROCUREMENT], ids=["works", "procurement"])
def test_every_condition_of_the_chapters_is_met_and_broken(
    kind: tuple[str, tuple[str, ...], str],
) -> None:
    read = library(*kind)

    verdict = try_scenarios(read, read.definition("cn.checked"))

    touched = [p.message for p in verdict.problems if p.code != "rulebook.scenario"]
    assert [m for m in touched if any(name in m for name in OURS)] == []
