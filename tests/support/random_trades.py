"""Random trades: what anybody might ask for next, lawful nine times in ten."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from tests.support import rules

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.definition import Definition, Move
from poletai.core.procedures.outlook import NextMove, next_moves
from poletai.core.procedures.playing import Play, values_for
from poletai.core.procedures.scenarios import Step
from poletai.core.procedures.stages import hashes_to_open, parts_of
from poletai.core.procedures.standing import Standing, Tally
from poletai.core.procedures.timers import next_due
from poletai.core.procedures.vocabulary import ROLES


def _nine_in_ten(chance: Random) -> bool:
    return chance.random() < 0.9


BEGIN = datetime(2026, 3, 2, 1, tzinfo=UTC)
BIDS = ("a", "b", "c", "d")
PAUSES = [timedelta(), timedelta(minutes=1), timedelta(hours=5), timedelta(days=2)]
FIRMS = ("firm-1", "firm-2", "firm-3")
ORDERS = ("none", "evaluate-again", "award-again", "tender-again", "set-aside")
ASIDE = (
    "reject-bid",
    "pass-over",
    "fail-award",
    "fail-evaluation",
    "cancel-lot",
    "cancel-procedure",
)


def _terms(chance: Random) -> dict[str, Any]:
    if chance.random() < 0.5:
        return {"method": "lowest-evaluated-price"}
    plan = {"name": "plan", "title": "Plan", "weight": "40", "high": "40"}
    return {"method": "comprehensive-score", "price_weight": "60", "criteria": [plan]}


def _scores(standing: Standing, lot: str) -> dict[str, dict[str, str]]:
    criteria = standing.facts["terms"].get("criteria", ())
    marked = ("opened", "technical")
    bids = [bid.bid for bid in standing.lots[lot].bids.values() if bid.state in marked]
    return {bid: {c["name"]: str(10 + len(bid)) for c in criteria} for bid in bids}


def _right_fields(chance: Random, move: Move, standing: Standing, lot: str, at: datetime) -> Any:
    """Fields as somebody who knows the rules would fill them in, by field name."""
    prices = ["900000.00", "901000.00", "899999.99", "900000.00", "dealer-fault"]
    found = standing.lots[lot].facts if lot in standing.lots else {}
    known: dict[str, Any] = {
        "points": ["Clause 3"],
        "invited": list(FIRMS[: chance.randint(1, 3)]),
        "supplier": chance.choice(FIRMS),
        "known-at": at - timedelta(days=1),
        "authority": "regulator",
        "outcome": chance.choice(["upheld", "dismissed"]),
        "consequence": chance.choice(ORDERS),
        "documents-from": at,
        "documents-until": at + timedelta(days=8),
        "explain-until": at + timedelta(hours=1),
        "explain-because": "committee-judgement",
        "explanation-outcome": chance.choice(["accepted", "insufficient"]),
        "deadline": at + timedelta(days=chance.randint(20, 40)),
        "lots": chance.choice([["1"], ["1", "2"]]),
        "budget": "1000000.00",
        "estimate": "1000000.00",
        "amount": found.get("award-price", {}).get("amount", "1.00"),
        "question": chance.randint(1, 3),
        "affects-preparation": chance.random() < 0.5,
        "committee": {"experts": 4, "others": 1},
        "grounds": ["cn.tendering-regulation#51"],
        "documents": ["A document"],
        "ground": chance.choice(["gave-up", "refused-to-sign"]),
        "shares": {part: [1, 2, 3] for part in parts_of(move, ("price", "tech"))},
    }
    if "terms" in move.asks:
        known["terms"] = _terms(chance)
    if "scores" in move.asks and lot in standing.lots:
        known["scores"] = _scores(standing, lot)
    if "openings" in move.asks and lot in standing.lots:
        taken = hashes_to_open(standing.lots[lot], move)
        bids = [b for b in standing.lots[lot].bids.values() if b.facts["bid_hash"] in taken]
        found_in = prices if "price" in parts_of(move, ("price", "tech")) else ["opened"]
        known["openings"] = {b.bid: chance.choice(found_in) for b in bids}
    asked = {name: kind for name, kind in move.asks.items() if name not in move.optional}
    return {
        name: known.get(name, "Words") for name in asked if name in known or asked[name] == "text"
    }


def later(chance: Random, definition: Definition, now: Play, at: datetime) -> datetime:
    """Let some time pass: often little, at times until what comes next may come."""
    values = values_for(rules.library(), definition, now.standing, at)
    coming = [n.since for n in next_moves(definition, values, now.standing, at) if n.since]
    due = next_due(definition, values, now.standing)
    waits = [moment for moment in (*coming, due) if moment is not None and moment > at]
    return chance.choice([*(at + pause for pause in PAUSES), *waits, *waits])


def _odd(following: NextMove) -> bool:
    return following.move.of == "remedy" or following.move.does == "suspend"


def random_step(chance: Random, definition: Definition, now: Play, at: datetime) -> Step:
    values = values_for(rules.library(), definition, now.standing, at)
    tally = Tally(remedies=tuple(now.remedies.values()))
    found = next_moves(definition, values, now.standing, at, tally)
    coming = [n for n in found if "clock" not in n.who]
    ending = chance.random() < 0.02
    open_now = [n for n in coming if not n.blocked_by and (ending or n.move.does != "cancel")]
    # What leads on is drawn more often, or few trades would ever come to a contract.
    onward = [n for n in open_now if n.move.to and n.move.when not in ASIDE and not _odd(n)]
    legal = bool(open_now) and _nine_in_ten(chance)
    if legal:
        following = chance.choice([*open_now, *onward * 4])
        move, lot, bid = following.move, following.lot, following.bid
        remedy = following.remedy or f"r{chance.randint(1, 9)}"
        applicant: str | None = following.applicant or chance.choice(FIRMS)
    else:
        move = chance.choice(definition.moves)
        lot, bid = chance.choice(["1", "2", None]), chance.choice([*BIDS, None])
        remedy = chance.choice(["r1", "r2", ""])
        applicant = chance.choice([*FIRMS, None])
    own = move.does in ("deposit-bid", "withdraw-bid")
    role = chance.choice(move.by if legal and _nine_in_ten(chance) else ROLES)
    fields = _right_fields(chance, move, now.standing, lot or "1", at)
    if not _nine_in_ten(chance):
        fields = {**fields, chance.choice(["deadline", "note"]): format_instant(at)}
    if not _nine_in_ten(chance) and fields:
        fields.pop(chance.choice(sorted(fields)))
    return Step(
        at=at,
        command=move.when,
        by=role,
        actor=f"expert-{chance.randint(1, 4)}" if role == "evaluator" else role,
        lot=lot,
        bid=chance.choice(BIDS) if own else bid,
        remedy=remedy,
        applicant=None if role == "bidder" else applicant,
        bids=BIDS[: chance.randint(2, 4)] if move.does == "list-bids" else None,
        fields=fields,
    )
