"""Committees and terms are drawn, members declare and sign; what follows is computed twice."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from tests.support import drawn

from poletai.core.procedures.draws import read_spec, result_of
from poletai.core.procedures.outlook import next_moves
from poletai.core.procedures.playing import Play, take, values_for
from poletai.core.procedures.reports import report_sha256
from poletai.core.procedures.scenarios import Step
from poletai.core.procedures.short_draws import expand_draws

NEVER = datetime(2026, 1, 1, tzinfo=UTC)
WEIGHT_03 = "with weight 0.3 and lowering 2 % the bid of 9600 wins"
WEIGHT_05 = "with weight 0.5 and lowering 3 % the bid of 9500 wins"
MARKED = "a mark far from the mean is explained"


def taken(now: Play, command: str, *, by: str = "evaluator", lot: str = "1", **said: Any) -> Play:
    fields = {key.replace("_", "-"): value for key, value in said.items() if key != "actor"}
    assert now.standing.at is not None
    at = now.standing.at + timedelta(minutes=1)
    actor = said.get("actor", "")
    step = Step(command=command, by=by, at=at, lot=lot, actor=actor, fields=fields)
    return take(drawn.library(), drawn.definition(), now, step)


@pytest.mark.parametrize(("story", "winner"), [(WEIGHT_03, "b"), (WEIGHT_05, "a")])
def test_the_winner_changes_with_what_is_drawn(story: str, winner: str) -> None:
    ranked = drawn.endings()[story]

    assert ranked.standing.lots["1"].facts["ranking"][0]["bid"] == winner


def test_a_draw_is_computed_the_same_by_hand() -> None:
    now = drawn.endings()["the draw is made"]
    known = now.standing.facts["draws"]["d"]
    spec, result = known["spec"], known["result"]
    words = ("red", "green", "blue")
    numbers = [hashlib.sha256(word.encode()).digest() for word in words]

    draw_hash = bytes.fromhex(known["draw_hash"])
    seed = hashlib.sha256(b"poletai-draw/v1/seed\x00" + draw_hash + b"".join(numbers)).digest()

    def score(one: dict[str, Any]) -> bytes:
        said = b"poletai-draw/v1/score\x00main\x00" + one["id"].encode()
        return hmac.digest(seed, said, "sha256")

    for group, seats in spec["quotas"].items():
        of_group = sorted((c for c in spec["candidates"] if group in c["groups"]), key=score)
        ids = [one["id"] for one in of_group]
        assert result["seats"][group] == ids[:seats]
        assert result["alternates"][group] == ids[seats : seats + spec["alternates"]]
    assert result["seed"] == seed.hex()


def test_a_faulty_contribution_changes_the_seed_for_everybody_alike() -> None:
    known = drawn.endings()["the draw is closed"].standing.facts["draws"]["d"]
    spec = read_spec(known["spec"])
    red = {"verdict": "opened", "contribution": hashlib.sha256(b"red").hexdigest()}

    left_out = result_of(spec, [red, {"verdict": "dealer-fault"}])

    assert left_out == result_of(spec, [red])


def test_whoever_declines_is_followed_by_the_alternate_the_draw_fixed() -> None:
    before = drawn.endings()["a member declines, and the seat is vacant"].standing.facts
    after = drawn.endings()["the next alternate follows"].standing.facts
    new = next(seat for seat in after["committee"] if seat not in before["committee"])

    result = before["draws"]["d"]["result"]
    assert before["vacant"] == ["works"]
    assert after["vacant"] == []
    assert after["called"][new["id"]]["candidate"] == result["alternates"]["works"][0]


def test_alternates_run_out() -> None:
    now = drawn.endings()["the next alternate follows"]
    for _ in range(2):
        member = next(s["id"] for s in now.standing.facts["committee"] if s["id"] in works(now))
        now = taken(now, "decline-seat", actor=member, reason="Ill")
        last, now = now, taken(now, "seat-alternate", by="operator")

    assert now.refusal is not None
    assert now.refusal.law == "platform.rules#seats"
    assert last.standing.facts["vacant"] == ["works"]


def works(now: Play) -> set[str]:
    called = now.standing.facts["called"].items()
    return {member for member, one in called if one["group"] == "works"}


def test_the_report_holds_members_marks_reasons_and_steps() -> None:
    ranked = taken(drawn.endings()[MARKED], "rank-bids")
    now = taken(ranked, "compile-report")
    lot = now.standing.lots["1"]
    report = lot.facts["report"]

    assert [member["id"] for member in report["members"]][-1] == "member-1"
    assert report["marks"]["member-1"]["a"] == {"plan": "10"}
    assert report["explanations"] == {"member-1": {"a/plan": "The pit would flood"}}
    assert report["ranking"] == lot.facts["ranking"]
    assert report["steps"] == ranked.events[-1].data["steps"]
    assert report_sha256(report) == lot.facts["report-sha256"]


def test_a_report_names_the_rejected_with_their_grounds() -> None:
    now = drawn.endings()["everyone has marked"]
    report = taken(taken(now, "rank-bids"), "compile-report").standing.lots["1"].facts["report"]

    assert [one["bid"] for one in report["rejections"]] == ["c"]
    assert report["rejections"][0]["grounds"][0]["finding"] == "found"


def test_a_story_may_write_draws_out_in_full() -> None:
    asks = drawn.definition().moves_when("order-draw")[0].asks
    given = {
        "draw": "d",
        "quotas": [{"group": "works", "seats": 1}],
        "candidates": [],
        "excluded": [{"excluded": "ab" * 32, "reason": "A friend"}],
    }
    standing = drawn.endings()["bids are opened"].standing

    assert expand_draws(asks, given, standing) == given
    given_out = drawn.definition().moves_when("release-draw-shares")[0].asks
    assert expand_draws(given_out, {"release": {"custodian": 2}}, standing)["release"] == {
        "custodian": 2
    }
    own = drawn.definition().moves_when("reveal-contribution")[0].asks
    shares = [{"contributor": 0, "i": 2, "share": "11" * 33}]
    assert expand_draws(own, {"own-shares": shares}, standing) == {"own-shares": shares}
    made = drawn.definition().moves_when("draw")[0].asks
    openings = [{"contributor": 0, "verdict": "dealer-fault"}]
    assert expand_draws(made, {"openings": openings}, standing) == {"openings": openings}


def ahead(story: str) -> dict[str, bool]:
    """Say of each command that may come next whether nothing stands in its way yet."""
    now = drawn.endings()[story].standing
    values = values_for(drawn.library(), drawn.definition(), now, now.at or NEVER)
    moves = next_moves(drawn.definition(), values, now, now.at or NEVER)
    return {one.move.when: not one.blocked_by for one in moves}


def test_pages_offer_what_a_draw_has_come_to() -> None:
    before, ordered = ahead("bids are opened"), ahead("a draw is ordered")
    closed, made = ahead("the draw is closed"), ahead("the draw is made")
    vacant = ahead("a member declines, and the seat is vacant")

    assert (before["order-draw"], before["contribute"], before["seat-committee"]) == (
        True,
        False,
        False,
    )
    assert (ordered["order-draw"], ordered["contribute"], ordered["void-draw"]) == (
        False,
        True,
        True,
    )
    assert (closed["contribute"], closed["release-draw-shares"]) == (False, True)
    assert (made["seat-committee"], made["seat-alternate"]) == (True, False)
    assert vacant["seat-alternate"]


def test_one_alternate_at_a_time_follows() -> None:
    now = drawn.endings()["a member declines, and the seat is vacant"]
    two = [{"id": f"expert-{n}", "name": "N", "expert": True} for n in (3, 5)]

    refused = taken(now, "seat-alternate", by="operator", committee=two).refusal

    assert refused is not None
    assert refused.law == "platform.rules#seats"


def test_a_declared_share_rules_and_a_mark_on_its_bound_needs_no_reason() -> None:
    near = drawn.endings()["one of five marks is far from the mean"]
    # Of 30, 30, 30, 30 and 10 the mean is 26; 10 lies 16 away, which is 61.5 per cent of it.
    refused = taken(near, "rank-bids")
    terms = {**near.standing.facts["terms"], "deviation": "0.7"}
    lenient = with_terms(near, terms)

    assert refused.refusal is not None
    assert refused.refusal.law == "platform.rules#deviations"
    assert taken(lenient, "rank-bids").refusal is None


def with_terms(now: Play, terms: dict[str, Any]) -> Play:
    facts = {**now.standing.facts, "terms": terms}
    standing = msgspec.structs.replace(now.standing, facts=facts)
    return msgspec.structs.replace(now, standing=standing)


def test_a_report_the_record_has_outgrown_is_signed_by_nobody_and_made_anew() -> None:
    now = drawn.endings()["the report is put together"]
    lot = now.standing.lots["1"]
    other = msgspec.structs.replace(lot, facts={**lot.facts, "ranking": lot.facts["ranking"][:1]})
    standing = msgspec.structs.replace(now.standing, lots={"1": other})
    outgrown = msgspec.structs.replace(now, standing=standing)

    refused = taken(outgrown, "sign-report", signed=lot.facts["report-sha256"]).refusal
    anew = taken(outgrown, "compile-report")

    assert refused is not None
    assert refused.law == "cn.tendering-regulation#53"
    assert anew.refusal is None
    assert anew.standing.lots["1"].facts["signatures"] == {}
