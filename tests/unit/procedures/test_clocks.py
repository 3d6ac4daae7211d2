"""Clocks that stand still: what is counted anew, what had run out, what nobody knows yet."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec.structs import replace
from tests.support.chapters import codes
from tests.support.rules import WORKS, definition, library

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.clocks import Pause, resumed_clocks
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds import DEEDS
from poletai.core.procedures.standing import Command, LotStanding, Standing, Tally
from poletai.core.procedures.timers import clock_moves

NOTIFIED = datetime(2026, 11, 2, 2, tzinfo=UTC)


def context(at: datetime, lot: LotStanding, **facts: Any) -> Context:
    rules = definition(WORKS)
    values = library().values(rules, date(2026, 3, 1))
    standing = Standing(procedure="p", state="in-evaluation", facts=facts, lots={"1": lot})
    move = rules.moves_when("resume-lot")[0]
    command = Command(name="resume-lot", role="regulator", actor="bureau", lot="1")
    return Context(rules, values, standing, lot, Tally(), command, move, at)


def notified(until: str) -> LotStanding:
    facts = {"award-notified.at": format_instant(NOTIFIED), "contract-until": until}
    return LotStanding(lot="1", state="notified", facts=facts)


def stood(days: int, since: datetime = NOTIFIED) -> tuple[Pause, ...]:
    return (Pause(since, since + timedelta(days=days)),)


def test_a_time_that_ends_in_a_year_nobody_knows_is_an_interval() -> None:
    lot = notified("2026-12-02T16:00:00Z")

    # Thirty days and ninety: New Year's holidays of 2027 are not published yet.
    anew = resumed_clocks(context(NOTIFIED, lot), lot, stood(90))

    assert anew["contract-until.earliest"] < anew["contract-until"]


def test_a_time_that_had_run_out_before_is_not_given_back() -> None:
    lot = notified("2026-12-02T16:00:00Z")
    late = datetime(2026, 12, 20, tzinfo=UTC)

    assert resumed_clocks(context(late, lot), lot, stood(5, since=late)) == {}


def test_what_was_never_fixed_is_not_counted() -> None:
    lot = LotStanding(lot="1", state="opened")

    assert resumed_clocks(context(NOTIFIED, lot), lot, stood(5)) == {}


def test_where_nothing_ever_stood_still_nothing_is_counted_anew() -> None:
    lot = notified("2026-12-02T16:00:00Z")

    assert resumed_clocks(context(NOTIFIED, lot), lot, ()) == {}


def test_a_move_of_the_clock_waits_for_the_state_its_procedure_is_in() -> None:
    rules = definition(WORKS)
    (closing,) = rules.moves_when("close-bids")
    standing = Standing(procedure="p", state=closing.source[0])

    def begins(*during: str) -> bool:
        only = replace(rules, moves=(replace(closing, during=during),))
        return list(clock_moves(only, standing)) != []

    assert begins()
    assert begins(closing.source[0])
    assert not begins("elsewhere")


def test_only_a_remedy_is_examined() -> None:
    lot = notified("2026-12-02T16:00:00Z")

    assert DEEDS["end-examination"].adds(context(NOTIFIED, lot)) == {}


def test_a_lot_that_another_lots_suspension_left_alone_keeps_its_time() -> None:
    lot = notified("2026-12-02T16:00:00Z")
    begun = {"since": format_instant(NOTIFIED), "lot": "1"}
    known = {"since": "2026-11-01T00:00:00Z", "until": "2026-11-20T00:00:00Z", "lot": "2"}
    at = NOTIFIED + timedelta(days=3)

    found = DEEDS["resume"].adds(context(at, lot, suspensions={"lot:1": begun}, pauses=[known]))

    # The fifth of December is a Saturday.
    assert found == {"clocks": {"1": {"contract-until": "2026-12-07T16:00:00Z"}}}


def test_only_a_time_counted_in_days_can_stand_still() -> None:
    wrong = """
[[move]]
when = "issue-award-notice"

[move.fixes.contract-until]
days = "opening-session"
pauses = true
law = "cn.tendering-law#46"
"""
    assert "rulebook.cannot-pause" in codes(WORKS, own=wrong)
