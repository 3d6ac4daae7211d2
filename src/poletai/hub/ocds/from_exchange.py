"""From the exchange: the views OCDS releases are made of, filled from a procedure's history."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, cast

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.standing import BidStanding, LotStanding, Standing
from poletai.exchange.read_models.history import History, Moment, bodies
from poletai.hub.ocds.shares import shared_awards, shared_contracts
from poletai.hub.ocds.view import (
    AwardView,
    BidStatus,
    BidView,
    ContractView,
    DocumentView,
    EnquiryView,
    LotView,
    Outcome,
    Party,
    Phase,
    ProcedureView,
)

_CATEGORIES: Mapping[str, Literal["goods", "works", "services"]] = {
    "works": "works",
    "goods": "goods",
    "services": "services",
}
_OUTCOMES: Mapping[str, Outcome] = {"cancel": "cancelled", "fail": "failed"}
# By the phase and name-free facts of a bid; what is opened and not yet judged is pending.
_UNJUDGED = ("closed", "opened")


def views_of(history: History, log: str) -> tuple[ProcedureView, ...]:
    """Return one view for each public moment that changed what the public sees.

    `log` is the address the log is served under, without a slash at its end.
    """
    parties = _parties(history)
    first_seen: dict[str, datetime] = {}
    views: list[ProcedureView] = []
    for moment in history.moments:
        for document in moment.standing.facts.get("documents", ()):
            first_seen.setdefault(document["sha256"], moment.at)
        views.append(_view(history, moment, parties, first_seen, log))
    return tuple(views)


def _view(
    history: History,
    moment: Moment,
    parties: Mapping[str, Party],
    first_seen: Mapping[str, datetime],
    log: str,
) -> ProcedureView:
    definition, facts = history.trade.definition, moment.standing.facts
    published = _instant(facts, f"{_event(definition, 'announce-lots')}.at")
    agency = facts.get("agency")
    bids = tuple(_bids(definition, moment.standing, history, parties))
    return ProcedureView(
        id=moment.standing.procedure,
        title=facts["title"],
        phase=cast("Phase", moment.phase),
        principal=parties[facts["principal"]],
        revision=moment.index,
        changed_at=moment.at,
        method_details=definition.name,
        category=_CATEGORIES.get(definition.category),
        outcome=_outcome(definition, "procedure", moment.standing.state),
        agency=None if agency is None else parties[agency],
        value=_money(facts.get("estimate")),
        published_at=published,
        deadline=_instant(facts, "deadline") or _instant(facts, "listing-until"),
        enquiries_until=_instant(facts, "deadline"),
        lots=tuple(_lot(definition, lot) for lot in moment.standing.lots.values()),
        documents=tuple(
            _document(document, first_seen, log) for document in facts.get("documents", ())
        ),
        enquiries=tuple(_enquiry(question) for question in facts.get("questions", ())),
        bids=bids,
        awards=(
            *_awards(definition, moment.standing, parties),
            *shared_awards(definition, moment.standing, parties),
        ),
        contracts=(*_contracts(definition, moment.standing), *shared_contracts(moment.standing)),
        applicants=tuple(_applicants(moment.standing, parties)),
        opened_before="round" in facts and bool(bids),
    )


def _lot(definition: Definition, lot: LotStanding) -> LotView:
    return LotView(
        id=lot.lot,
        title=lot.facts["title"],
        outcome=_outcome(definition, "lot", lot.state),
        value=_money(lot.facts.get("ceiling") or lot.facts.get("value")),
        deadline=_instant(lot.facts, "deadline"),
    )


def _document(
    document: Mapping[str, Any], first_seen: Mapping[str, datetime], log: str
) -> DocumentView:
    return DocumentView(
        id=document["sha256"],
        kind="biddingDocuments",
        title=document["title"],
        url=f"{log}/blob/{document['sha256']}",
        published_at=first_seen[document["sha256"]],
        media_type=document.get("media", "application/pdf"),
    )


def _enquiry(question: Mapping[str, Any]) -> EnquiryView:
    return EnquiryView(
        id=str(question["question"]),
        asked_at=parse_instant(question["at"]),
        question=question["text"],
        answered_at=_instant(question, "answered"),
        answer=question.get("answer"),
    )


def _bids(
    definition: Definition, standing: Standing, history: History, parties: Mapping[str, Party]
) -> Iterator[BidView]:
    """Give the bids that were opened; withdrawn ones stay nobody's."""
    for lot in standing.lots.values():
        for bid in lot.bids.values():
            if not bid.facts.get("bidder"):
                continue
            price = bid.facts.get("content", {}).get("price", {}).get("price")
            yield BidView(
                id=bid.bid,
                lot=lot.lot,
                bidders=(_bidder(parties, bid),),
                deposited_at=history.deposited.get(bid.bid) or _named_at(bid, history),
                status=_bid_status(definition, standing, lot, bid.state, opened=price is not None),
                price=_money(price),
            )


def _bidder(parties: Mapping[str, Party], bid: BidStanding) -> Party:
    """Return who bids; a supplier named by hand may be registered nowhere."""
    identity = bid.facts["bidder"]
    known = _party(parties, identity)
    named = bid.facts.get("name")
    return Party(identity, named) if named and known.name == identity else known


def _named_at(bid: BidStanding, history: History) -> datetime:
    return _instant(bid.facts, "named-at") or history.moments[0].at


def _applicants(standing: Standing, parties: Mapping[str, Party]) -> Iterator[Party]:
    for one in standing.applicants.values():
        known = _party(parties, one.applicant)
        named = str(one.facts.get("name", one.applicant))
        yield Party(one.applicant, named) if known.name == one.applicant else known


def _bid_status(
    definition: Definition, standing: Standing, lot: LotStanding, state: str, *, opened: bool
) -> BidStatus:
    rejecting = {move.to for move in definition.moves if move.does == "reject-bid"}
    if state in rejecting or not opened:
        return "disqualified"
    judged = definition.phase("lot", lot.state) not in _UNJUDGED
    return "valid" if judged else "pending"


def _awards(
    definition: Definition, standing: Standing, parties: Mapping[str, Party]
) -> Iterator[AwardView]:
    for lot in standing.lots.values():
        award = lot.facts.get("award")
        decided = _instant(lot.facts, f"{_event(definition, 'award')}.at")
        if award is not None and decided is not None:
            yield AwardView(
                id=_award_id(standing, lot),
                lot=lot.lot,
                suppliers=(_bidder(parties, lot.bids[award["bid"]]),),
                decided_at=decided,
                value=_money(award["price"]),
                bid=award["bid"],
            )


def _contracts(definition: Definition, standing: Standing) -> Iterator[ContractView]:
    for lot in standing.lots.values():
        contract = lot.facts.get("contract")
        signed = _instant(lot.facts, f"{_event(definition, 'sign-contract')}.at")
        if contract is not None and signed is not None:
            yield ContractView(
                id=f"{_award_id(standing, lot)}-contract",
                award=_award_id(standing, lot),
                signed_at=signed,
                title=lot.facts["title"],
                value=_money(contract["amount"]),
            )


def _award_id(standing: Standing, lot: LotStanding) -> str:
    return f"{standing.procedure}-{lot.lot}-{lot.facts['award']['bid']}"


def _parties(history: History) -> dict[str, Party]:
    named = {
        str(moment.standing.facts[role])
        for moment in history.moments
        for role in ("principal", "agency")
        if role in moment.standing.facts
    }
    last = history.moments[-1].standing if history.moments else None
    bidders = {
        str(bid.facts["bidder"])
        for lot in (last.lots.values() if last else ())
        for bid in lot.bids.values()
        if bid.facts.get("bidder")
    }
    applied = {*last.applicants} if last else set()
    known = bodies(named | bidders | applied)
    found = {key: Party(key, body["name"], body["uscc"] or None) for key, body in known.items()}
    return {key: Party(key, key) for key in named | bidders} | found


def _party(parties: Mapping[str, Party], identity: str) -> Party:
    return parties.get(identity, Party(identity, identity))


def _event(definition: Definition, does: str) -> str:
    return next((move.then for move in definition.moves if move.does == does), does)


def _outcome(definition: Definition, of: str, state: str) -> Outcome:
    for move in definition.moves:
        ends = [move.to if move.of == of else None]
        ends += [also.to for also in move.also if also.of == of]
        if move.does in _OUTCOMES and state in ends:
            return _OUTCOMES[move.does]
    return "running"


def _instant(facts: Mapping[str, Any], name: str) -> datetime | None:
    text = facts.get(name)
    return None if text is None else parse_instant(text)


def _money(money: Mapping[str, Any] | None) -> Decimal | None:
    return None if money is None else Decimal(money["amount"])
