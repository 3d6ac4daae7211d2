"""Objections and complaints have streams of their own; the trade's record says what it saw."""

import dataclasses
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from tests.support import rules

from poletai.core.basics.problem import Refusal
from poletai.core.procedures.context import Context
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.machine import decide
from poletai.core.procedures.outlook import next_moves
from poletai.core.procedures.playing import Play, take, values_for
from poletai.core.procedures.remedies import found_remedies, replay_remedy
from poletai.core.procedures.scenarios import Step
from poletai.core.procedures.standing import Command, Decision, Event, Tally

WORKS = rules.definition(rules.WORKS)
ENDS = rules.endings(rules.WORKS)
AT = datetime(2026, 4, 8, 1, tzinfo=UTC)
AWARD = Command(name="award", role="principal", actor="city", lot="1", bid="b")


def decided(end: Play, command: Command, tally: Tally, at: datetime = AT) -> Decision | Refusal:
    values = values_for(rules.library(), WORKS, end.standing, at)
    return decide(WORKS, values, end.standing, tally, command, at)


def test_a_remedy_is_the_same_from_its_own_stream() -> None:
    names = (
        "a firm objects to the documents",
        "the principal answers in time",
        "a firm complains of the answer",
    )
    events = [event for name in names for event in ENDS[name].events if event.of == "remedy"]

    assert replay_remedy(WORKS, "r1", events) == ENDS[names[-1]].remedies["r1"]


def test_an_award_records_which_objections_it_saw_and_not_whose() -> None:
    end = ENDS["an objection to the result is answered and the lot is awarded"]
    (event,) = end.events

    (seen,) = event.data["remedies"]

    assert (seen["remedy"], seen["about"], seen["lot"]) == ("r2", "result", "1")
    assert seen["answered"] == "2026-03-30T02:03:00Z"
    assert not {"party", "points"} & seen.keys()


def test_a_stranger_judges_an_award_by_what_its_event_says_was_seen() -> None:
    before = ENDS["a bidder objects to the result"]
    awarded = ENDS["an objection to the result is answered and the lot is awarded"].events[0]

    again = decided(before, AWARD, Tally(remedies=found_remedies(awarded)))
    waiting = decided(before, AWARD, Tally(remedies=tuple(before.remedies.values())))

    assert isinstance(again, Decision)
    assert again.event.data == awarded.data
    assert isinstance(waiting, Refusal)
    assert waiting.code == "requires:objections-answered"


def test_where_nobody_objected_nothing_is_recorded() -> None:
    (event,) = ENDS["the lowest bid is awarded"].events

    assert "remedies" not in event.data
    assert found_remedies(event) == ()


def test_a_command_on_a_remedy_names_it() -> None:
    end = ENDS["a notice opens the lots for bids"]
    command = Command(name="withdraw-remedy", role="bidder", actor="firm-1")

    refused = decided(end, command, Tally())

    assert isinstance(refused, Refusal)
    assert refused.code == "no-such-subject"


def test_what_may_come_next_has_remedies_where_the_tally_is_known() -> None:
    end = ENDS["a bidder objects to the result"]
    values = values_for(rules.library(), WORKS, end.standing, AT)
    tally = Tally(remedies=tuple(end.remedies.values()))

    known = {(n.move.when, n.remedy): n for n in next_moves(WORKS, values, end.standing, AT, tally)}
    unknown = next_moves(WORKS, values, end.standing, AT)

    assert known["answer-objection", "r2"].lot == "1"
    assert ("object-to-result", None) in known
    blocked = [r.code for n in known.values() if n.move.when == "award" for r in n.blocked_by]
    assert "requires:objections-answered" in blocked
    assert not [n for n in unknown if n.move.of == "remedy"]


def regulator(end: Play, command: str, day: int, of: str = "r1", **fields: Any) -> Play:
    at = datetime(2026, 3, day, 3, tzinfo=UTC)
    step = Step(at=at, command=command, by="regulator", actor="bureau", remedy=of, fields=fields)
    return take(rules.library(), WORKS, end, step)


def test_a_complaint_is_decided_after_its_procedure_was_ended() -> None:
    suspended = ENDS["the regulator suspends the procedure on the complaint"]
    ended = regulator(suspended, "terminate-procedure", 24, reason="Collusion was found")

    now = regulator(
        ended, "decide-complaint", 25, outcome="upheld", consequence="none", reason="As found"
    )

    assert [event.name for event in now.events] == ["complaint-decided"]


def test_a_procedure_that_ended_is_not_suspended_with_a_complaint() -> None:
    accepted = ENDS["the regulator has the complaint"]
    ended = regulator(accepted, "terminate-procedure", 24, reason="Collusion was found")

    now = regulator(ended, "order-suspension", 24, reason="To be sure")

    assert now.refusal is not None
    assert (now.refusal.code, now.refusal.move) == ("not-now", "suspend-procedure")
    assert now.remedies == ended.remedies


def test_a_suspension_lapses_at_its_end() -> None:
    end = ENDS["the winner is notified"]
    facts = {"suspensions": {"r1": {"since": "x", "until": "2026-04-08T02:00:00Z"}}}
    standing = msgspec.structs.replace(end.standing, facts={**end.standing.facts, **facts})
    context = on("sign-contract", msgspec.structs.replace(end, standing=standing))

    guard = GUARDS["not-suspended"]

    assert not guard.holds(context(datetime(2026, 4, 8, 2, tzinfo=UTC)), {})
    assert guard.holds(context(datetime(2026, 4, 8, 2, 0, 1, tzinfo=UTC)), {})


def on(name: str, end: Play) -> Any:
    (move,) = WORKS.moves_when(name)
    command = Command(name=name, role="principal", actor="city", lot="1")

    def at(moment: datetime) -> Context:
        values = values_for(rules.library(), WORKS, end.standing, moment)
        return Context(WORKS, values, end.standing, end.standing, Tally(), command, move, moment)

    return at


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("within-days-of-end", {"after": "nowhere", "days": "complaint-period"}),
        ("at-least-days-before", {"instant": "nowhere", "days": "objection-lead"}),
        (
            "within-days-not-counting",
            {
                "after": "nowhere",
                "days": "complaint-period",
                "begun": "raised",
                "ended": "answered",
                "at-latest": "answer-until",
            },
        ),
    ],
)
def test_a_limit_without_its_instants_is_not_known_to_hold(
    name: str, arguments: dict[str, str]
) -> None:
    context = on("sign-contract", ENDS["the winner is notified"])(AT)

    assert not GUARDS[name].holds(context, arguments)


def test_an_event_of_the_trade_may_name_no_remedy_at_all() -> None:
    event = Event(name="lot-awarded", of="bid", at=AT, role="principal", actor="city")

    assert found_remedies(event) == ()


def test_a_complaint_stays_within_what_was_objected_to() -> None:
    end = ENDS["a firm objects to the documents"]
    context = on("sign-contract", end)(AT)
    asking = msgspec.structs.replace(WORKS.moves_when("sign-contract")[0], asks={"points": "texts"})
    guard = GUARDS["within-scope"]

    def holds(points: list[str]) -> bool:
        command = msgspec.structs.replace(context.command, fields={"points": points})
        on_it = dataclasses.replace(
            context, command=command, move=asking, subject=end.remedies["r1"]
        )
        return guard.holds(on_it, {"points": "points"})

    assert holds(["Clause 3 names one maker"])
    assert not holds(["Clause 3 names one maker", "Clause 4"])


def test_a_suspension_that_names_a_lot_nobody_announced_breaks_nothing() -> None:
    end = ENDS["bids are opened"]
    at = datetime(2026, 7, 1, tzinfo=UTC)
    step = Step(
        command="suspend-procedure", by="regulator", at=at, lot="9", fields={"reason": "Inquiry"}
    )

    suspended = take(rules.library(), WORKS, end, step)

    assert suspended.refusal is None
    assert [event.name for event in suspended.events] == ["procedure-suspended"]
