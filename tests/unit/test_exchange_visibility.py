"""Who sees what in which phase: every role, every phase and every field against one table."""

from datetime import date
from typing import Any

import pytest

from poletai.core.procedures.definition import Definition
from poletai.core.procedures.standing import BidStanding, LotStanding, Standing
from poletai.core.procedures.vocabulary import PHASES
from poletai.exchange.actors import Actor
from poletai.exchange.house import library
from poletai.exchange.trades import Trade
from poletai.exchange.visibility import may_see, readable, visible_standing

# Letters in the table below, and somebody who has that role in the trade.
ROLES = {
    "P": Actor("principal", "water-board"),
    "A": Actor("agency", "fair-agency"),
    "B": Actor("bidder", "firm-1"),
    "E": Actor("evaluator", "water-board", "e1"),
    "C": Actor("custodian", "custodian-1", "ab" * 32),
    "R": Actor("regulator", "bureau"),
    "O": Actor("operator", "centre"),
    "W": Actor("witness", "audit-firm"),
    "public": None,
}
# Strangers hold a role, but not in this trade: they see what the public sees.
STRANGERS = (
    Actor("principal", "other-board"),
    Actor("agency", "other-agency"),
    Actor("evaluator", "other-board", "e9"),
    Actor("custodian", "custodian-9", "cd" * 32),
)
EVERYONE = set(ROLES)

# Written by hand from the rules, not from the code: * is everyone, - is nobody.
TABLE = """
field            draft  open   closed opened evaluated awarded contracted ended
title            PAOR   *      *      *      *         *       *          *
principal        PAOR   *      *      *      *         *       *          *
estimate         PAOR   *      *      *      *         *       *          *
deadline         PAOR   *      *      *      *         *       *          *
documents        PAOR   *      *      *      *         *       *          *
keysets          PAOR   *      *      *      *         *       *          *
terms            PAOR   *      *      *      *         *       *          *
value            PAOR   *      *      *      *         *       *          *
questions        -      *      *      *      *         *       *          *
seq              -      -      *      *      *         *       *          *
bid_hash         -      -      *      *      *         *       *          *
releases         -      -      *      *      *         *       *          *
bidder           -      -      -      *      *         *       *          *
content          -      -      -      *      *         *       *          *
verdict          -      -      -      *      *         *       *          *
committee        PAEOR  PAEOR  PAEOR  PAEOR  PAEOR     *       *          *
scores           ER     ER     ER     ER     *         *       *          *
grounds          ERPA   ERPA   ERPA   ERPA   *         *       *          *
ranking          ERPA   ERPA   ERPA   ERPA   *         *       *          *
bids-ranked.at   ERPA   ERPA   ERPA   ERPA   *         *       *          *
bid-rejected.at  ERPA   ERPA   ERPA   ERPA   *         *       *          *
findings         ERPA   ERPA   ERPA   ERPA   *         *       *          *
registers        ERPA   ERPA   ERPA   ERPA   *         *       *          *
decided-findings ERPA   ERPA   ERPA   ERPA   *         *       *          *
explain-doubt    ERPA   ERPA   ERPA   ERPA   *         *       *          *
price-explanation ERPA  ERPA   ERPA   ERPA   *         *       *          *
corrected-price  ERPA   ERPA   ERPA   ERPA   *         *       *          *
award            -      -      -      -      -         *       *          *
award-price      -      -      -      -      -         *       *          *
contract         -      -      -      -      -         -       *          *
"""
LOT_STATES = {
    "closed": "listed",
    "opened": "opened",
    "evaluated": "publicity",
    "awarded": "awarded",
    "contracted": "contracted",
}
PROCEDURE_STATES = {"draft": "draft", "open": "receiving-bids", "ended": "completed"}
ON_PROCEDURE = {"title", "principal", "estimate", "deadline", "documents", "keysets", "terms"}
ON_PROCEDURE |= {"questions", "committee"}
ON_BID = {"seq", "bid_hash", "bidder", "content", "verdict", "grounds", "bid-rejected.at"}
ON_BID |= {"explain-doubt", "price-explanation", "corrected-price"}


def cells() -> list[tuple[str, str, set[str]]]:
    """Read the table: (field, phase, who sees it)."""
    head, *rows = (line.split() for line in TABLE.strip().splitlines())
    return [
        (row[0], phase, EVERYONE if cell == "*" else set(cell.replace("-", "")))
        for row in rows
        for phase, cell in zip(head[1:], row[1:], strict=True)
    ]


@pytest.fixture(scope="module")
def works() -> Definition:
    return library().definition("cn.works.open-tender")


def trade_in(definition: Definition, phase: str) -> Trade:
    """Return a trade in a phase that already knows everything that must not be seen too early."""
    value: dict[str, Any] = {field: {"e1": 1, "e2": 2} for field, _, _ in cells()}
    facts = {name: value[name] for name in ON_PROCEDURE}
    facts |= {
        "principal": "water-board",
        "agency": "fair-agency",
        "committee": [{"id": "e1"}],
        "keysets": {"1": {"custodians": [{"id": "ab" * 32}]}},
    }
    bid = BidStanding(bid="b1", state="candidate", facts={name: value[name] for name in ON_BID})
    on_lot = {n: v for n, v in value.items() if n not in ON_PROCEDURE | ON_BID}
    state = LOT_STATES.get(phase, "announced" if phase == "open" else "published")
    lot = LotStanding(lot="1", state=state, facts=on_lot, bids={"b1": bid})
    standing = Standing(
        procedure="p", state=PROCEDURE_STATES.get(phase, "in-evaluation"), facts=facts,
        lots={"1": lot},
    )  # fmt: skip
    values = library().values(definition, date(2026, 3, 2))
    return Trade("p", definition, values, standing)


def test_the_table_names_every_phase() -> None:
    assert TABLE.split()[1 : len(PHASES) + 1] == list(PHASES)


@pytest.mark.parametrize(("field", "phase", "seen_by"), cells())
def test_each_role_reads_what_the_table_says(
    works: Definition, field: str, phase: str, seen_by: set[str]
) -> None:
    for letter, actor in ROLES.items():
        role = "public" if actor is None else actor.role
        assert readable(works, phase, role, field) == (letter in seen_by), (letter, field, phase)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("letter", ROLES)
def test_a_standing_shows_each_role_its_fields_and_no_others(
    works: Definition, phase: str, letter: str
) -> None:
    shown = visible_standing(trade_in(works, phase), ROLES[letter])
    lot = shown["lots"][0]
    seen = {*shown["facts"], *lot["facts"], *lot["bids"][0]["facts"]} - {"agency"}

    assert seen == {field for field, at, who in cells() if at == phase and letter in who}


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_role_elsewhere_shows_nothing_more(
    works: Definition, phase: str, stranger: Actor
) -> None:
    trade = trade_in(works, phase)

    assert visible_standing(trade, stranger) == visible_standing(trade, None)


@pytest.mark.parametrize("letter", ROLES)
def test_a_ranking_is_not_told_by_states_either(works: Definition, letter: str) -> None:
    trade = trade_in(works, "opened")

    shown = visible_standing(trade, ROLES[letter])

    knows = letter in "ERPA"
    assert shown["lots"][0]["bids"][0]["state"] == ("candidate" if knows else "opened")


def test_an_evaluator_sees_only_its_own_marks_before_the_report(works: Definition) -> None:
    trade = trade_in(works, "opened")

    own = visible_standing(trade, ROLES["E"])["lots"][0]["facts"]["scores"]
    all_marks = visible_standing(trade, ROLES["R"])["lots"][0]["facts"]["scores"]

    assert own == {"e1": 1}
    assert all_marks == {"e1": 1, "e2": 2}


def test_a_draft_is_known_to_its_parties_and_their_overseers_only(works: Definition) -> None:
    trade = trade_in(works, "draft")

    knowing = {letter for letter, actor in ROLES.items() if may_see(trade, actor)}

    assert knowing == set("PAOR")
    assert not any(may_see(trade, stranger) for stranger in STRANGERS)
