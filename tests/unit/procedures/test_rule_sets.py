"""Rule sets of bidding: the terms of a place or a law, named by a notice and kept by it."""

from datetime import date
from typing import Any

import msgspec
import pytest
from tests.support import rules
from tests.support.auction_trials import context, holds

from poletai.core.procedures.auction_shapes import wrong_auction
from poletai.core.procedures.definition import Definition, RuleSet, Text
from poletai.core.procedures.library import read_library
from poletai.core.procedures.rule_sets import keeps_named, keeps_one, written_out
from poletai.core.procedures.wording import wording

COURT = "cn.general-auction.court-online"
LISTING = "cn.land.listing"
FILE = "cn/land.listing.toml"


def court(**announced: Any) -> bool:
    """Say whether terms are those of court sales."""
    return keeps_one(rules.definition(COURT), announced, ["court"])


TERMS: dict[str, Any] = {
    "mechanism": "ascending",
    "window": 300,
    "entry": "anyone",
    "timed_needs": 0,
}


def test_terms_written_out_keep_to_a_rule_set_as_well_as_its_name() -> None:
    assert court(**TERMS)
    assert court(**{"rule-set": "court"})
    assert court(**TERMS, room={"proxy": True})


@pytest.mark.parametrize(
    "announced",
    [
        {"mechanism": "ascending", "window": 300},
        {**TERMS, "window": 299},
        {**TERMS, "quiet": 60},
        {**TERMS, "rule-set": "shantou"},
        {"mechanism": "lottery"},
        {},
        {"mechanism": "dutch"},
    ],
)
def test_whatever_else_is_not_that_rule_set(announced: dict[str, Any]) -> None:
    assert not court(**announced)


def test_what_is_left_open_may_be_said_and_a_usual_value_written_out() -> None:
    assert court(**TERMS, priority={"holders": {"a": 1}})
    assert court(**TERMS, quiet=0)


def test_a_term_in_decimals_is_compared_as_it_is_written() -> None:
    tessel = RuleSet(
        title=Text(zh="降", en="Falling"),
        law="x#1",
        verified_on=date(2026, 1, 1),
        terms={"mechanism": "dutch", "drop": "0.01"},
    )
    own: Definition = msgspec.structs.replace(
        rules.definition(LISTING), rule_sets={"tessel": tessel}
    )

    assert keeps_one(own, {"mechanism": "dutch"}, ["tessel"])
    assert not keeps_one(own, {"mechanism": "dutch", "drop": "0.02"}, ["tessel"])


def test_who_names_no_rule_set_need_not_keep_to_one() -> None:
    listing = rules.definition(LISTING)

    assert keeps_named(listing, {"mechanism": "ascending", "window": 180}, ["shantou"])
    assert keeps_named(listing, {"rule-set": "shantou"}, ["shantou"])
    assert not keeps_named(listing, {"rule-set": "seconds-240"}, ["shantou"])


def test_a_named_rule_set_is_written_out_in_the_terms() -> None:
    listing = rules.definition(LISTING)

    assert written_out(listing, {"rule-set": "seconds-240", "first_window": 300}) == {
        "mechanism": "ascending",
        "quiet": 3600,
        "window": 240,
        "entry": "listed",
        "timed_needs": 2,
        "first_window": 300,
    }
    assert written_out(listing, {"rule-set": "nobody's", "window": 1}) == {"window": 1}


def test_a_notice_says_a_mechanism_or_a_rule_set() -> None:
    assert wrong_auction({"rule-set": "court"}) is None
    assert wrong_auction({"rule-set": "court", "mechanism": "ascending", "window": 1}) is None
    assert wrong_auction({"rule-set": 3}) is not None
    assert wrong_auction({"window": 300}) is not None


def test_only_a_timed_phase_has_a_first_window_that_ends() -> None:
    asks = {"auction": "auction"}
    sealed = context("two lots are announced", {"auction": {"mechanism": "sealed-first"}}, asks)
    timed = context("two lots are announced", {"auction": {"mechanism": "ascending"}}, asks)
    broken = context("two lots are announced", {"auction": {"mechanism": "lottery"}}, asks)

    assert not holds("first-window-ends", sealed, instant="listing-until")
    assert not holds("first-window-ends", broken, instant="listing-until")
    assert holds("first-window-ends", timed, instant="listing-until")
    assert not holds("first-window-ends", timed, instant="opened-at")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('mechanism = "ascending", asking', 'mechanism = "lottery", asking', "rulebook.rule-set"),
        ("asking = 300, window", "patience = 300, window", "rulebook.rule-set"),
        ('open = ["asking"', 'open = ["patience"', "rulebook.rule-set"),
        ('sets = ["shantou", ', "sets = [", "rulebook.unused"),
        ('sets = ["shantou", ', 'sets = ["timbuktu", "shantou", ', "rulebook.unknown-rule-set"),
        ('sets = ["shantou", "seconds-240"]', 'sets = "shantou"', "rulebook.guard-argument"),
        ("cn.land-rooms#shantou", "cn.land-rooms#nobody", "rulebook.unknown-article"),
        ("window = 300, entry", "window = 300, window = 3", "rulebook.toml"),
        ('open = ["cap"', 'closed = ["cap"', "rulebook.shape"),
    ],
)
def test_a_rule_set_that_is_wrong_does_not_load(old: str, new: str, code: str) -> None:
    files = rules.files()
    text = files[FILE].decode()
    assert old in text
    _, problems = read_library({**files, FILE: text.replace(old, new, 1).encode()})

    assert code in {problem.code for problem in problems}


def test_a_condition_says_its_rule_sets_by_their_titles() -> None:
    listing = rules.definition(LISTING)
    move = next(m for m in listing.moves if m.when == "publish-notice")
    condition = next(c for c in move.provided if c.guard == "rule-set-followed")

    assert "Shantou" in wording(listing, condition, "en")
    assert "汕头" in wording(listing, condition, "zh")
