"""Applicants, rounds, nominations and frameworks: the trial trades run as their stories tell."""

from datetime import UTC, datetime

import pytest
from tests.support import trials

from poletai.core.basics.problem import Refusal
from poletai.core.procedures.diagram import state_diagram
from poletai.core.procedures.fields import FIELD_TYPES
from poletai.core.procedures.folding import replay
from poletai.core.procedures.machine import decide
from poletai.core.procedures.outlook import NextMove, next_moves
from poletai.core.procedures.phases import lot_phase, trade_phase
from poletai.core.procedures.playing import Play, take, values_for
from poletai.core.procedures.scenarios import Step
from poletai.core.procedures.short_forms import expand
from poletai.core.procedures.standing import Command, Decision, Event, Tally, begin
from poletai.core.procedures.timetable import plan
from poletai.core.procedures.verdicts import try_scenarios

AT = datetime(2026, 3, 5, 1, tzinfo=UTC)
NOTICE = "a notice asks for applications and bids"


def decided(end: Play, command: Command, at: datetime = AT) -> Decision | Refusal:
    definition = trials.definition(trials.RESTRICTED)
    values = values_for(trials.library(), definition, end.standing, at)
    return decide(definition, values, end.standing, Tally(), command, at)


def coming(story: str, actor: str = "") -> dict[tuple[str, str | None], NextMove]:
    definition = trials.definition(trials.RESTRICTED)
    standing = trials.endings(trials.RESTRICTED)[story].standing
    values = values_for(trials.library(), definition, standing, AT)
    found = next_moves(definition, values, standing, AT, actor=actor)
    return {(following.move.when, following.applicant): following for following in found}


@pytest.mark.parametrize("name", [trials.RESTRICTED, trials.FRAMEWORK])
def test_the_stories_of_a_trial_reach_everything_and_are_true(name: str) -> None:
    verdict = try_scenarios(trials.library(), trials.definition(name))

    assert [problem.message for problem in verdict.problems] == []


def test_a_bidder_applies_for_itself_alone() -> None:
    end = trials.endings(trials.RESTRICTED)[NOTICE]
    own = Command(name="apply", role="bidder", actor="firm-x")
    other = Command(name="apply", role="bidder", actor="firm-x", applicant="firm-y")

    taken, refused = decided(end, own), decided(end, other)

    assert isinstance(taken, Decision)
    assert taken.event.data["applicant"] == "firm-x"
    assert isinstance(refused, Refusal)
    assert refused.code == "no-such-subject"


def test_a_move_of_an_applicant_is_about_no_lot() -> None:
    end = trials.endings(trials.RESTRICTED)[NOTICE]

    taken = decided(end, Command(name="apply", role="bidder", actor="f", lot="1", bid="b"))

    assert isinstance(taken, Decision)
    assert not {"lot", "bid"} & taken.event.data.keys()


def test_somebody_else_names_the_applicant() -> None:
    end = trials.endings(trials.RESTRICTED)["a firm applies"]
    nobody = decided(end, Command(name="admit-applicant", role="principal", actor="city"))
    stranger = decided(
        end, Command(name="admit-applicant", role="principal", actor="city", applicant="firm-z")
    )

    assert isinstance(nobody, Refusal)
    assert nobody.code == "no-such-subject"
    assert isinstance(stranger, Refusal)
    assert (stranger.code, stranger.details["state"]) == ("not-now", "new")


def test_a_trade_with_applicants_and_rounds_is_the_same_from_its_events() -> None:
    definition = trials.definition(trials.RESTRICTED)
    ends = trials.endings(trials.RESTRICTED)
    names = [NOTICE, "a firm applies"]
    events: list[Event] = [e for name in ("a trade is drafted", *names) for e in ends[name].events]

    again = replay(definition, begin("scenario", "new"), events)

    assert again == ends["a firm applies"].standing


def test_who_is_admitted_may_bid_and_who_is_not_is_told_why() -> None:
    story = "two admitted are enough to go on"

    admitted, refused = coming(story, "bidder-a"), coming(story, "bidder-c")
    anyone = coming(story)

    assert admitted["deposit-bid", None].blocked_by == ()
    assert refused["deposit-bid", None].blocked_by[0].code == "requires:applicant-is"
    assert anyone["deposit-bid", None].blocked_by == ()
    assert ("apply", "") in anyone
    assert ("withdraw-application", "bidder-b") in anyone


def test_lots_of_an_earlier_round_keep_their_phase_while_new_bids_come() -> None:
    definition = trials.definition(trials.RESTRICTED)
    standing = trials.endings(trials.RESTRICTED)["final offers are asked for"].standing

    assert trade_phase(definition, standing) == "open"
    assert lot_phase(definition, standing, "1") == "evaluated"
    assert lot_phase(definition, standing, "1-final") == "open"


def test_a_round_is_held_under_the_law_its_notice_pinned() -> None:
    ends = trials.endings(trials.RESTRICTED)
    first = ends["the first round is opened"].standing.facts
    (announced,) = ends["final offers are asked for"].events
    then = ends["final offers are asked for"].standing.facts

    assert announced.data["pins"] == first["pins"] == then["pins"]
    assert set(then["keysets"]) == {"1", "1-final"}
    assert [document["title"] for document in then["documents"]] == ["Documents", "Changed terms"]


def test_a_round_announced_first_pins_the_law_of_its_day() -> None:
    definition = trials.definition(trials.RESTRICTED)
    end = trials.endings(trials.RESTRICTED)["the first round is opened"]
    bare = {k: v for k, v in end.standing.facts.items() if k not in ("pins", "keysets")}
    standing = type(end.standing)(
        procedure="p", state="in-evaluation", at=end.standing.at, facts=bare, lots=end.standing.lots
    )
    given = {"deadline": "2026-03-20T01:00:00Z", "lots": expand("lots", ["9"])}
    fields = {**given, "keysets": expand("keysets", ["9"])}
    command = Command(name="announce-round", role="principal", actor="city", fields=fields)
    at = datetime(2026, 3, 17, tzinfo=UTC)
    values = values_for(trials.library(), definition, standing, at)

    answer = decide(definition, values, standing, Tally(), command, at)

    assert isinstance(answer, Decision)
    assert answer.event.data["pins"]["definition"] == definition.sha256


def test_nobody_plans_a_further_round() -> None:
    definition = trials.definition(trials.RESTRICTED)
    values = trials.library().values(definition, AT.date())

    assert "announce-round" not in {stop.name for stop in plan(definition, values, AT)}


def test_the_diagram_of_applicants_shows_who_was_invited_too() -> None:
    drawn = state_diagram(trials.definition(trials.RESTRICTED), "applicant")

    assert "new --> admitted: Invite parties" in drawn
    assert "applied --> lapsed: Bids close" in drawn


def test_a_name_taken_before_gets_the_next_number() -> None:
    lot = trials.endings(trials.FRAMEWORK)["three suppliers are named"].standing.lots["1"]

    assert list(lot.bids) == ["direct", "direct-2", "direct-3"]
    assert [bid.facts["leaf"] for bid in lot.bids.values()] == [0, 1, 2]
    assert lot.bids["direct-3"].facts["bidder"] == "firm-c"
    assert lot.bids["direct-3"].facts["name"] == "Firm C"


def test_orders_are_numbered_and_name_whose_they_are() -> None:
    end = trials.endings(trials.FRAMEWORK)["the next order goes to the next in rank"]

    orders = end.standing.lots["1"].facts["orders"]

    assert [(o["order"], o["member"], o["bidder"]) for o in orders] == [
        (1, "direct-2", "firm-b"),
        (2, "direct", "firm-a"),
    ]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("party", {"id": "firm-a", "name": "A"}, {"id": "", "name": "A"}),
        ("party", {"id": "911101", "name": "A"}, {"id": "a\x00", "name": "A"}),
        ("parties", [{"id": "a", "name": "A"}], []),
        ("parties", [{"id": "a", "name": "A"}], [{"id": "a", "name": "A"}] * 2),
        ("quotes", {"direct": {"amount": "1"}}, {"direct": "1"}),
    ],
)
def test_parties_and_quotes_are_read_strictly(kind: str, good: object, bad: object) -> None:
    assert FIELD_TYPES[kind].check(good) is None
    assert FIELD_TYPES[kind].check(bad) is not None
    assert expand(kind, good) == good or kind == "quotes"


def test_each_round_keeps_the_deadline_it_had() -> None:
    definition = trials.definition(trials.RESTRICTED)
    end = trials.endings(trials.RESTRICTED)["the final offer is opened"]

    def announced(now: Play, lot: str, day: int) -> Play:
        fields = {"deadline": datetime(2026, 4, day, tzinfo=UTC), "lots": [{"lot": lot}]}
        at = now.standing.at
        step = Step(at=at, command="announce-round", by="principal", fields=fields)
        return take(trials.library(), definition, now, step)

    third = announced(end, "third", 10)
    closed = take(trials.library(), definition, third, Step(at=datetime(2026, 4, 11, tzinfo=UTC)))
    fourth = announced(closed, "fourth", 20)

    kept = {lot.lot: lot.facts.get("deadline") for lot in fourth.standing.lots.values()}
    assert fourth.refusal is None
    assert fourth.standing.facts["round"] == 4
    assert kept == {
        "1": "2026-03-16T01:00:00Z",
        "1-final": "2026-03-20T01:00:00Z",
        "third": "2026-04-10T00:00:00Z",
        "fourth": None,
    }
