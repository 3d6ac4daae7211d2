"""Guards about where other subjects stand: lots, bids, questions, custodians' shares, ranks."""

from typing import Any

from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard


def _every_lot(context: Context, states: list[str]) -> bool:
    lots = context.standing.lots.values()
    return bool(lots) and all(lot.state in states for lot in lots)


def _some_lot(context: Context, states: list[str]) -> bool:
    return any(lot.state in states for lot in context.standing.lots.values())


def _no_lot(context: Context, states: list[str]) -> bool:
    return not _some_lot(context, states)


def _opens_every_bid(context: Context, openings: str) -> bool:
    named = [opening["bid"] for opening in context.fact(openings, ())]
    return sorted(named) == sorted(context.bids_in(("deposited",)))


def _question_open(context: Context, question: str) -> bool:
    questions: tuple[dict[str, Any], ...] = tuple(context.standing.facts.get("questions", ()))
    number = context.fact(question)
    return any(q["question"] == number and "answer" not in q for q in questions)


def _enough_shares(context: Context, part: str, or_after: str) -> bool:
    until = context.instant(or_after)
    # Custodians who stay silent may not keep the lot shut: bidders then open their own bids.
    if until is not None and context.at >= until:
        return True
    released = context.fact("releases", {}).get(part, ())
    keyset = context.standing.facts["keysets"][context.command.lot or ""]
    return part not in keyset["parts"] or len(released) >= int(keyset["k"])


def _first_in_rank(context: Context) -> bool:
    left = set(context.bids_in(("candidate",)))
    places = {p["bid"]: p["place"] for p in context.fact("ranking", ()) if p["bid"] in left}
    # Tied bids share a place: then whoever decides may take either (87令 56-57).
    return context.command.bid in places and places[context.command.bid] == min(places.values())


def _keyset_for_every_lot(context: Context) -> bool:
    lots = {lot["lot"] for lot in context.fact("lots", ())}
    keysets = context.fact("keysets", {})
    return lots == set(keysets) and all(keysets[lot]["lot"] == lot for lot in lots)


def _lot_is(context: Context, states: list[str]) -> bool:
    return context.lot is not None and context.lot.state in states


def _bidder_seq(context: Context, position: str) -> bool:
    own = context.tally.bid
    expected = 1 if own is None else int(own.facts["seq"]) + 1
    return bool(context.fact(position) == expected)


GUARDS = (
    guard(
        "every-lot",
        _every_lot,
        "全部标段处于 {states}",
        "every lot is {states}",
        states="states",
    ),
    guard("some-lot", _some_lot, "有标段处于 {states}", "some lot is {states}", states="states"),
    guard("no-lot", _no_lot, "无标段处于 {states}", "no lot is {states}", states="states"),
    guard(
        "opens-every-bid",
        _opens_every_bid,
        "{openings} 包含每一份有效投标",
        "{openings} has every bid that was deposited, once",
        openings="fact",
    ),
    guard("lot-is", _lot_is, "标段处于 {states}", "the lot is {states}", states="states"),
    guard(
        "keyset-for-every-lot",
        _keyset_for_every_lot,
        "每个标段均有解密保管人密钥",
        "custodians have made keys for every lot",
        rests_on="command",
    ),
    guard(
        "question-open",
        _question_open,
        "{question} 尚未答复",
        "{question} is not answered yet",
        question="fact",
    ),
    guard(
        "enough-shares",
        _enough_shares,
        "解密保管人已按门限释放份额，或已过 {or-after}",
        "custodians have released as many shares as the key needs, or {or-after} is past",
        part="choice",
        or_after="fact",
    ),
    guard(
        "first-in-rank",
        _first_in_rank,
        "为尚余候选人中排名第一者",
        "the bid ranks first among the candidates left",
    ),
    guard(
        "next-in-sequence",
        _bidder_seq,
        "{position} 为该投标的下一序号",
        "{position} is the next number of this bid",
        rests_on="command",
        position="fact",
    ),
)
