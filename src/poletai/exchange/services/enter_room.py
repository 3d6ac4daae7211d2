"""Enter a room: an admitted bidder gets its plate, a ticket to the room, and a session's secret."""

import secrets
from datetime import timedelta

import msgspec

from poletai.core.basics.problem import Problem, Refusal
from poletai.core.procedures.live_lots import admitted
from poletai.exchange.actors import Actor
from poletai.exchange.errors import ProblemsError
from poletai.exchange.house import House
from poletai.exchange.models import LiveRoom
from poletai.exchange.permissions import refuse_action, refuse_outsider
from poletai.exchange.plates import plates_of
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.rooms import OPEN, room_of, state_of_room
from poletai.exchange.trades import Trade
from poletai.ledger.tickets import KEY_DIGITS, Ticket, make_ticket

NOT_ADMITTED, NOT_OPEN = "room.not-admitted", "room.not-open"
# A bidder that loses its connection later than this asks for another ticket first.
_GOOD_FOR = timedelta(hours=1)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What opens the door of a room: the ticket in the clear, the secret for its bearer alone."""

    ticket: str
    session: str
    plate: str
    room: str


def enter_room(house: House, actor: Actor, procedure: str, lot: str, key: str) -> Entry | Refusal:
    """Let an admitted bidder into the room of a lot with the public key of its session, in hex.

    Raises ProblemsError for what is no key, and NoSuchProcedureError.
    """
    if len(key) != KEY_DIGITS or not set(key) <= set("0123456789abcdef"):
        message = "key: the session's public Ed25519 key, 64 digits of lower-case hex"
        raise ProblemsError((Problem(code="room-key", where="key", message=message),))
    trade = trade_of(house, procedure)
    if refusal := _refused(trade, actor):
        return refusal
    row = room_of(procedure, lot)
    if row is None or state_of_room(house, row) != OPEN:
        reason = "the room of this lot is not open: it opens shortly before bidding begins"
        return Refusal(code=NOT_OPEN, reason=reason, law="platform.rules#rooms", move="enter-room")
    return _entry(house, trade, row, actor.organisation, key)


def _refused(trade: Trade, actor: Actor) -> Refusal | None:
    if refusal := refuse_action(actor, "enter-room") or refuse_outsider(trade, actor, "enter-room"):
        return refusal
    if actor.organisation in admitted(trade.definition, trade.standing):
        return None
    reason = "only a bidder that was admitted enters the room"
    return Refusal(
        code=NOT_ADMITTED, reason=reason, law="platform.rules#bidders", move="enter-room"
    )


def _entry(house: House, trade: Trade, row: LiveRoom, bidder: str, key: str) -> Entry:
    plate = plates_of(house, trade, row.stream)[bidder]
    ticket = Ticket(
        room=row.stream,
        plate=plate,
        bidder=bidder,
        key=key,
        until=int((house.clock() + _GOOD_FOR).timestamp()),
        id=secrets.token_hex(16),
    )
    text, secret = make_ticket(house.store.key, ticket)
    return Entry(ticket=text, session=secret.hex(), plate=plate, room=row.stream)
