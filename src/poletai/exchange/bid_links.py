"""Links between bids, lots and bidders, readable only with the store key."""

from psycopg.errors import LockNotAvailable

from poletai.exchange.errors import NotTakenError
from poletai.exchange.house import House
from poletai.exchange.models import BidLink
from poletai.exchange.trades import Trade, raw_connection
from poletai.ledger.envelope import NewEvent
from poletai.ledger.errors import StreamConflictError
from poletai.ledger.store import append_first

# `patience` comes before the lock; no row is held of a procedure that has moved on, and no bid is
# linked where its bidder has one.
HELD_AND_LINKED = """
held AS (
    SELECT procedure.id
    FROM (SELECT set_config('lock_timeout', '5s', true)) AS patience,
        exchange_procedure AS procedure
    WHERE procedure.id = %s AND procedure.length = %s
    FOR KEY SHARE OF procedure
), provided AS (
    INSERT INTO exchange_bidlink (stream, lot, owner, checked)
    SELECT %s, %s, %s, false FROM held
    ON CONFLICT DO NOTHING
    RETURNING stream
)"""


def lot_link(house: House, procedure: str, lot: str) -> str:
    """Return what the bids of one lot have in common in the database."""
    return house.store.key.link("lot", procedure, lot)


def owner_link(house: House, procedure: str, lot: str, bidder: str) -> str:
    """Return what stands for one bidder in one lot in the database."""
    return house.store.key.link("owner", procedure, lot, bidder)


def own_stream(house: House, procedure: str, lot: str, bidder: str) -> str | None:
    """Return the stream of a bidder's bid for a lot, if it has one."""
    owner = owner_link(house, procedure, lot, bidder)
    return BidLink.objects.filter(owner=owner).values_list("stream", flat=True).first()


def streams_of(house: House, procedure: str, lot: str) -> list[str]:
    """Return the streams of every bid of a lot, withdrawn ones included."""
    link = lot_link(house, procedure, lot)
    return list(BidLink.objects.filter(lot=link).values_list("stream", flat=True))


def link_bid(house: House, procedure: str, lot: str, bidder: str, stream: str) -> None:
    """Tie a new bid to its lot and bidder; one that was withdrawn gives up its bidder's place."""
    owner = owner_link(house, procedure, lot, bidder)
    for old in BidLink.objects.filter(owner=owner).exclude(stream=stream):
        old.owner = house.store.key.link("withdrawn", old.stream)
        old.save(update_fields=["owner"])
    BidLink.objects.create(stream=stream, lot=lot_link(house, procedure, lot), owner=owner)


def append_first_bid(house: House, trade: Trade, place: tuple[str, str], event: NewEvent) -> bool:
    """Append and link a bidder's first bid for a lot, given as (lot, bidder), in one statement.

    False, and nothing written, where the trade stands elsewhere by now, or where its bidder or its
    bid is known already. Raises NotTakenError where a change of the procedure kept it waiting.
    """
    links = (lot_link(house, trade.id, place[0]), owner_link(house, trade.id, *place))
    values = [trade.id, trade.standing.length, event.stream, *links]
    try:
        stored = append_first(raw_connection(), house.store, event, HELD_AND_LINKED, values)
    except StreamConflictError:
        return False
    except LockNotAvailable as problem:
        raise NotTakenError from problem
    return stored is not None
