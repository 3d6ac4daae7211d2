"""Own remedies: objections and complaints that wait for an actor, the most urgent first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from poletai.core.procedures.definition import Definition
from poletai.core.procedures.outlook import NextMove, next_moves
from poletai.core.procedures.standing import RemedyStanding
from poletai.exchange.actors import Actor
from poletai.exchange.house import House
from poletai.exchange.models import Procedure, RemedyLink
from poletai.exchange.permissions import tied
from poletai.exchange.read_models.remedies import tally_for
from poletai.exchange.trades import Trade, load_trade

_MOST = 200
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class WaitingRemedy:
    """One open remedy of one procedure with the moves its reader may make on it.

    `until` is the first of their time limits, `late` that one of them has run out.
    """

    procedure: str
    title: str
    title_en: str
    definition: Definition
    remedy: RemedyStanding
    moves: tuple[NextMove, ...]
    until: datetime | None
    late: bool


def own_remedies(house: House, actor: Actor) -> tuple[WaitingRemedy, ...]:
    """List the open remedies an actor has to do with: those overdue, then those due first."""
    linked = RemedyLink.objects.values_list("procedure", flat=True)
    rows = Procedure.objects.filter(id__in=linked).order_by("-changed_at")[:_MOST]
    found = [
        waiting
        for row in rows
        if tied(trade := load_trade(house, row), actor)
        for waiting in _waiting(house, row, trade, actor)
    ]
    return tuple(sorted(found, key=lambda one: (not one.late, one.until or _NEVER)))


def _waiting(house: House, row: Procedure, trade: Trade, actor: Actor) -> Iterator[WaitingRemedy]:
    now, tally = house.clock(), tally_for(house, trade, actor)
    at = max(now, trade.standing.at or now)
    ahead = next_moves(trade.definition, trade.values, trade.standing, at, tally)
    final = trade.definition.machines["remedy"].final
    for remedy in tally.remedies:
        own = tuple(n for n in ahead if n.remedy == remedy.remedy and actor.role in n.who)
        if remedy.state in final or not (own or actor.role == "bidder"):
            continue
        until = min((move.until for move in own if move.until is not None), default=None)
        late = any(move.late for move in own)
        yield WaitingRemedy(
            row.id, row.title, row.title_en, trade.definition, remedy, own, until, late
        )
