"""A works tender whose committee and terms are drawn: the chapters on a definition of their own."""

from functools import lru_cache

from poletai import rulebook
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.library import Library, read_library
from poletai.core.procedures.playing import Play, play
from poletai.core.procedures.scenarios import Scenario
from poletai.core.procedures.verdicts import told

NAME = "cn.drawn-works"
_BASE = "cn/works.open-tender.scenarios.toml"
DEFINITION = """
name = "cn.drawn-works"
title = { zh = "抽取评标委员会的工程招标", en = "Works with a drawn committee" }
extends = "cn.works.open-tender"
chapters = [
    "platform.draws", "platform.drawn-committee", "platform.drawn-terms", "platform.signed-report",
]
[here]
composition = "cn.tendering-law#37"
"""
STORIES = """
# Marks of members who were not drawn and declared nothing are told by the chapters anew.
without = [
    "four of five members have marked", "nobody ranks before everyone has marked",
    "marks leave no bid out", "only members mark", "everyone has marked",
    "objective marks that differ are settled before ranking",
    "the better plan wins over the lower price",
]
"""


@lru_cache
def library() -> Library:
    """Return the rulebook with one definition more; of the base only its chapters tell."""
    files = {name: rulebook.read(name) for name in rulebook.names()}
    read, problems = read_library(
        {
            **files,
            _BASE: b"",
            "cn/drawn-works.toml": DEFINITION.encode(),
            "cn/drawn-works.scenarios.toml": STORIES.encode(),
        }
    )
    wrong = [one for one in problems if one.force == "error" and "drawn" in one.where + one.message]
    assert not wrong, wrong
    return read


def definition() -> Definition:
    """Return the definition with a drawn committee."""
    return library().definition(NAME)


@lru_cache
def stories() -> tuple[Scenario, ...]:
    """Return the stories of the chapters, told of this definition."""
    found, problems = told(library(), NAME)
    assert problems == ()
    return found


@lru_cache
def endings() -> dict[str, Play]:
    """Return how every story ended, by its name."""
    return play(library(), definition(), stories())
