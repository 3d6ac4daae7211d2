"""Plays: a story as a sequence of scenes, and what it waits for between them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from poletai.core.procedures.standing import Standing
from poletai.exchange.house import House
from poletai.exchange.read_models.standings import standing_of
from poletai.site.demo import hands
from poletai.site.demo.people import bidder, expert, principal
from poletai.site.demo.province import EXPERTS, WORKS
from poletai.site.demo.stories import STAGES, Story

# What a play yields: a moment to go on at, or the procedure whose closed lots it waits for.
Wait = datetime | str


def play(house: House, story: Story, told: dict[int, str]) -> Iterator[Wait]:
    """Play a story up to its stage; `told` learns the procedure's id."""
    yield story.announced
    owner = principal(story.project.principal)
    procedure = hands.draft(house, owner, story)
    told[story.number] = procedure
    if not _goes_to(story, "open"):
        return
    fields = hands.notice(house, owner, procedure, story)
    hands.move(house, owner, procedure, "publish-notice", fields=fields)
    yield from _bidding(house, story, procedure)
    if not _goes_to(story, "closed") or story.ending == "cancelled":
        return
    yield story.deadline + timedelta(seconds=6)
    yield procedure
    yield from _evaluating(house, story, procedure)


def _bidding(house: House, story: Story, procedure: str) -> Iterator[Wait]:
    yield story.announced + timedelta(days=3)
    text = "是否允许联合体投标？"
    fields = {"text": text}
    hands.move(house, bidder("firm-09"), procedure, "ask-question", fields=fields)
    yield story.announced + timedelta(days=4)
    answer = {"question": 1, "text": "本项目不接受联合体投标。", "affects-preparation": False}
    owner = principal(story.project.principal)
    hands.move(house, owner, procedure, "answer-question", fields=answer)
    if story.ending == "cancelled":
        yield story.announced + timedelta(days=8)
        reason = {"reason": "项目资金计划调整，终止招标。"}
        hands.move(house, owner, procedure, "cancel-procedure", fields=reason)
        return
    yield story.announced + timedelta(days=15)
    for lot, firm, amount in story.offers:
        hands.bid(house, procedure, lot, firm, amount)


def _evaluating(house: House, story: Story, procedure: str) -> Iterator[Wait]:
    if story.ending == "too-few" or not _goes_to(story, "scored"):
        return
    owner = principal(story.project.principal)
    yield story.deadline + timedelta(hours=1)
    seats = {"committee": hands.committee(EXPERTS)}
    hands.move(house, owner, procedure, "appoint-committee", fields=seats)
    yield story.deadline + timedelta(hours=3)
    standing = standing_of(house, procedure)
    for lot in standing.lots:
        _judge(house, story, procedure, standing, lot)
    if _goes_to(story, "publicity"):
        yield story.deadline + timedelta(days=1)
        yield from _awarding(house, story, procedure)


def _judge(house: House, story: Story, procedure: str, standing: Standing, lot: str) -> None:
    opened = [b.bid for b in standing.lots[lot].bids.values() if b.state == "opened"]
    if story.ending == "rejected":
        grounds = [{"law": "cn.tendering-regulation#51", "finding": "未按要求签章"}]
        rejected = opened.pop(0)
        chair, why = expert(EXPERTS[0]), {"grounds": grounds}
        hands.move(house, chair, procedure, "reject-bid", lot=lot, bid=rejected, fields=why)
    for seat in EXPERTS[:5]:
        sheet = {"scores": {one: _marks(story, seat, one, standing) for one in opened}}
        hands.move(house, expert(seat), procedure, "record-scores", lot=lot, fields=sheet)
    hands.move(house, expert(EXPERTS[0]), procedure, "rank-bids", lot=lot)
    report = hands.document(house, expert(EXPERTS[0]), procedure, f"评标报告 {lot}", lot)
    fields = {"documents": [report]}
    hands.move(house, expert(EXPERTS[0]), procedure, "submit-report", lot=lot, fields=fields)


def _marks(story: Story, seat: str, bid: str, standing: Standing) -> dict[str, str]:
    names = [c["name"] for c in standing.facts["terms"].get("criteria", ())]
    firm = next(
        b.facts["bidder"]
        for lot in standing.lots.values()
        for b in lot.bids.values()
        if b.bid == bid
    )
    return {name: str(70 + _drawn(story.number, seat, firm, name) % 30) for name in names}


def _drawn(*parts: Any) -> int:
    return int.from_bytes(sha256(repr(parts).encode()).digest()[:4], "big")


def _awarding(house: House, story: Story, procedure: str) -> Iterator[Wait]:
    owner = principal(story.project.principal)
    lots = tuple(standing_of(house, procedure).lots)
    if story.project.definition == WORKS:
        for lot in lots:
            hands.move(house, owner, procedure, "publish-candidates", lot=lot)
    if not _goes_to(story, "awarded"):
        return
    # Works wait for the publicity of candidates; procurement decides within five working days.
    yield story.deadline + timedelta(days=12 if story.project.definition == WORKS else 2)
    for lot in lots:
        _award(house, story, procedure, lot)
    if not _goes_to(story, "contracted"):
        return
    yield story.deadline + timedelta(days=20)
    for lot in lots:
        _contract(house, story, procedure, lot)


def _award(house: House, story: Story, procedure: str, lot: str) -> None:
    owner = principal(story.project.principal)
    ranked = hands.candidates(standing_of(house, procedure), lot)
    works = story.project.definition == WORKS
    if story.ending == "withdrawn":
        fields = {"ground": "gave-up", "finding": "第一候选人书面放弃中标。"}
        gone = ranked.pop(0)
        if not works:
            hands.move(house, owner, procedure, "award", lot=lot, bid=gone)
            _announce(house, story, procedure, lot)
        hands.move(house, owner, procedure, "pass-over", lot=lot, bid=gone, fields=fields)
    hands.move(house, owner, procedure, "award", lot=lot, bid=ranked[0])
    _announce(house, story, procedure, lot)


def _announce(house: House, story: Story, procedure: str, lot: str) -> None:
    owner = principal(story.project.principal)
    works = story.project.definition == WORKS
    letter = hands.document(house, owner, procedure, f"中标通知书 {lot}", lot)
    name = "issue-award-notice" if works else "announce-result"
    hands.move(house, owner, procedure, name, lot=lot, fields={"documents": [letter]})


def _contract(house: House, story: Story, procedure: str, lot: str) -> None:
    owner = principal(story.project.principal)
    price = standing_of(house, procedure).lots[lot].facts["award-price"]
    paper = hands.document(house, owner, procedure, f"合同 {lot}", lot)
    fields = {"amount": price, "documents": [paper]}
    hands.move(house, owner, procedure, "sign-contract", lot=lot, fields=fields)
    if _goes_to(story, "published"):
        published = {"documents": [paper]}
        hands.move(house, owner, procedure, "publish-contract", lot=lot, fields=published)


def _goes_to(story: Story, stage: str) -> bool:
    return STAGES.index(story.stage) >= STAGES.index(stage)
