"""Chapters: what one brings another may take out, and the main line they tell in every kind."""

import pytest
from tests.support import rules

MAIN_LINE = (
    "a procedure is drafted",
    "a notice opens the lots for bids",
    "three bids are listed",
    "bids are opened",
    "the committee reports",
    "the lowest bid is awarded",
    "the winner is notified",
    "the contract is signed at the price of the bid",
    "the contract is published and the procedure completes",
)

COMMITTEE, AWARD_OF_A_BID = "platform/chapters/committee.toml", "platform/chapters/award.toml"


def test_a_chapter_does_without_what_those_before_it_brought() -> None:
    works, procurement = rules.definition(rules.WORKS), rules.definition(rules.PROCUREMENT)
    (owed,) = (m for m in procurement.moves_when("answer-objection") if "filed" in m.source)

    assert "accepted" in works.machines["remedy"].state
    assert "accepted" not in procurement.machines["remedy"].state
    assert works.moves_when("accept-complaint")
    assert not procurement.moves_when("accept-complaint")
    assert owed.source == ("filed",)


def test_a_state_more_changes_what_its_phases_stand_for() -> None:
    works, procurement = rules.definition(rules.WORKS), rules.definition(rules.PROCUREMENT)
    (paused,), (shorter,) = (d.moves_when("suspend-lot") for d in (works, procurement))

    assert set(paused.source) - set(shorter.source) == {"publicity"}


# Sales, agreed prices and frameworks come to their end another way, and tell it by other names.
JUDGED = tuple(name for name in rules.DEFINITIONS if rules.brings(name, COMMITTEE, AWARD_OF_A_BID))


@pytest.mark.parametrize("name", JUDGED)
def test_every_kind_a_committee_judges_tells_the_main_line_to_its_end(name: str) -> None:
    ends = rules.endings(name)

    assert [story for story in MAIN_LINE if story not in ends] == []
    assert ends[MAIN_LINE[-1]].standing.state == "completed"
    assert ends[MAIN_LINE[-1]].standing.lots["1"].bids["b"].state == "awarded"


@pytest.mark.parametrize("name", rules.DEFINITIONS)
def test_no_citation_is_left_open(name: str) -> None:
    assert b"here#" not in rules.library().definition_bytes(name)
    assert b"phase:" not in rules.library().definition_bytes(name)
