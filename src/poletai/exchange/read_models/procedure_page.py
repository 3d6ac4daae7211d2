"""A procedure as one reader may see it: standing, parties, events, what may come next."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.applicants import KIND as APPLICANT
from poletai.core.procedures.applicants import applicant_of
from poletai.core.procedures.definition import Move
from poletai.core.procedures.outlook import NextMove, next_moves
from poletai.core.procedures.phases import trade_phase
from poletai.core.procedures.standing import ApplicantStanding, Standing, subject_of
from poletai.core.procedures.timetable import Stop, timetable
from poletai.exchange.actors import Actor
from poletai.exchange.errors import NoSuchProcedureError
from poletai.exchange.house import House
from poletai.exchange.models import Organisation, Procedure
from poletai.exchange.permissions import tied
from poletai.exchange.read_models.event_lines import EventLine
from poletai.exchange.read_models.next_moves import is_own
from poletai.exchange.read_models.remedies import RemedyView, remedy_views, tally_for
from poletai.exchange.read_models.repeats import Kin, repeated, repeated_by
from poletai.exchange.trades import Trade, load_trade, raw_connection
from poletai.exchange.visibility import masked_standing, may_see
from poletai.exchange.writing import advanced, disclosed_places, until_of
from poletai.ledger.store import read
from poletai.ledger.stored import StoredEvent


@dataclass(frozen=True, slots=True)
class Party:
    """A body by its names and its credit code."""

    id: str
    name: str
    name_en: str = ""
    uscc: str = ""


@dataclass(frozen=True, slots=True)
class OwnMove:
    """A move the reader may make now or later, in one of their roles."""

    actor: Actor
    next: NextMove


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureView:
    """One procedure as one reader may see it; `trade` stands at what they may know."""

    id: str
    trade: Trade
    phase: str
    title: str
    title_en: str
    reference: str
    category: str
    announced_at: datetime | None
    deadline: datetime | None
    estimate: Decimal | None
    now: datetime
    roles: tuple[str, ...]
    parties: Mapping[str, Party]
    events: tuple[EventLine, ...]
    next: tuple[NextMove, ...]
    stops: tuple[Stop, ...]
    own: tuple[OwnMove, ...]
    remedies: tuple[RemedyView, ...] = ()
    repeats: Kin | None = None
    repeated_by: tuple[Kin, ...] = ()
    # Where the reader's own body stands as an applicant, whatever is hidden from others.
    own_applicant: ApplicantStanding | None = None

    def fitting(
        self,
        moves: Sequence[Move],
        lot: str | None,
        bid: str | None,
        remedy: str | None = None,
        applicant: str | None = None,
    ) -> Move:
        """Return the move that starts from where its subject stands, else the first."""
        state = self._state(moves[0], lot, bid, remedy)
        if moves[0].of == APPLICANT:
            state = self._applicant_state(applicant)
        return next((move for move in moves if state in move.source), moves[0])

    def _state(
        self, move: Move, lot: str | None, bid: str | None, remedy: str | None
    ) -> str | None:
        if move.of == "remedy":
            initial = self.trade.definition.machines["remedy"].initial
            return next((r.state for r in self.remedies if r.remedy == remedy), initial)
        subject = subject_of(self.trade.standing, move.of, lot, bid)
        return None if subject is None else subject.state

    def _applicant_state(self, applicant: str | None) -> str | None:
        own = (actor.identity for actor in (one.actor for one in self.own))
        party = applicant or next(own, None)
        found = applicant_of(self.trade.definition, self.trade.standing, party)
        return None if found is None else found.state


def procedure_view(house: House, procedure: str, actors: Sequence[Actor]) -> ProcedureView:
    """Read a procedure for the actors a reader may be; none of them is the public.

    Raises NoSuchProcedureError also for a procedure that the reader may not know of.
    """
    row = Procedure.objects.filter(id=procedure).first()
    if row is None:
        raise NoSuchProcedureError(procedure)
    trade = load_trade(house, row)
    now = max(house.clock(), trade.standing.at or house.clock())
    involved = tuple(actor for actor in actors if tied(trade, actor))
    # A bidder reads what the public reads, and what the committee asks of its own bid.
    eye = min(involved, key=lambda actor: actor.role == "bidder", default=None)
    if not may_see(trade, eye):
        raise NoSuchProcedureError(procedure)
    shown = advanced(trade, masked_standing(trade, eye))
    stored = read(raw_connection(), house.store, procedure)
    events = tuple(_lines(trade, stored))
    remedies = remedy_views(house, trade, involved, stored)
    tally = tally_for(house, trade, None)
    return ProcedureView(
        id=row.id,
        trade=shown,
        phase=trade_phase(shown.definition, shown.standing),
        title=row.title,
        title_en=row.title_en,
        reference=row.reference,
        category=row.category,
        announced_at=row.announced_at,
        deadline=row.deadline,
        estimate=row.estimate,
        now=now,
        roles=tuple(actor.role for actor in involved),
        parties=_parties(shown, events, remedies, involved),
        events=events,
        next=next_moves(shown.definition, shown.values, shown.standing, now, tally),
        stops=timetable(shown.definition, shown.values, shown.standing, now),
        own=_own(house, trade, involved, now),
        remedies=remedies,
        repeats=repeated(row),
        repeated_by=repeated_by(row.id),
        own_applicant=_own_applicant(trade, involved),
    )


def _own(house: House, trade: Trade, actors: Iterable[Actor], now: datetime) -> tuple[OwnMove, ...]:
    return tuple(
        OwnMove(actor, move)
        for actor in actors
        for move in next_moves(
            trade.definition,
            trade.values,
            _known(trade, actor),
            now,
            tally_for(house, trade, actor),
            actor.identity,
        )
        if actor.role in move.who and is_own(trade, actor, move)
    )


def _own_applicant(trade: Trade, actors: Iterable[Actor]) -> ApplicantStanding | None:
    bidder = next((actor.identity for actor in actors if actor.role == "bidder"), "")
    return trade.standing.applicants.get(bidder)


def _known(trade: Trade, actor: Actor) -> Standing:
    """Return what an actor's own moves are judged on: parties know of what they wait for."""
    return masked_standing(trade, actor) if actor.role == "bidder" else trade.standing


def _lines(trade: Trade, stored: Sequence[StoredEvent]) -> Iterator[EventLine]:
    disclosed = disclosed_places(stored)
    for event in stored:
        open_now = (event.stream, event.position) in disclosed
        at = parse_instant(event.envelope["at"])
        if event.confidential and not open_now:
            until = until_of(trade, event.name) or ""
            yield EventLine(event.index, "", at, "", "", {}, withheld_until=until)
            continue
        data = event.data if open_now else event.body
        by = {**event.envelope["by"], **(data.get("by") or {})}
        yield EventLine(event.index, event.name, at, by["role"], by["id"], data)


def _parties(
    trade: Trade,
    events: Iterable[EventLine],
    remedies: Iterable[RemedyView],
    involved: Iterable[Actor],
) -> dict[str, Party]:
    facts = trade.standing.facts
    told = (event for remedy in remedies for event in remedy.events)
    bids = (bid for lot in trade.standing.lots.values() for bid in lot.bids.values())
    named = {
        facts.get("principal"),
        facts.get("agency"),
        *(event.who for event in (*events, *told)),
        *(remedy.facts.get("authority") for remedy in remedies),
        *(bid.facts.get("bidder") for bid in bids),
        *trade.standing.applicants,
        *(actor.identity for actor in involved if actor.role == "bidder"),
    }
    found = Organisation.objects.filter(id__in=[name for name in named if name])
    return {body.id: Party(body.id, body.name, body.name_en, body.uscc or "") for body in found}
