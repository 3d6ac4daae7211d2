"""Lots: their bids, the ranking with its arithmetic, the award and the contract."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.library import Library
from poletai.core.procedures.standing import BidStanding, LotStanding
from poletai.exchange.read_models.event_lines import EventLine
from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.exchange.read_models.rooms import RoomView
from poletai.portal.showing.arithmetic import shown_steps
from poletai.portal.showing.auctions import Auction, auction_of
from poletai.portal.showing.charts import Chart, price_chart
from poletai.portal.showing.findings import FindingRow, finding_rows
from poletai.portal.showing.frameworks import Framework, framework_of
from poletai.portal.showing.standstill import Standstill, standstills
from poletai.portal.templatetags.look import grouped
from poletai.portal.words.laws import cite
from poletai.portal.words.parties import bidder_name
from poletai.portal.words.texts import state_title, title_of

Steps = Sequence[Mapping[str, Any]]

_NOT_PLACED: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class BidRow:
    """One bid as a table shows it; prices are None before they are open."""

    bid: str
    bidder: str
    state: str
    phase: str
    leaf: int | None
    place: int | None = None
    bid_price: str | None = None
    evaluation_price: str | None = None
    score: str | None = None
    tied: bool = False
    note: str = ""
    steps: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LotCard:
    """One lot with all that is known of it."""

    lot: str
    title: str
    state: str
    phase: str
    value: str | None
    start: str | None
    quantity: str
    items: str
    ceiling: str | None
    bids: tuple[BidRow, ...]
    ranked: bool
    scored: bool
    common: tuple[Mapping[str, str], ...]
    award: Mapping[str, Any] | None
    winner: str
    contract: Mapping[str, Any] | None
    chart: Chart | None
    standstills: tuple[Standstill, ...]
    findings: tuple[FindingRow, ...]
    framework: Framework
    auction: Auction | None
    continues: str
    deadline: datetime | None
    room: RoomView | None = None
    opens: datetime | None = None


def lot_cards(
    library: Library, view: ProcedureView, rooms: Iterable[RoomView] = ()
) -> tuple[LotCard, ...]:
    """Show every lot of a procedure, in the order of the notice, with the room it has."""
    known = {room.lot: room for room in rooms}
    lots = view.trade.standing.lots.values()
    return tuple(_card(library, view, lot, known.get(lot.lot)) for lot in lots)


def _card(
    library: Library, view: ProcedureView, lot: LotStanding, room: RoomView | None
) -> LotCard:
    facts, steps = lot.facts, _steps(view.events, lot.lot)
    rows = tuple(_row(library, view, lot, bid, steps) for bid in lot.bids.values())
    rows = tuple(sorted(rows, key=lambda row: (row.place is None, row.place or 0, row.leaf or 0)))
    award = facts.get("award")
    ceiling, value = _amount(facts.get("ceiling")), _amount(facts.get("value"))
    sold_by_unit = bool(facts.get("quantity"))
    return LotCard(
        lot=lot.lot,
        title=title_of(facts.get("title", ""), facts.get("title_en", "")),
        state=state_title(view.trade.definition, "lot", lot.state),
        phase=_phase(view, lot),
        value=value,
        start=_amount(facts.get("start")),
        quantity=f"{grouped(facts['quantity'])} {facts.get('unit', '')}" if sold_by_unit else "",
        items=", ".join(facts.get("items", ())),
        ceiling=ceiling,
        bids=rows,
        ranked="ranking" in facts,
        scored=any(row.score is not None for row in rows),
        common=shown_steps([s for s in steps if s["bid"] is None], _bidders(view, lot)),
        award=award,
        winner=_bidder(view, lot.bids[award["bid"]]) if award else "",
        contract=facts.get("contract"),
        # How an auction found its price says more than its bids beside an estimate.
        chart=None if "settlement" in facts else price_chart(lot.lot, rows, ceiling or value),
        standstills=standstills(library, view, lot.lot),
        findings=finding_rows(library, view.trade, lot, _bidders(view, lot)),
        framework=framework_of(view.trade.definition, lot, _bidders(view, lot)),
        auction=auction_of(lot, view.events, _bidders(view, lot)),
        continues=str(facts.get("continues") or ""),
        deadline=parse_instant(facts["deadline"]) if "deadline" in facts else None,
        room=room,
        opens=None if room is None else parse_instant(room.opens),
    )


def _bidder(view: ProcedureView, bid: BidStanding) -> str:
    return bidder_name(view.parties, bid) or bid.bid[:8]


def _bidders(view: ProcedureView, lot: LotStanding) -> Mapping[str, str]:
    return {bid.bid: _bidder(view, bid) for bid in lot.bids.values()}


def _row(
    library: Library, view: ProcedureView, lot: LotStanding, bid: BidStanding, steps: Steps
) -> BidRow:
    definition = view.trade.definition
    ranking: Sequence[Mapping[str, Any]] = lot.facts.get("ranking", ())
    placed = next((placed for placed in ranking if placed["bid"] == bid.bid), _NOT_PLACED)
    own = [step for step in steps if step["bid"] == bid.bid]
    return BidRow(
        bid=bid.bid,
        bidder=_bidder(view, bid),
        state=state_title(definition, "bid", bid.state),
        phase=_BID_PHASES.get(bid.state, "closed"),
        leaf=_leaf(view, lot, bid),
        place=placed.get("place"),
        bid_price=placed.get("bid_price") or _bid_price(bid),
        evaluation_price=placed.get("evaluation_price"),
        score=placed.get("score"),
        tied=bool(placed.get("tied")),
        note=_note(library, bid),
        steps=shown_steps(own, _bidders(view, lot)),
    )


def _leaf(view: ProcedureView, lot: LotStanding, bid: BidStanding) -> int | None:
    """Find the log entry of a bid: its deposit, what named its supplier, or what settled it."""
    if (leaf := bid.facts.get("leaf")) is not None:
        return int(leaf)
    of_lot = [event for event in view.events if event.data.get("lot") == lot.lot]
    naming = (e for e in of_lot if "supplier" in e.data and e.data.get("bid") == bid.bid)
    settling = (e for e in of_lot if "settlement" in e.data)
    return next((event.index for event in (*naming, *settling)), None)


_BID_PHASES = {
    "awarded": "awarded",
    "contracted": "contracted",
    "winning": "evaluated",
    "candidate": "evaluated",
    "opened": "opened",
    "rejected": "failed",
    "unopenable": "failed",
    "withdrawn": "cancelled",
}


def _phase(view: ProcedureView, lot: LotStanding) -> str:
    if lot.state in {"failed", "cancelled"}:
        return lot.state
    return view.trade.definition.phase("lot", lot.state)


def _steps(events: Sequence[EventLine], lot: str) -> Steps:
    """Find the arithmetic of the latest ranking of a lot that is disclosed."""
    for event in reversed(events):
        if event.data.get("lot") == lot and "ranking" in event.data:
            steps: Steps = event.data["steps"]
            return steps
    return ()


def _bid_price(bid: BidStanding) -> str | None:
    price = bid.facts.get("content", {}).get("price", {}).get("price")
    return _amount(price)


def _amount(money: Any) -> str | None:
    return str(money["amount"]) if isinstance(money, Mapping) and "amount" in money else None


def _note(library: Library, bid: BidStanding) -> str:
    grounds = bid.facts.get("grounds", ())
    return "；".join(f"{ground['finding']} ({cite(library, ground['law'])})" for ground in grounds)
