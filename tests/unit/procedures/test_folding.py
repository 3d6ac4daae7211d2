"""Folding judges nothing, but refuses a record that does not belong to its definition."""

from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest
from tests.support import rules

from poletai.core.basics.problem import Refusal
from poletai.core.procedures.context import Context
from poletai.core.procedures.documents import documents_hash
from poletai.core.procedures.errors import UnknownEventError
from poletai.core.procedures.folding import DISCLOSED, evolve
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.lines import line_numbers, line_of
from poletai.core.procedures.machine import decide
from poletai.core.procedures.phases import lot_phase, trade_phase
from poletai.core.procedures.playing import start, take
from poletai.core.procedures.scenarios import Step
from poletai.core.procedures.short_forms import deposit
from poletai.core.procedures.standing import Command, Decision, Event, Tally
from poletai.core.procedures.timers import catch_up, closing_now, next_due
from poletai.core.procedures.vocabulary import reached

AT = datetime(2026, 3, 25, 1, 0, 3, tzinfo=UTC)


def event(name: str, of: str = "procedure", **data: object) -> Event:
    return Event(name=name, of=of, at=AT, role="principal", actor="city", data=data)


@pytest.mark.parametrize(
    "strange", [event("bid-sung"), event("notice-published"), event("lot-closed", "lot", lot="9")]
)
def test_an_event_no_move_causes_is_no_part_of_the_record(strange: Event) -> None:
    definition = rules.definition(rules.WORKS)

    with pytest.raises(UnknownEventError, match="no move causes"):
        evolve(definition, start(definition).standing, strange)


def test_a_disclosure_moves_nothing_but_the_time() -> None:
    definition = rules.definition(rules.WORKS)
    standing = rules.endings(rules.WORKS)["bids are opened"].standing

    after = evolve(definition, standing, event(DISCLOSED))

    assert (after.state, after.lots, after.facts) == (standing.state, standing.lots, standing.facts)
    assert (after.at, after.length) == (AT, standing.length + 1)


def test_phases_follow_the_slowest_lot_under_way() -> None:
    definition, ends = rules.definition(rules.WORKS), rules.endings(rules.WORKS)
    opened = ends["the lot that was not cancelled is opened"].standing
    draft, failed = ends["a procedure is drafted"], ends["two bids are not a competition"]

    assert trade_phase(definition, draft.standing) == "draft"
    assert trade_phase(definition, opened) == "opened"
    assert lot_phase(definition, opened, "1") == "opened"
    assert lot_phase(definition, opened, "2") == "ended"
    assert lot_phase(definition, failed.standing, "1") == "ended"
    assert reached("opened", "closed")
    assert not reached("open", "closed")


def test_the_clock_looks_again_once_the_grace_is_over() -> None:
    definition = rules.definition(rules.WORKS)
    standing = rules.endings(rules.WORKS)["a notice opens the lots for bids"].standing
    values = rules.library().values(definition, datetime(2026, 3, 2, tzinfo=UTC).date())

    assert next_due(definition, values, standing) == datetime(2026, 3, 25, 1, 0, 5, tzinfo=UTC)
    assert closing_now(definition, values, standing, AT) is not None
    assert catch_up(definition, values, standing, AT) == ((), standing)
    assert next_due(definition, values, start(definition).standing) is None


def test_documents_in_force_have_one_hash_by_their_order() -> None:
    one, other = {"title": "A"}, {"title": "B"}

    assert documents_hash([one, other]) != documents_hash([other, one])
    assert documents_hash([msgspec.to_builtins(one)]) == documents_hash([one])


def test_the_last_version_of_a_bid_is_listed_in_whatever_order_they_come() -> None:
    definition = rules.definition(rules.WORKS)
    closed = rules.endings(rules.WORKS)["bids close at the deadline, five seconds later"].standing
    newer, older = deposit("a", 1, seq=2, withdrawn=True), deposit("a", 2, seq=1)
    at = datetime(2026, 3, 25, 2, tzinfo=UTC)
    listed = msgspec.structs.replace(
        event("lot-closed", "lot", lot="1", bids=[newer, older]), at=at
    )

    after = evolve(definition, closed, listed)

    assert after.lots["1"].bids["a"].state == "withdrawn"


def test_an_instant_that_depends_on_an_unknown_year_is_kept_as_an_interval() -> None:
    definition = rules.definition(rules.WORKS)
    awarded = rules.endings(rules.WORKS)["the lowest bid is awarded"]
    step = Step(
        at=datetime(2026, 12, 20, tzinfo=UTC),
        command="issue-award-notice",
        by="principal",
        lot="1",
        fields={"documents": ["Notice of award"]},
    )

    facts = take(rules.library(), definition, awarded, step).standing.lots["1"].facts

    assert facts["contract-until.earliest"] < facts["contract-until"]


def test_the_marks_of_a_member_who_was_replaced_no_longer_count() -> None:
    definition = rules.definition(rules.WORKS)
    now = rules.endings(rules.WORKS)["four of five members have marked"]
    at = datetime(2026, 3, 26, tzinfo=UTC)
    seats = [{"id": f"expert-{n}", "name": "An expert", "expert": True} for n in (1, 2, 3, 5, 6)]
    marks = {
        "a": {"plan": "0", "record": "8"},
        "b": {"plan": "30", "record": "5"},
        "d": {"plan": "10", "record": "5"},
    }
    steps = [
        Step(at=at, command="appoint-committee", by="principal", fields={"committee": seats}),
        *(
            Step(
                at=at,
                command="record-scores",
                by="evaluator",
                actor=f"expert-{n}",
                lot="1",
                fields={"scores": marks},
            )
            for n in (5, 6)
        ),
        Step(at=at, command="check-bids", by="operator", lot="1"),
        Step(at=at, command="rank-bids", by="evaluator", lot="1"),
    ]

    for step in steps:
        now = take(rules.library(), definition, now, step)
        assert now.refusal is None

    ranking = {placed["bid"]: placed for placed in now.standing.lots["1"].facts["ranking"]}
    # Plans: (25 + 24 + 26 + 0 + 0) / 5 = 15 and (20 + 20 + 21 + 30 + 30) / 5 = 24.2.
    assert Decimal(ranking["a"]["score"]) == Decimal("58.67") + 15 + 8
    assert Decimal(ranking["b"]["score"]) == Decimal("60") + Decimal("24.2") + 5


def test_decide_answers_with_an_event_or_a_reason() -> None:
    definition = rules.definition(rules.WORKS)
    drafted = rules.endings(rules.WORKS)["a procedure is drafted"].standing
    values = rules.library().values(definition, AT.date())
    cancel = Command(
        name="cancel-procedure", role="principal", actor="city", fields={"reason": "x"}
    )

    allowed = decide(definition, values, drafted, Tally(), cancel, AT)
    early = decide(definition, values, drafted, Tally(), cancel, AT.replace(year=2025))

    assert isinstance(allowed, Decision)
    assert (allowed.event.name, allowed.event.at) == ("procedure-cancelled", AT)
    assert isinstance(early, Refusal)
    assert early.code == "time-runs-forward"


def test_a_minimum_without_its_instants_is_not_known_to_hold() -> None:
    definition = rules.definition(rules.WORKS)
    (move,) = definition.moves_when("publish-notice")
    drafted = rules.endings(rules.WORKS)["a procedure is drafted"].standing
    values = rules.library().values(definition, AT.date())
    command = Command(name=move.when, role="principal", actor="city")
    context = Context(definition, values, drafted, drafted, Tally(), command, move, AT)
    (bidding,) = [c for c in move.provided if c.law == "cn.tendering-law#24"]

    assert not GUARDS[bidding.guard].holds(context, bidding.arguments)


def test_lines_are_known_inside_tables_of_a_list_and_behind_dots() -> None:
    text = b"[[move]]\nwhen = 'a'\n[move.asks]\nb.c = [1, { d = 2 }]\n[[move]]\n[x]\n"

    lines = line_numbers(text)

    assert lines["move", 0, "asks"] == 3
    assert lines["move", 0, "asks", "b", "c", 1, "d"] == 4
    assert lines["move", 1] == 5
    assert line_of(lines, ("move", 1, "asks", "z")) == 5
