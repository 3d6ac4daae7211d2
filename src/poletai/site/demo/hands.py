"""Hands: what the people of a demonstration do, each through the same services as anybody."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from poletai.core.basics.canonical import canonical
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Refusal
from poletai.core.procedures.documents import documents_hash
from poletai.core.procedures.standing import Standing
from poletai.exchange.actors import Actor
from poletai.exchange.house import House
from poletai.exchange.read_models.standings import standing_of
from poletai.exchange.services.create_procedure import create_procedure
from poletai.exchange.services.deposit_bid import Deposit, deposit_bid
from poletai.exchange.services.documents import publish_document
from poletai.exchange.services.make_move import Moved
from poletai.exchange.services.request_move import Request, request_move
from poletai.sealing.header import header_object
from poletai.sealing.keyset import Keyset
from poletai.sealing.seal import Errand, new_bid_id, seal_bid
from poletai.site.demo.errors import DemoStuckError
from poletai.site.demo.people import bidder, bidder_key
from poletai.site.demo.province import PROCUREMENT, WORKS
from poletai.site.demo.stories import Story

# What the law calls the sum a trade is expected to cost.
_SUM = {WORKS: "estimate", PROCUREMENT: "budget"}


def must(step: str, answer: Any) -> Any:
    """Return an answer that is no refusal; a refusal stops the demonstration."""
    if isinstance(answer, Refusal):
        raise DemoStuckError(step, f"{answer.reason} ({answer.law})")
    return answer


def draft(house: House, actor: Actor, story: Story) -> str:
    """Draft the procedure of a story; returns its id."""
    project = story.project
    fields = {"title": project.title, "reference": f"LJ2026-{story.number:03d}"}
    if project.title_en:
        fields["title-en"] = project.title_en
    procedure, answer = create_procedure(house, actor, project.definition, fields)
    must("draft", answer)
    return procedure


def move(
    house: House,
    actor: Actor,
    procedure: str,
    name: str,
    *,
    lot: str | None = None,
    bid: str | None = None,
    fields: Mapping[str, Any] | None = None,
) -> Moved:
    """Make a move that must be permitted."""
    return request(house, actor, procedure, Request(name, fields or {}, lot, bid))


def request(house: House, actor: Actor, procedure: str, wanted: Request) -> Moved:
    """Request a move, of whatever it may be of, that must be permitted."""
    moved: Moved = must(wanted.move, request_move(house, actor, procedure, wanted))
    return moved


def document(house: House, actor: Actor, procedure: str, title: str, text: str) -> dict[str, Any]:
    """Publish a small document and return what an event says of it."""
    return publish_document(house, actor, procedure, title, "text/plain", text.encode())


def notice(house: House, actor: Actor, procedure: str, story: Story) -> dict[str, Any]:
    """Return the fields of a story's notice."""
    now, project = house.clock(), story.project
    share = project.estimate // len(project.lots)
    text = f"{project.title}\n{project.title_en}\n"
    return {
        "documents-from": format_instant(now + timedelta(minutes=30)),
        "documents-until": format_instant(now + timedelta(days=20)),
        "deadline": format_instant(story.deadline),
        "lots": [
            {"lot": lot, "title": title, "value": _yuan(share)}
            | ({"ceiling": _yuan(share)} if story.capped else {})
            for lot, title in project.lots
        ],
        "terms": terms(story.method),
        "documents": [document(house, actor, procedure, "招标文件", text)],
        _SUM[project.definition]: _yuan(project.estimate),
        "security": _yuan(project.estimate // 100),
    }


def terms(method: str) -> dict[str, Any]:
    """Return the terms of evaluation a demonstration uses for a method."""
    if method == "lowest-evaluated-price":
        return {"method": method, "criteria": [], "price_weight": "100"}
    criteria = [
        {
            "name": "technical",
            "title": "技术方案",
            "title_en": "Technical plan",
            "weight": "40",
            "high": "100",
        },
        {
            "name": "schedule",
            "title": "工期与服务",
            "title_en": "Schedule and service",
            "weight": "20",
            "high": "100",
        },
    ]
    return {"method": method, "criteria": criteria, "price_weight": "40", "ties": ["lower-price"]}


def bid(house: House, procedure: str, lot: str, firm: str, amount: str) -> Deposit:
    """Seal and deposit one firm's bid for one lot."""
    price = {"price": {"amount": amount, "currency": "CNY"}}
    return sealed_bid(house, procedure, lot, firm, price)


def sealed_bid(
    house: House, procedure: str, lot: str, firm: str, price: Mapping[str, Any]
) -> Deposit:
    """Seal and deposit one firm's bid for one lot, with all its price part says."""
    facts = standing_of(house, procedure).facts
    errand = Errand(bid_id=new_bid_id(), bidder=firm, documents=documents_hash(facts["documents"]))
    contents = {
        "price": canonical(price),
        "tech": canonical({"plan": f"{firm}: {procedure[:8]}/{lot}"}),
    }
    keyset = msgspec.convert(facts["keysets"][lot], Keyset)
    sealed = seal_bid(keyset, errand, contents, bidder_key(firm))
    for payload in sealed.payloads.values():
        house.payloads.put(payload)
    header = header_object(sealed.header)
    deposit: Deposit = must("deposit", deposit_bid(house, bidder(firm), header, sealed.signature))
    return deposit


def committee(experts: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return five seats, the first of them in the chair."""
    return [
        {
            "id": seat,
            "name": f"专家{seat[-2:]}",
            "expert": True,
            "organisation": "expert-pool",
            "chair": place == 0,
        }
        for place, seat in enumerate(experts[:5])
    ]


def candidates(standing: Standing, lot: str) -> list[str]:
    """List a lot's bids by rank."""
    return [placed["bid"] for placed in standing.lots[lot].facts.get("ranking", ())]


def _yuan(amount: int) -> dict[str, str]:
    return {"amount": f"{amount}.00", "currency": "CNY"}
