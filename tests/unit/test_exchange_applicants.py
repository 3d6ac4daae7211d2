"""Who sees which applicant in which phase: every role and phase against one table."""

from datetime import date
from typing import Any

import msgspec
import pytest
from tests.support import trials

from poletai.core.procedures.definition import Definition
from poletai.core.procedures.standing import ApplicantStanding, LotStanding, Standing
from poletai.core.procedures.vocabulary import PHASES
from poletai.exchange.actors import Actor
from poletai.exchange.trades import Trade
from poletai.exchange.visibility import readable, rule_of, visible_standing

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
# Before bids are closed; written by hand from the trial's moves. firm-1 is B's own body. The
# operator takes applications in, but what is decided about them is not its business.
SEEN = {
    "P": "firm-1 admitted, firm-2 applied, firm-3 refused, firm-5 lapsed",
    "A": "firm-1 admitted, firm-2 applied, firm-3 refused, firm-5 lapsed",
    "E": "firm-1 admitted, firm-2 applied, firm-3 refused, firm-5 lapsed",
    "R": "firm-1 admitted, firm-2 applied, firm-3 refused, firm-5 lapsed",
    "O": "firm-1 applied, firm-2 applied, firm-3 applied, firm-5 lapsed",
    "B": "firm-1 admitted, firm-5 lapsed",
    "C": "firm-5 lapsed",
    "W": "firm-5 lapsed",
    "public": "firm-5 lapsed",
}
ALL = SEEN["P"]
# What lapses does so with the closing, which hides nothing; it cannot have happened earlier.
STATES = dict(each.split() for each in ALL.split(", "))
PLACES = {
    "draft": ("draft", "announced"),
    "open": ("receiving-bids", "announced"),
    "closed": ("in-evaluation", "listed"),
    "opened": ("in-evaluation", "opened"),
    "evaluated": ("in-evaluation", "continued"),
    "awarded": ("in-evaluation", "awarded"),
    "contracted": ("in-evaluation", "contracted"),
    "ended": ("completed", "contracted"),
}


def trade_in(definition: Definition, phase: str) -> Trade:
    """Return a trade in a phase, with applicants everywhere they can stand."""
    procedure, state = PLACES[phase]
    told = {"reason": "No licence", "documents": [{"title": "Licence"}], "x.at": "2026"}
    applicants = {
        party: ApplicantStanding(applicant=party, state=at, facts=told)
        for party, at in STATES.items()
    }
    facts: dict[str, Any] = {
        "principal": "water-board",
        "agency": "fair-agency",
        "committee": [{"id": "e1"}],
        "documents": [{"title": "Notice"}],
        "keysets": {"1": {"custodians": [{"id": "ab" * 32}]}},
    }
    standing = Standing(
        procedure="p",
        state=procedure,
        facts=facts,
        lots={"1": LotStanding(lot="1", state=state)},
        applicants=applicants,
    )
    values = trials.library().values(definition, date(2026, 3, 2))
    return Trade("p", definition, values, standing)


def seen(trade: Trade, letter: str) -> str:
    view = visible_standing(trade, ROLES[letter])
    return ", ".join(f"{one['applicant']} {one['state']}" for one in view["applicants"])


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("letter", ROLES)
def test_each_role_sees_the_applicants_the_table_says(letter: str, phase: str) -> None:
    trade = trade_in(trials.definition(trials.RESTRICTED), phase)

    wanted = SEEN[letter] if phase in ("draft", "open") else ALL

    assert seen(trade, letter) == wanted


@pytest.mark.parametrize("letter", ["P", "B", "public"])
def test_what_applicants_brought_does_not_hide_what_the_notice_said(letter: str) -> None:
    trade = trade_in(trials.definition(trials.RESTRICTED), "open")

    view = visible_standing(trade, ROLES[letter])
    told = {one["applicant"]: one["facts"] for one in view["applicants"]}

    assert view["facts"]["documents"] == [{"title": "Notice"}]
    assert ("reason" in told.get("firm-3", {})) is (letter == "P")
    assert "documents" in told.get("firm-1", {}) or letter == "public"


def test_an_invitation_that_names_nobody_hides_whom_it_admitted() -> None:
    definition = trials.definition(trials.RESTRICTED)
    public = tuple(
        msgspec.structs.replace(move, confidential=False, until=None)
        if move.of == "applicant"
        else move
        for move in definition.moves
    )
    shown = msgspec.structs.replace(definition, moves=public)

    assert seen(trade_in(shown, "open"), "public") == ALL.replace("firm-1 admitted, ", "")
    assert rule_of(shown, "name", "applicant").since == "closed"


def test_a_move_back_and_forth_tells_nothing() -> None:
    trade = trade_in(trials.definition(trials.RESTRICTED), "open")
    gone = ApplicantStanding(applicant="firm-9", state="withdrawn")
    standing = msgspec.structs.replace(trade.standing, applicants={"firm-9": gone})

    again = Trade("p", trade.definition, trade.values, standing)

    assert seen(again, "public") == ""


def test_a_named_supplier_is_hidden_with_the_field_that_names_it() -> None:
    definition = trials.definition(trials.FRAMEWORK)
    hidden = tuple(
        msgspec.structs.replace(move, private=("supplier", "price"), until="awarded")
        if move.does == "nominate"
        else move
        for move in definition.moves
    )
    secret = msgspec.structs.replace(definition, moves=hidden)

    for fact in ("bidder", "name", "content", "supplier", "price"):
        assert readable(definition, "opened", "public", fact)
        assert not readable(secret, "opened", "public", fact)
        assert readable(secret, "awarded", "public", fact)
