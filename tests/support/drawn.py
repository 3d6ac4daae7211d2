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
_TOLD = 12
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

[sample.publish-notice]
documents-from = "now"
documents-until = "now + 8 days"
deadline = "now + 24 days"
lots = ["1"]
terms = "lowest-evaluated-price"
documents = ["Tender documents"]
estimate = "1000000.00"
[sample.release-shares]
shares = { price = [1, 2, 3], tech = [1, 2, 3] }
[sample.open-bids]
openings = { a = "900000.00", b = "880000.00", c = "910000.00" }
[[scenario]]
name = "candidates are published past a holiday"
after = "the committee reports"
when = { command = "publish-candidates", by = "principal", lot = "1" }
then = {}
[[scenario]]
name = "the lowest bid is awarded"
after = "candidates are published past a holiday"
when = { command = "award", by = "principal", bid = "b", at = "publicity-until + 1 hour" }
then = {}
"""


@lru_cache
def library() -> Library:
    """Return the rulebook with one definition more; the base tells only how bids are opened."""
    files = {name: rulebook.read(name) for name in rulebook.names()}
    kept = files[_BASE].decode().split("[[scenario]]")[: _TOLD + 1]
    read, problems = read_library(
        {
            **files,
            _BASE: "[[scenario]]".join(kept).encode(),
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
