"""History: the public standings a procedure has had, one after each public event of the log."""

from dataclasses import dataclass
from datetime import datetime

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.folding import evolve
from poletai.core.procedures.phases import trade_phase
from poletai.core.procedures.standing import Standing, begin
from poletai.exchange.house import House
from poletai.exchange.models import Organisation
from poletai.exchange.read_models.procedures import body_of
from poletai.exchange.read_models.record import listed_bids
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.trades import Trade, core_event, raw_connection
from poletai.exchange.visibility import masked_standing, may_see
from poletai.ledger.store import read, read_streams


@dataclass(frozen=True, slots=True)
class Moment:
    """What the public saw of a procedure once the event at leaf `index` was logged."""

    index: int
    at: datetime
    phase: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class History:
    """All public moments of a trade, oldest first, with when its listed bids were deposited."""

    trade: Trade
    moments: tuple[Moment, ...]
    deposited: dict[str, datetime]


def public_history(house: House, procedure: str) -> History:
    """Replay a procedure as the public saw it; a draft has no moments.

    Raises NoSuchProcedureError.
    """
    trade = trade_of(house, procedure)
    definition = trade.definition
    of = {move.then: move.of for move in definition.moves}
    stored = read(raw_connection(), house.store, procedure)
    standing = begin(procedure, definition.machines["procedure"].initial)
    moments = []
    for event in stored:
        standing = evolve(definition, standing, core_event(of.get(event.name, "procedure"), event))
        then = Trade(trade.id, definition, trade.values, standing)
        if event.index is None or event.confidential or not may_see(then, None):
            continue
        shown = masked_standing(then, None)
        at = parse_instant(event.envelope["at"])
        moments.append(Moment(event.index, at, trade_phase(definition, shown), shown))
    bids = read_streams(raw_connection(), house.store, sorted(listed_bids(stored)))
    deposited = {e.stream: parse_instant(e.envelope["at"]) for e in bids if "header" in e.data}
    return History(trade, tuple(moments), deposited)


def bodies(ids: set[str]) -> dict[str, dict[str, str]]:
    """Return what is public of several bodies, by id; those not registered are left out."""
    return {body.id: body_of(body) for body in Organisation.objects.filter(id__in=ids)}
