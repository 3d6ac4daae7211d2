"""Dues as one actor may see them: what is owed today in a trade, or in all trades of a body."""

from dataclasses import dataclass

from poletai.core.procedures.dues import Owed, dues
from poletai.exchange.actors import Actor
from poletai.exchange.house import House
from poletai.exchange.models import Organisation, Procedure
from poletai.exchange.read_models.procedures import body_of
from poletai.exchange.trades import Trade, load_trade
from poletai.exchange.visibility import masked_standing, role_in

# Who sees what everybody owes; a bidder sees its own alone.
_ALL = ("principal", "agency", "operator", "regulator")
_MOST = 200


@dataclass(frozen=True, slots=True)
class OwnDue:
    """One sum owed in one procedure, with the name of the bidder it is about."""

    procedure: str
    title: str
    title_en: str
    owed: Owed
    bidder: dict[str, str] | None


def dues_in(house: House, trade: Trade, actor: Actor | None) -> tuple[Owed, ...]:
    """List what is owed today in a trade, as far as an actor may know it; nothing to strangers."""
    role = role_in(trade, actor)
    if actor is None or role not in (*_ALL, "bidder"):
        return ()
    standing = masked_standing(trade, actor)
    at = max(house.clock(), standing.at or house.clock())
    found = dues(trade.definition, trade.values, standing, at)
    return tuple(owed for owed in found if role in _ALL or owed.bidder == actor.organisation)


def procedure_dues(house: House, trade: Trade, actor: Actor | None) -> tuple[OwnDue, ...]:
    """List the dues of one procedure with the names of their bidders."""
    row = Procedure.objects.get(id=trade.id)
    return _named(row, dues_in(house, trade, actor))


def own_dues(house: House, actor: Actor) -> tuple[OwnDue, ...]:
    """List what is owed today in a principal's or an agency's procedures, the first due first."""
    if actor.role not in ("principal", "agency"):
        return ()
    rows = Procedure.objects.filter(**{f"{actor.role}_id": actor.organisation})
    later = rows.exclude(phase__in=("draft", "open")).order_by("-changed_at")[:_MOST]
    found = [
        due for row in later for due in _named(row, dues_in(house, load_trade(house, row), actor))
    ]
    return tuple(sorted(found, key=lambda due: due.owed.until))


def _named(row: Procedure, owed: tuple[Owed, ...]) -> tuple[OwnDue, ...]:
    names = {one.bidder for one in owed}
    bodies = {body.id: body_of(body) for body in Organisation.objects.filter(id__in=names)}
    return tuple(
        OwnDue(row.id, row.title, row.title_en, one, bodies.get(one.bidder)) for one in owed
    )
